"""Every page of the access table, each form after a failed submit, narrow and wide, in both official languages."""

import json

import pytest
from playwright.sync_api import Error

from tests.journeys.accessible import WIDE, Findings
from tests.journeys.register import COORDINATOR, DRAFTER, VISITOR, WHO
from tests.world import KEYS

EMPTIED = """form => {
  form.noValidate = true;
  for (const one of form.elements) {
    if (one.type === "hidden" || one.disabled) continue;
    if (one.type === "radio" || one.type === "checkbox") one.checked = false;
    else if (one.tagName === "SELECT") one.selectedIndex = [...one.options].findIndex(option => option.value === "");
    else if (one.type !== "submit" && one.type !== "file") one.value = "";
  }
}"""


@pytest.fixture(scope="module")
def register(portal):
    """Every page, with who opens it."""
    return json.loads(portal.python("-m", "tests.journeys.register").splitlines()[-1])


# Most pages are the coordinator's; they are looked at in several rounds.
ROUNDS = 4
TURNS = [(who, turn) for who in WHO for turn in range(ROUNDS if who == COORDINATOR else 1)]


@pytest.mark.parametrize(("who", "turn"), TURNS)
def test_every_page_is_accessible(portal, visit, register, who, turn):
    findings = Findings()
    mine = [entry for entry in register if entry["who"] == who]
    mine = mine[turn::ROUNDS] if who == COORDINATOR else mine
    for language in ("en", "fr"):
        window = visit(language, axe=True)
        come_in(portal, window, who)
        for entry in mine:
            look_at(window, entry, findings)
        window.complaints = [said for said in window.complaints if " answered " not in said]
    if findings.met:
        pytest.fail(f"{len(findings.met)} findings\n{findings}", pytrace=False)


def come_in(portal, window, who):
    if who == DRAFTER:
        window.page.context.add_cookies([portal.session_of("reseau-coordinator")])
    elif who != VISITOR:
        window.enter(KEYS[who])


def look_at(window, entry, findings):
    """The page, and in English its form after a failed submit."""
    state = entry["address"].replace("/en/", f"/{window.language}/", 1)
    if not opened(window, state, entry["status"], findings):
        return
    if window.language == "fr":
        # Colours know no language.
        findings.look(window.page, state, widths=(WIDE,), without=("color-contrast",))
        return
    findings.look(window.page, state)
    if failed(window):
        findings.look(window.page, f"{state} after a failed submit")


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


def failed(window):
    """Empty the page's form and send it; whether it came back with its problems first."""
    form = window.page.locator("main form[method=post]:has([required])").first
    if not form.count():
        return False
    form.evaluate(EMPTIED)
    with window.page.expect_navigation():
        form.locator("button[type=submit]:not([formaction])").first.click()
    return window.page.locator(".summary").count() > 0
