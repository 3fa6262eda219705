"""Bar 17 in a browser: whatever people wrote, no page runs it, asks by it, loads by it or breaks the policy by it."""

import json
from contextlib import contextmanager
from itertools import count
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Error

from tests.bars.payloads import PAYLOADS
from tests.bars.telling import held
from tests.journeys.hooks import Watched, seen_in
from tests.journeys.pages import Visit
from tests.journeys.register import VISITOR, WHO
from tests.journeys.test_every_page_is_accessible import come_in

PLANT = """
import sys, django
django.setup()
from django.db import transaction
from tests.bars.planted import plant
with transaction.atomic():
    print(plant(start=int(sys.argv[1]), together=int(sys.argv[2])))
"""
MAILS = """
import json, sys, django
django.setup()
from tests.bars.test_text_stays_text import drawn_mails
from tests.bars.payloads import PAYLOADS
from tests.bars.planted import texts
mails = drawn_mails(texts(1, 0, len(PAYLOADS)), ("en", "fr"))
print(json.dumps([words.html for __, ___, words in mails if words.html]))
"""
# In so many rounds each text has held every payload.
TOGETHER = 27
ROUNDS = -(-len(PAYLOADS) // TOGETHER)


@pytest.fixture(scope="module")
def register(portal):
    """Every page, with who opens it, as it was before anything was planted; and what is looked for, in its address."""
    portal.start_over_with_records()
    found = json.loads(portal.python("-m", "tests.journeys.register").splitlines()[-1])
    asked = [f"/en/{place}/?q={quote(payload)}" for payload in PAYLOADS[:4] for place in ("search", "partnerships")]
    return [*found, *({"who": VISITOR, "address": address, "status": 200} for address in asked)]


@pytest.fixture(autouse=True)
def _left_as_it_was(portal):
    yield
    if portal.pristine.exists():
        portal.start_over_with_records()


@pytest.fixture
def watched(portal, browser):
    """Opens a window that is watched: `watched("fr")`, or one without the portal's policy."""

    @contextmanager
    def open_window(language="en", *, without_policy=False):
        context = browser.new_context(
            base_url=portal.address, locale=f"{language}-CA", bypass_csp=without_policy, reduced_motion="reduce"
        )
        try:
            yield Watched(context, urlsplit(portal.address).netloc)
        finally:
            browser.close_context(context)

    return open_window


def as_is(window, address, body, **headers):
    """A page of the portal's own host that holds just this."""
    window.at = address
    window.page.route(
        f"**{address}", lambda route: route.fulfill(body=body, headers={"Content-Type": "text/html", **headers})
    )
    for __ in range(2):
        try:
            window.page.goto(address, wait_until="load")
        except Error as error:  # the page before, or this one, led away
            window.tell(f"did not stay: {error}")
            continue
        return


def test_the_hooks_see_what_runs_and_what_the_policy_stops(portal, watched):
    alone = {"running": "<script>pwn()</script>", "asking": "<script>alert(1)</script>"}
    alone |= {"calling": "<img src=//pwn.example/x.png>", "an event": "<svg onload=pwn()>"}
    with watched(without_policy=True) as window:
        for name, payload in alone.items():
            as_is(window, f"/control/{quote(name)}/", f"<!doctype html><body>{payload}")
        window.page.wait_for_timeout(200)
        assert {at for at, what in window.told} == {f"/control/{quote(name)}/" for name in alone}
        before = len(window.told)
        as_is(window, "/control/calm/", "<!doctype html><body>&lt;script&gt;pwn()&lt;/script&gt;")
        assert window.look() == set()
        assert len(window.told) == before

    with watched() as window:
        policy = window.page.goto("/en/").headers["content-security-policy"]
        assert window.told == []
        for which, payload in enumerate(PAYLOADS):
            body = f"<!doctype html><body>{payload} q9q{which}q"
            as_is(window, f"/control/{which}/", body, **{"Content-Security-Policy": policy})
            look(window)
        seen = {at for at, __ in window.told}
        ran = [what for __, what in window.told if "ran" in what or "was called" in what]
    assert len(seen) >= 70, f"the hooks saw {len(seen)} of {len(PAYLOADS)} payloads that were not made text"
    assert ran == [], "the policy alone does not stop these"


def look(window):
    """Look, unless the page leads elsewhere just then."""
    try:
        return window.look()
    except Error as error:
        window.tell(f"could not look: {error}")
        return set()


def opened(window, address, status):
    """Whether a page came, and not a file."""
    window.at = address
    try:
        response = window.page.goto(address, wait_until="load")
    except Error as error:
        if "Download is starting" not in str(error):
            window.tell(f"did not open: {error}")
        return False
    if response.status != status:
        window.tell(f"answered {response.status}")
    return "html" in response.headers.get("content-type", "")


def walk(portal, watched, register, languages):
    """Open every page in its language as the person whose it is; what went beyond text, what was seen, where."""
    told, seen, where = [], set(), set()
    for who in WHO:
        mine = [(entry, language) for entry, language in languages(register) if entry["who"] == who]
        with watched() as window:
            come_in(portal, Visit(window.page, "en"), who)
            window.told.clear()
            for entry, language in mine:
                address = entry["address"].replace("/en/", f"/{language}/", 1)
                if opened(window, address, entry["status"]) and (found := window.look()):
                    seen |= found
                    where.add(address)
            told += window.told
    return told, seen, where


def by_turns(register):
    """Every second page, in English and French by turns; `make prove` opens them all in both."""
    turn = count()
    return [(entry, ("en", "fr")[next(turn) % 2]) for entry in register[::2]]


def in_both(register):
    return [(entry, language) for entry in register for language in ("en", "fr")]


def test_no_page_takes_what_people_wrote_for_more_than_text(portal, watched, register, record_property):
    figures = {"texts planted": int(portal.python("-c", PLANT, "0", "1").split()[-1])}

    told, seen, where = walk(portal, watched, register, by_turns)

    hold(told, figures | counted(seen, where), record_property)


@pytest.mark.prove
@pytest.mark.parametrize("turn", range(ROUNDS))
def test_no_page_in_either_language_takes_any_payload_in_any_text_for_more_than_text(
    portal, watched, register, record_property, turn
):
    figures = {"texts planted": int(portal.python("-c", PLANT, str(turn * TOGETHER), str(TOGETHER)).split()[-1])}

    told, seen, where = walk(portal, watched, register, in_both)

    hold(told, figures | counted(seen, where), record_property)


def counted(seen, where):
    """What was really there to be read, word for word."""
    return {
        "pages with payloads": len(where),
        "payloads seen": len({which for __, which in seen}),
        "columns seen": len({column for column, __ in seen}),
        "payloads by column seen": len(seen),
    }


def hold(told, figures, record_property):
    """Nothing went beyond text, and enough was there that could have."""
    for name, figure in figures.items():
        record_property(name, figure)
    held(told, f"{figures}, {len(told)} beyond text")
    assert figures["texts planted"] > 2000, figures
    assert figures["pages with payloads"] > 70, figures
    assert figures["payloads seen"] >= 80, figures
    assert figures["columns seen"] > 50, figures


def test_no_mail_runs_what_people_wrote_even_where_no_policy_holds_it(portal, watched, record_property):
    mails = json.loads(portal.python("-c", MAILS).splitlines()[-1])
    seen = set()

    with watched(without_policy=True) as window:
        for which, words in enumerate(mails):
            as_is(window, f"/mail/{which}/", words)
            seen |= set(seen_in(window.page.evaluate("document.body.textContent")))

    record_property("mails opened, payloads seen", (len(mails), len(seen)))
    held(window.told, f"{len(mails)} mails opened, {len(seen)} payloads seen, {len(window.told)} beyond text")
    assert len(mails) >= 20
    assert len(seen) >= 100
