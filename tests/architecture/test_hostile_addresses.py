"""No page fails over what its address asks for: days out of all time, numbers that are none, bytes no text holds."""

from urllib.parse import urlencode

import pytest

from tests.architecture.addresses import path_of
from tests.architecture.places import every_place
from tests.architecture.test_access import all_rows, answer
from tests.world import browser_of

pytestmark = pytest.mark.django_db

ASKED = [
    "day",
    "year",
    "page",
    "new_in",
    "role",
    "person",
    "kind",
    "line",
    "section",
    "rows",
    "from",
    "to",
    "in",
    "q",
    "find",
    "body",
    "direction",
    "state",
    "view",
    "sector",
    "sort",
    "partnership",
    "province",
    "ended",
]
HOSTILE = ("9999-12-31", "0001-01-01", "-1", "1e9", "\0", "٢٠٢٦")
# Whoever answers for most pages, then those who see the rest.
ASKS = ("coordinator", "officer", "administrator")


def pages_by_role() -> dict[str, list[str]]:
    """Each address that shows somebody something, under the first who sees it."""
    where, found = every_place(), {role: [] for role in ASKS}
    for row in all_rows():
        role = next((each for each in ASKS if each in row.ok and row.ok_status == 200), None)
        if row.method == "GET" and role:
            found[role].append(path_of(row.name, where.get(row.place, {})))
    return found


@pytest.mark.parametrize("role", ASKS)
def test_no_page_fails_over_what_its_address_asks_for(world, role):
    client, failed = browser_of(role), []

    for path in pages_by_role()[role]:
        for value in HOSTILE:
            got = answer(client, "get", f"{path}?{urlencode(dict.fromkeys(ASKED, value))}")
            if isinstance(got, int) and got >= 500:
                failed.append((path, value, got))

    assert failed == []


def test_there_are_pages_to_ask(world):
    assert {role: bool(paths) for role, paths in pages_by_role().items()} == dict.fromkeys(ASKS, True)
