"""A plain place to open pages in."""

import pytest


@pytest.fixture(autouse=True)
def plain_place(settings, tmp_path, db):
    settings.STATIC_ROOT = tmp_path
    settings.SECURE_SSL_REDIRECT = False
