"""Bar 23: two people editing the same thing never lose work silently."""

import os
import random
from contextlib import suppress

import pytest
from django.test import Client

from tests.bars.accepted import Accepted, Visitors
from tests.bars.forms import with_a_change
from tests.bars.interleavings import Writer, lost, orders, words_field
from tests.bars.rows import contents, writes
from tests.bars.telling import held
from tests.world import KEYS, browser_of

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


@pytest.fixture(scope="module")
def seed() -> int:
    """What the orders of this run are drawn with; PORTAL_TEST_SEED draws an earlier run's again."""
    return int(os.environ.get("PORTAL_TEST_SEED") or random.SystemRandom().randrange(10**6))


@pytest.fixture(scope="package")
def everybody(world, django_db_blocker) -> dict[str, str]:
    """A session of everybody in the world."""
    with django_db_blocker.unblock():
        return {role: browser_of(role).cookies["session"].value for role in KEYS}


def signed_in(session: str) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["session"] = session
    return client


def two_who_write(each: Accepted, everybody: dict[str, str], text: str) -> list[str]:
    """Two people whom this form lets write; the one person, at two browsers, where nobody else may."""
    found = [each.role]
    for role in [role for role in everybody if role != each.role]:
        writer = Writer("A", signed_in(everybody[role]), each, text)
        with suppress(AssertionError):
            writer.act("open")
            found.append(role)
    return [*found, each.role][:2]


def interleaved(each: Accepted, roles: list[str], everybody: dict[str, str], chance: random.Random) -> list[str]:
    """One order of two people at one form; the words it lost, behind what was done, or nothing."""
    text, done = words_field(each), []
    with each.arranged.undone():
        writers = [Writer(name, signed_in(everybody[role]), each, text) for name, role in zip("AB", roles, strict=True)]
        for turn, act in orders(chance):
            done.append(writers[turn].act(act))
        gone = lost(each, writers)
    broken = [one for one in done if one.endswith(("500", "403", "404"))]
    return [*done, f"lost {gone}"] if gone or broken else []


def in_every_order(found_posts, everybody, seed, times) -> tuple[dict[str, list[str]], int]:
    """Each edit form with words, in so many orders; what went wrong, and how many forms there were."""
    chance, wrong, asked = random.Random(seed), {}, 0  # noqa: S311 - orders, no secrets
    for each in [each for each in edits(found_posts) if words_field(each)]:
        with each.arranged.undone():
            roles = two_who_write(each, everybody, words_field(each))
        asked += 1
        for __ in range(times):
            if found := interleaved(each, roles, everybody, chance):
                wrong[each.route] = found
    return wrong, asked


def test_no_word_is_lost_in_whatever_order_two_people_write(world, found_posts, everybody, seed):
    wrong, asked = in_every_order(found_posts, everybody, seed, 3)

    held(wrong, f"{asked} edit forms in 3 orders each, drawn with seed {seed}; {len(wrong)} lost words")
    assert asked >= 12, f"only {asked} edit forms with words"


@pytest.mark.prove
def test_no_word_is_lost_in_fifty_orders(world, found_posts, everybody, seed, record_property):
    wrong, asked = in_every_order(found_posts, everybody, seed, 50)

    for name, figure in (("seed", seed), ("forms", asked), ("orders", asked * 50), ("lost", len(wrong))):
        record_property(name, figure)
    held(wrong, f"{asked} edit forms in 50 orders each, drawn with seed {seed}; {len(wrong)} lost words")
