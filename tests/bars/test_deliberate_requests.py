"""Bar 21: only a deliberate request from our own page changes anything; reading changes nothing."""

import pytest
from django.test import Client

from tests.bars.accepted import Visitors
from tests.bars.crawl import pages, sign_in_pages
from tests.bars.routes import address_of, all_routes, parts_for, places_of, resolvable
from tests.bars.rows import checksums, undone, writes
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

# Opening a notice notes for its reader that it was read; nobody else sees that, and it decides nothing.
READING_NOTES_THAT_IT_WAS_READ = {"notices:notice_open": {"notices_notice"}}
# Reading other people's details leaves one line of who did (decision 13), and nothing else.
READING_LEAVES_A_LINE = {
    "councils:person_detail",
    "councils:person_edit",
    "councils:person_excel",
    "councils:person_import_check",
    "councils:person_list",
    "councils:role_list",
    "councils:role_search",
    "notices:mail_detail",
    "notices:mail_list",
    "reporting:trail",
}
WAYS = ("no token", "another session's token", "a foreign origin")
READERS = ("coordinator", "officer", "administrator", "member")


def addresses() -> list[tuple[str, str]]:
    found = []
    for route in all_routes():
        if resolvable(route):
            parts = places_of(route)[0] if route.is_ours else parts_for(route)
            found.append((route.name, address_of(route, parts)))
    return found


def token_of(client: Client) -> str:
    """The token a page hands to this browser."""
    return client.get("/en/account/login/").context["csrf_token"]


@pytest.mark.parametrize("way", WAYS)
def test_a_post_that_does_not_come_from_our_page_is_refused(world, found_posts, in_turn, way):
    visit, bodies, wrong, asked = Visitors(), {each.route: each.body for each in found_posts}, [], 0
    others = str(token_of(Client(enforce_csrf_checks=True)))
    for name, address in in_turn(addresses(), WAYS.index(way), len(WAYS)):
        client = visit("coordinator", enforce_csrf_checks=True)
        body, headers = dict(bodies.get(name, {})), {}
        body.pop("csrfmiddlewaretoken", None)
        if way == "another session's token":
            client.cookies["csrf"] = "a" * 32
            body["csrfmiddlewaretoken"] = others
        if way == "a foreign origin":
            client.cookies["csrf"] = "a" * 32
            body["csrfmiddlewaretoken"] = "a" * 32
            headers["HTTP_ORIGIN"] = "https://elsewhere.example"
        with undone(), writes() as written:
            response = client.post(address, body, **headers)
        asked += 1
        if response.status_code != 403 or written.tables:
            wrong.append((name, response.status_code, sorted(written.tables)))

    held(wrong, f"{asked} addresses posted to with {way}, {len(wrong)} took it")
    assert asked > 50, f"only {asked} addresses"


def test_a_post_from_our_page_is_taken(world):
    client = Visitors()("coordinator", enforce_csrf_checks=True)
    client.get("/en/p/london-and-middlesex/people/new/")
    token = client.cookies["csrf"].value

    assert client.post("/en/notices/read/", {"csrfmiddlewaretoken": token}).status_code == 302


@pytest.mark.parametrize("role", READERS)
def test_reading_changes_nothing(world, role):
    visit, wrong, read = Visitors(), [], 0
    visit(role)
    before = checksums()

    for page in [*pages(every_state=role == "coordinator"), *(sign_in_pages() if role == "coordinator" else ())]:
        with writes() as written, undone():
            response = visit(role).get(page.address)
            list(response.streaming_content) if response.streaming else None
        read += 1
        line = {"audit_entry"} if page.route.name in READING_LEAVES_A_LINE else set()
        changed = written.tables - READING_NOTES_THAT_IT_WAS_READ.get(page.route.name, set()) - line
        if [table for table, __ in written].count("audit_entry") > 1:
            changed |= {"more than one line"}
        if changed:
            wrong.append((page.address, sorted(changed)))

    after = checksums()
    held(wrong, f"{read} pages read as {role}, {len(wrong)} wrote something")
    assert [table for table in before if before[table] != after[table]] == []
    assert read > 90, f"only {read} pages"
