"""Every page and each of its forms after a failed submit: narrow and wide, light and dark, English and French."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error

from tests.journeys.accessible import NARROW, WIDE, Findings
from tests.journeys.failing import CANNOT_FAIL, EMPTY_IS_AN_ANSWER, send_as_nobody_should
from tests.journeys.register import COORDINATOR, VISITOR, WHO, WITHOUT_DOOR, rows
from tests.world import KEYS


@pytest.fixture(scope="module")
def register(portal):
    """Every page, with who opens it, in a world with a record at every place."""
    portal.start_over_with_records()
    return json.loads(portal.python("-m", "tests.journeys.register").splitlines()[-1])


# Most pages are the coordinator's; they are looked at in several rounds.
ROUNDS = 4
# How many forms ask for something, one for each person and address, and to how many addresses they post.
FORMS, ROUTES = 114, 103
LOOKS = [("en", WIDE, "light"), ("fr", NARROW, "dark"), ("en", NARROW, "dark"), ("fr", WIDE, "light")]
TURNS = [(who, turn) for who in WHO for turn in range(ROUNDS if who == COORDINATOR else 1)]


@pytest.mark.parametrize(("who", "turn"), TURNS)
def test_every_page_is_accessible(portal, visit, register, *, who, turn, is_full):
    findings = Findings()
    theirs = [entry for entry in register if entry["who"] == who]
    states = states_of(theirs[turn::ROUNDS] if who == COORDINATOR else theirs)
    for language in ("en", "fr"):
        window = visit(language, axe=True)
        come_in(portal, window, who)
        for number, (entry, form) in enumerate(states):
            if how := [(width, scheme) for at, width, scheme in looks(number, is_full) if at == language]:
                look_at(window, entry, form, findings, how)
        window.complaints = [said for said in window.complaints if " answered " not in said]
    if findings.met:
        pytest.fail(f"{len(findings.met)} findings\n{findings}", pytrace=False)


def looks(number, is_full):
    """In which language, how wide and how lit a state is looked at: all four ways by `make prove`, else one, by turns."""
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


# Pages of the access table that axe does not look at, and why.
OF_OLD = "an address of old, which leads to the one of today"
ORGANIZATION = "there where an organization’s sign-on is configured, and led to from its server"
LEFT_OUT = {
    "/account/social/connections/": OF_OLD,
    "/account/social/login/cancelled/": OF_OLD,
    "/account/social/login/error/": OF_OLD,
    "/account/social/signup/": OF_OLD,
    "actionplans:plan_current": "leads on to the plan of the year",
    "mfa_login_webauthn": "answers the script of the sign-in page, with no page of its own",
    "notices:notice_open": "leads on to what the notice is about",
    "openid_connect_callback": ORGANIZATION,
    "openid_connect_login": ORGANIZATION,
    "socialaccount_signup": ORGANIZATION,
}


def test_every_page_of_the_access_table_is_looked_at(register):
    pages = {row.name for row in rows() if row.method == "GET"}
    looked_at = {entry["name"] for entry in register}

    assert pages - looked_at == set(LEFT_OUT)


def come_in(portal, window, who):
    if who in WITHOUT_DOOR:
        window.page.context.add_cookies([portal.session_of(who)])
    elif who != VISITOR:
        window.enter(KEYS[who])


def look_at(window, entry, form, findings, how):
    """The page, or that page after a failed submit of a form on it."""
    state = entry["address"].replace("/en/", f"/{window.language}/", 1)
    if not opened(window, state, entry["status"], findings):
        return
    if form is None:
        findings.look(window.page, state, how)
        return
    where = f"{state} after a failed submit to {form['route']}"
    if send_as_nobody_should(window, form):
        findings.look(window.page, where, how)
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
    if urlsplit(window.page.url).path != urlsplit(address).path:
        findings.add("led elsewhere", address)
    return "html" in response.headers.get("content-type", "")
