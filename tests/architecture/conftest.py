"""The world of the access proofs: the small world, and the records it leaves out, so that every address leads somewhere."""

import logging

import pytest

from tests.architecture.records import add_records
from tests.bars.enriched import enrich


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The small world and more, gone again after the module."""
    from tests.world import small_world

    logging.disable(logging.WARNING)
    with django_db_blocker.unblock(), small_world(enrich, add_records):
        yield
    logging.disable(logging.NOTSET)
