"""What people type survives: another language, an expired session, a lost network, a second editor, a double click."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from reporting.choices import SectionNumber
from tests.journeys.accessible import NARROW, WIDE, Findings
from tests.journeys.words import beginning

LONDON = {"en": "London and Middlesex", "fr": "London et Middlesex"}
OTHER = {"en": "fr", "fr": "en"}
NAMES = {"en": "English", "fr": "Français"}


@pytest.fixture(params=["en", "fr"])
def language(request):
    return request.param


def open_section(window, number):
    """A section of the report that London is writing."""
    window.desk(LONDON[window.language], "Yearly reports")
    reports = window.main.get_by_role("table")
    reports.get_by_role("row", name=re.compile(window.say("Drafting"))).get_by_role("link").first.click()
    sections = window.page.get_by_role("navigation", name=window.named("Sections of the report"))
    title = window.say(SectionNumber(number).label)
    sections.get_by_role("link", name=re.compile(rf"^\s*{number}\s*{re.escape(title)}")).click()
    expect(window.field("In English")).to_be_visible()


def says(window):
    """Where autosave speaks."""
    return window.page.locator("[data-saved] [data-says]")


def throw_away(window):
    """Leave the section as it was for the next who comes."""
    window.press("Throw it away")
    expect(window.button("Throw it away")).to_be_hidden()


def test_another_language_keeps_a_half_filled_form(visit, language):
    window = visit(language).enter("coordinator")
    open_section(window, SectionNumber.INDICATORS)
    address = window.page.url
    window.fill({"In English": "Half a sentence, in", "In French": "Une demi-phrase, été"})

    window.language = OTHER[language]
    window.page.get_by_role("button", name=NAMES[window.language]).click()

    expect(window.page).to_have_url(address.replace(f"/{language}/", f"/{window.language}/"))
    window._looks_right()
    expect(window.field("In English")).to_have_value("Half a sentence, in")
    expect(window.field("In French")).to_have_value("Une demi-phrase, été")
    throw_away(window)


def test_an_expired_session_gives_back_what_was_typed(visit, language):
    window = visit(language).enter("coordinator")
    open_section(window, SectionNumber.WIDER_ISSUES)
    address = window.page.url
    window.fill({"In English": "Typed before the session ended"})
    window.page.context.clear_cookies(name="session")

    window.press("Save this section")
    assert "/account/login/" in window.page.url
    window.enter("coordinator")
    window.page.goto(address)

    expect(window.field("In English")).to_have_value("Typed before the session ended")
    throw_away(window)


def test_a_lost_network_keeps_words_on_this_device(visit, language):
    window = visit(language).enter("coordinator")
    open_section(window, SectionNumber.LESSONS)
    context = window.page.context

    context.set_offline(True)
    window.fill({"In French": "Écrit sans réseau"})
    expect(says(window)).to_have_text(window.named("Kept on this device; sends as soon as it can"))
    context.set_offline(False)

    expect(says(window)).to_have_text(beginning(window.say("Saved at %(time)s", time="")))
    window.page.reload()
    expect(window.field("In French")).to_have_value("Écrit sans réseau")
    throw_away(window)


def test_two_editors_see_both_texts(visit, language):
    first, second = visit(language).enter("coordinator"), visit(language, axe=True).enter("manager")
    number = {"en": SectionNumber.EQUITY, "fr": SectionNumber.NEXT_YEAR}[language]
    for window in (first, second):
        open_section(window, number)
        window.fill({"In English": f"Written in window {window is second:d}, in {language}"})
    first.press("Save this section")

    with second.expecting(409):
        second.press("Save this section")
    assert second.status == 409
    assert second.heading() == second.say("Two people, one text")
    findings = Findings()
    findings.look(second.page, "the conflict page", [(NARROW, "dark"), (WIDE, "light")])
    assert not findings.met, str(findings)
    second.sees(f"Written in window 0, in {language}")
    second.sees(f"Written in window 1, in {language}")
    second.press("Save this text")

    expect(second.field("In English")).to_have_value(f"Written in window 1, in {language}")
    first.page.reload()
    expect(first.field("In English")).to_have_value(f"Written in window 1, in {language}")


def test_a_double_click_makes_one_record(visit, language):
    window = visit(language).enter("coordinator")
    window.desk(LONDON[language], "Organizations")
    window.follow("Add an organization")
    name = f"Pressed twice {secrets.token_hex(3)}"
    window.fill({"Name in English": name, "Name in French": name})

    with window.page.expect_request(lambda request: request.method == "POST") as sent:
        window.button("Add the organization").dblclick()
    window.sees(name)
    again = sent.value
    answer = window.page.request.post(
        again.url, data=again.post_data, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.ok

    window.desk(LONDON[language], "Organizations")
    window.fill({"Name": name})
    window.press("Show")
    expect(window.main.get_by_role("table").get_by_role("link", name=name)).to_have_count(1)
