"""Every page of the access table and each of its forms after a failed submit, narrow and wide, English and French."""

import json

import pytest
from playwright.sync_api import Error

from tests.journeys.accessible import NARROW, WIDE, Findings
from tests.journeys.failing import CANNOT_FAIL, EMPTY_IS_AN_ANSWER, send_as_nobody_should
from tests.journeys.register import COORDINATOR, DRAFTER, VISITOR, WHO
from tests.world import KEYS


@pytest.fixture(scope="module")
def register(portal):
    """Every page, with who opens it."""
    return json.loads(portal.python("-m", "tests.journeys.register").splitlines()[-1])


# Most pages are the coordinator's; they are looked at in several rounds.
ROUNDS = 4
# How many forms ask for something, one for each person and address, and to how many addresses they post.
FORMS, ROUTES = 92, 82
LOOKS = [("en", WIDE), ("fr", NARROW), ("en", NARROW), ("fr", WIDE)]
TURNS = [(who, turn) for who in WHO for turn in range(ROUNDS if who == COORDINATOR else 1)]


@pytest.mark.parametrize(("who", "turn"), TURNS)
def test_every_page_is_accessible(portal, visit, register, *, who, turn, is_full):
    findings = Findings()
    mine = [entry for entry in register if entry["who"] == who]
    states = states_of(mine[turn::ROUNDS] if who == COORDINATOR else mine)
    for language in ("en", "fr"):
        window = visit(language, axe=True)
        come_in(portal, window, who)
        for number, (entry, form) in enumerate(states):
            if widths := [width for at, width in looks(number, is_full) if at == language]:
                look_at(window, entry, form, findings, widths)
        window.complaints = [said for said in window.complaints if " answered " not in said]
    if findings.met:
        pytest.fail(f"{len(findings.met)} findings\n{findings}", pytrace=False)


def looks(number, is_full):
    """In which languages and how wide a state is looked at: in all four ways by `make prove`, else in one, by turns."""
    return LOOKS if is_full else [LOOKS[number % len(LOOKS)]]


def states_of(entries):
    """Each page, and each of its forms after a failed submit."""
    failed = [(entry, form) for entry in entries for form in entry["forms"] if form["route"] not in CANNOT_FAIL]
    return [*((entry, None) for entry in entries), *failed]


def test_every_form_that_asks_is_sent_as_nobody_should(register):
    forms = [form["route"] for entry in register for form in entry["forms"]]
    assert len(forms) == FORMS
    assert len(set(forms)) == ROUTES
    assert set(forms) >= EMPTY_IS_AN_ANSWER | set(CANNOT_FAIL)


def come_in(portal, window, who):
    if who == DRAFTER:
        window.page.context.add_cookies([portal.session_of("reseau-coordinator")])
    elif who != VISITOR:
        window.enter(KEYS[who])


def look_at(window, entry, form, findings, widths):
    """The page, or that page after a failed submit of a form on it."""
    state = entry["address"].replace("/en/", f"/{window.language}/", 1)
    if not opened(window, state, entry["status"], findings):
        return
    if form is None:
        findings.look(window.page, state, widths)
        return
    where = f"{state} after a failed submit to {form['route']}"
    if send_as_nobody_should(window, form):
        findings.look(window.page, where, widths)
    else:
        findings.add("came back without its problems", where)


def opened(window, address, status, findings):
    """Whether a page came, and not a file."""
    try:
        response = window.page.goto(address)
    except Error as error:
        if "Download is starting" not in str(error):
            findings.add(f"did not open: {error}", address)
        return False
    if response.status != status:
        findings.add(f"answered {response.status}", address)
    return "html" in response.headers.get("content-type", "")
