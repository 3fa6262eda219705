"""Bar 25 in a browser: whatever interrupts somebody who writes, the words come back, here and on another device."""

import os
import secrets
from itertools import cycle

import pytest
from playwright.sync_api import expect

from tests.journeys.interruptions import (
    INTERRUPTIONS,
    RECENT,
    Desk,
    bad_gateway,
    bad_gateway_on_save,
    network_lost_and_tab_killed,
    server_restarted,
    tab_killed,
)
from tests.journeys.long_forms import LONG_FORMS, addresses

TIMES = 30
ENOUGH_WORDS = 100
# The kinds that stand for the others with every change; an ended session, another language and a form with something to
# correct have journeys of their own besides.
EVERYDAY = (network_lost_and_tab_killed, bad_gateway_on_save, server_restarted)
# Each kind of interruption at another form, in English and French by turns.
EACH_ONCE = [
    pytest.param(
        interrupt,
        form,
        language,
        id=f"{interrupt.__name__}-{form.field}-{language}",
        marks=() if interrupt in EVERYDAY else pytest.mark.prove,
    )
    for interrupt, form, language in zip(INTERRUPTIONS, cycle(LONG_FORMS), cycle(("en", "fr")), strict=False)
]


@pytest.fixture(scope="module")
def places(portal, _world_nobody_has_been_in):
    """Where each long form stands."""
    return addresses(portal)


@pytest.fixture
def at_desk(portal, visit, places, record_property):
    """Sits somebody down at a long form; the seed of what happens there is told, and PORTAL_TEST_SEED draws it again."""

    def sit(form, language):
        seed = int(os.environ.get("PORTAL_TEST_SEED") or secrets.randbelow(2**32))
        record_property("seed", seed)
        return Desk(portal, visit, form, places[form.name], language=language, seed=seed)

    return sit


@pytest.mark.parametrize(("interrupt", "form", "language"), EACH_ONCE)
def test_words_come_back_after(at_desk, interrupt, form, language):
    desk = at_desk(form, language)

    desk.type_a_while()
    desk.expect_saved_by_itself()

    assert desk.survive(interrupt).anywhere


def test_nobody_has_to_pause_for_the_words_to_be_saved(at_desk):
    desk = at_desk(LONG_FORMS[0], "fr")

    desk.type_for(RECENT + 4)

    assert desk.survive(tab_killed).anywhere


def test_what_did_not_arrive_waits_whatever_else_succeeds(at_desk):
    """Words that met only error pages are still on this device after the portal was glad about something else."""
    desk = at_desk(LONG_FORMS[1], "en")
    with bad_gateway(desk, "**/*"):
        desk.type_a_while()
        desk.expect_note("kept")
        due = desk.goes()
        desk.save()

    desk.window.desk("London and Middlesex", "People")
    desk.window.follow("Add a person")
    desk.window.fill({"Name": "Rosalind Achebe"})
    desk.window.press("Add the person")
    expect(desk.window.page.locator(".notices .good")).to_be_visible()

    assert due.here
    desk.open(desk.window)
    desk.resume(due)


@pytest.mark.prove
@pytest.mark.parametrize("form", LONG_FORMS, ids=lambda form: form.name)
def test_thirty_interruptions_at_random_lose_nothing(at_desk, form, record_property):
    desk = at_desk(form, "en")

    for _time in range(TIMES):
        if desk.chance.random() < 0.3:
            desk.type_a_while()
            desk.expect_saved_by_itself()
        desk.survive(desk.chance.choice(INTERRUPTIONS))
        if len(desk.typed) > ENOUGH_WORDS:
            desk.begin_again()

    record_property("interruptions", TIMES)
    record_property("words typed", desk.count)
    record_property("words looked for again", desk.checked)
    record_property("words lost that were due", 0)
    record_property("words lost of the last ten seconds", desk.lost)
    record_property("oldest of these, in seconds", f"{desk.oldest_lost:.1f}")
    assert desk.oldest_lost <= RECENT
