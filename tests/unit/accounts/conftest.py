"""People the tests of accounts share."""

import pytest

from lipportal.accounts.models import User


@pytest.fixture
def amina(db):
    return User.objects.create_user("amina@example.org", name="Amina Diallo")


@pytest.fixture
def benoit(db):
    return User.objects.create_user("benoit@example.org", name="Benoît Tremblay")


@pytest.fixture
def chen(db):
    return User.objects.create_user("chen@example.org", name="Chen Li")
