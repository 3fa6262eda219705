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
    """The trail refuses to be emptied; after a test with real transactions its seal is opened, and it is emptied first.

    Whoever empties all tables does so in any order, and may have taken the opened seal away before the trail.
    """
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")) and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from django.db import DEFAULT_DB_ALIAS

    from lipportal.audit.models import Checkpoint, Entry, FrozenCopy, Seal, Version

    Seal.objects.update_or_create(pk=1, defaults={"is_open": True})
    for model in (Entry, Version, FrozenCopy, Checkpoint):
        model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)
