"""A plain place to open pages in."""

import pytest

from lipportal.health.queries import vital


@pytest.fixture(autouse=True)
def plain_place(settings, tmp_path, db):
    settings.STATIC_ROOT = tmp_path
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What one test found is neither told to the next one nor to those elsewhere."""
    vital._last.clear()
    yield
    vital._last.clear()
