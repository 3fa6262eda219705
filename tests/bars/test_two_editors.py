"""Bar 23: two people editing the same thing never lose work silently."""

import pytest

from tests.bars.accepted import Accepted, Visitors
from tests.bars.forms import with_a_change
from tests.bars.rows import contents, writes
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

# Buttons without words: pressing one again asks for the same thing, and each refuses what is no longer open.
BUTTONS = {
    "account_end_sessions",
    "account_logout",
    "councils:invitation_withdraw",
    "councils:person_import_check",
    "drafts:discard",
    "jobs:job_restart",
    "notices:mail_retry",
    "notices:notice_read_all",
    "reporting:document_ask",
    "second_factor_reset_approve",
    "stay_signed_in",
    "strategies:direction_move",
}


def test_every_form_that_writes_carries_its_intention_and_every_edit_the_version_it_read(search):
    wrong = {}

    for route, form in search.forms.items():
        if "_key" not in form.values and route not in BUTTONS:
            wrong[route] = "no intention"
        elif route.endswith("_edit") and not form.is_guarded:
            wrong[route] = "no version"

    held(wrong, f"{len(search.forms)} forms seen, {len(wrong)} unguarded")
    assert len(search.forms) > 80, f"only {len(search.forms)} forms seen"


def edits(found_posts: list[Accepted]) -> list[Accepted]:
    """The forms that write words over a record that is there."""
    found = []
    for each in found_posts:
        changed = with_a_change(each.form, each.body, "OTHERS.")
        if each.form.is_edit and each.route.endswith("_edit") and changed != each.body:
            found.append(each)
    return found


def test_the_later_of_two_writers_sees_both_texts_and_overwrites_nothing(world, found_posts):
    visit, wrong, asked = Visitors(), [], 0

    for each in edits(found_posts):
        theirs = with_a_change(each.form, each.body, "THEIRWORDS")
        mine = with_a_change(each.form, each.body, "MYWORDS")
        theirs["_key"] = ["k" * 16]
        with each.arranged.undone():
            first = each.send(visit(each.role, quiet=True), theirs)
            with writes() as written:
                second = each.send(visit(each.role, quiet=True), mine)
        asked += 1
        page = second.content.decode()
        both = "THEIRWORDS" in page and "MYWORDS" in page
        texts = any("MYWORDS" in str(value) for value in mine.values())
        if first.status_code != 302 or second.status_code != 409 or (texts and not both) or written.tables:
            wrong.append((each.route, first.status_code, second.status_code, both, sorted(written.tables)))

    held(wrong, f"{asked} edit forms, {len(wrong)} without a page with both texts")
    assert asked >= 15, f"only {asked} edit forms"


def test_a_step_taken_from_an_old_page_is_not_taken_twice(world, found_posts):
    visit, wrong, asked = Visitors(), [], 0

    for each in found_posts:
        if each.route.endswith("_edit") or not each.form.is_edit:
            continue
        again = {**each.body, "_key": ["k" * 16]}
        with each.arranged.undone():
            first = each.send(visit(each.role, quiet=True))
            before = contents(each.tables)
            second = each.send(visit(each.role, quiet=True), again)
            after = contents(each.tables)
        asked += 1
        differing = [table for table in before if before[table] != after[table]]
        if first.status_code != 302 or second.status_code >= 500 or differing:
            wrong.append((each.route, first.status_code, second.status_code, differing))

    held(wrong, f"{asked} steps taken twice from one page, {len(wrong)} done twice")
    assert asked >= 10, f"only {asked} steps"
