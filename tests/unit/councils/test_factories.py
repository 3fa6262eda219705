"""Every factory makes a record that the database and the model's own rules accept."""

import pytest

from tests.factories import councils as factories

ALL = [value for name, value in vars(factories).items() if name.endswith("Factory") and name != "SubFactory"]


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make for make in ALL if getattr(make, "_meta", None) and make._meta.model], ids=str)
def test_factory_makes_a_valid_record(make):
    record = make()

    record.full_clean(validate_unique=False)
    assert record.pk
