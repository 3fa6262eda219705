"""The same partnership in mid-year, and its people at their screens."""

import pytest
from django.test import Client

from tests.unit.actionplans.conftest import (
    action,
    co_chair,
    coordinator,
    member,
    mid_october,
    plan,
    running,
    table,
    table_lead,
)

__all__ = [
    "action",
    "co_chair",
    "coordinator",
    "member",
    "mid_october",
    "plan",
    "running",
    "table",
    "table_lead",
]


@pytest.fixture
def at(settings):
    """Somebody's browser, signed in."""

    def browser(user=None):
        client = Client()
        if user is not None:
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return browser


def posted(page, **values):
    """What a browser posts from a page's form: its hidden fields, and what is typed."""
    writing = page.context["writing"] if "writing" in page.context else page.context["quick"].writing
    return {**{name: str(value) for name, value in writing.fields.items()}, **values}
