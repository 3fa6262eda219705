"""What every test may ask for: people by role, a set clock, plain static files."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english_first():
    """A page asked for in French leaves French behind in the thread; the next test starts in English all the same."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _plain_surroundings(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The demonstration world in small, gone again after the module."""
    from tests.world import small_world

    with django_db_blocker.unblock(), small_world():
        yield


@pytest.fixture(autouse=True)
def _emptied_after_transactions(request):
    """The trail refuses to be emptied; after a test with real transactions its seal is opened for that."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")) and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from lipportal.audit.models import Seal

    Seal.objects.update_or_create(pk=1, defaults={"is_open": True})
