"""The world for the cross-cutting proofs: made once for the folder, with a few things the small world leaves out."""

import logging

import pytest
from django.core.cache import cache

from tests.bars.accepted import Accepted, Search
from tests.bars.enriched import enrich


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The small world, for the whole folder."""
    from tests.world import small_world

    logging.disable(logging.WARNING)
    with django_db_blocker.unblock(), small_world(enrich):
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="package")
def search(world, django_db_blocker) -> Search:
    """The walk over every page, with each form that was seen and each post that was accepted."""
    with django_db_blocker.unblock():
        found = Search()
        found.walk()
        return found


@pytest.fixture(scope="package")
def found_posts(search) -> list[Accepted]:
    """Every post the portal accepts from somebody in the world, found on its own pages."""
    return search.posts


@pytest.fixture(autouse=True)
def _no_limits_from_before():
    """Counters of earlier tests do not slow this one."""
    cache.clear()
