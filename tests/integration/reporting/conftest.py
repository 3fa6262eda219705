"""The same report season, and its people at their screens."""

import pytest

from tests.people import signed_in_client
from tests.unit.reporting.conftest import Season, in_may, season

__all__ = ["Season", "in_may", "season"]


@pytest.fixture
def at():
    """Somebody's browser, signed in with a second proof."""
    return signed_in_client


def posted(page, **values):
    """What a browser posts from a page's form: its hidden fields, and what is typed."""
    return {**{name: str(value) for name, value in page.context["writing"].fields.items()}, **values}
