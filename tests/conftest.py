"""What every test may ask for, in which order and where tests run: people by role, a set clock, plain static files."""

import gc

import pytest
from django.utils import translation
from xdist.scheduler import LoadFileScheduling

# What takes longest comes first, so that no worker is left with it when the others are done.
FIRST = ("tests/bars/", "tests/journeys/", "tests/engines/", "tests/architecture/")
# What one worker does alone: all of it stands on one walk over the portal, or on one portal that runs. In full both
# take so long that a second walk and a second portal are worth their while.
TOGETHER = ("tests/bars/", "tests/journeys/")


class ByPlace(LoadFileScheduling):
    """Files stay whole, and some folders too."""

    def _split_scope(self, nodeid):
        folders = () if counts_in_full(self.config) else TOGETHER
        return next((folder for folder in folders if nodeid.startswith(folder)), None) or super()._split_scope(nodeid)


def counts_in_full(config):
    return "not prove" not in config.option.markexpr


def pytest_xdist_make_scheduler(config, log):
    """Which worker does what; in the order the tests were collected."""
    return ByPlace(config, log)


def pytest_collection_modifyitems(items):
    """The longest first."""
    items.sort(key=lambda item: [*map(item.nodeid.startswith, FIRST), True].index(True))


def pytest_collection_finish():
    """What was loaded until now stays; looking through it again and again would take a sixth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def is_full(pytestconfig):
    """Whether everything is counted, as `make prove` does; with every change a share, by turns, stands for all of it."""
    return counts_in_full(pytestconfig)


@pytest.fixture
def in_turn(is_full):
    """All of them in full; otherwise every so-and-so-many, so that several tests share them out: `in_turn(pages, 0, 2)`."""
    return lambda found, turn, turns: list(found) if is_full else list(found)[turn::turns]


@pytest.fixture(autouse=True)
def _english_first():
    """A page asked for in French leaves French behind in the thread; the next test starts in English all the same."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_when_asked_for():
    """Each browser of a test starts the whole portal anew; listing every static file took a third of its time."""
    from django.conf import settings

    settings.WHITENOISE_AUTOREFRESH = True


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
