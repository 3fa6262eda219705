"""A council at work, on the phone of whoever takes the attendance: English and French."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessible import Findings

LONDON = {"en": "London and Middlesex", "fr": "London et Middlesex"}
COUNCIL = {"en": "Council", "fr": "Conseil"}
PHONE = 375
# “13 of 17”, “13 sur 17”: whoever was there has been noted.
SOME_OF_ALL = re.compile(r"\d+ \w+ \d+\s*$")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_quorum_is_told_while_attendance_is_tapped(visit, language):
    window = visit(language, width=PHONE, axe=True).enter("coordinator")
    window.desk(LONDON[language], "Meetings")
    held = window.main.get_by_role("row").filter(has_text=COUNCIL[language]).filter(has_text=SOME_OF_ALL)
    held.first.get_by_role("link").click()
    window.follow("Note attendance")
    told = window.page.locator("[data-quorum]")
    rows = window.page.locator("[data-votes]")
    needed = int(told.get_attribute("data-quorum"))
    assert 1 < needed <= rows.count()

    for row in range(rows.count()):
        here = "Here" if row < needed - 1 else "Absent"
        rows.nth(row).locator("label", has_text=window.named(here)).click()
    expect(told).to_contain_text(window.say("No quorum yet"))
    rows.nth(needed - 1).locator("label", has_text=window.named("Alternate")).click()

    expect(told).to_contain_text(window.say("Quorum is met"))
    expect(told.locator("[data-here]")).to_have_text(str(needed))
    findings = Findings()
    findings.look(window.page, "attendance with its quorum", [(PHONE, "light")])
    assert not findings.met, str(findings)
    window.press("Save attendance")
    window.sees(window.say("Quorum was met"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_motion_is_put_decided_and_stays_as_it_was_judged(visit, language):
    wording = {"en": "That the picnic be held in June.", "fr": "Que le pique-nique ait lieu en juin."}[language]
    field = {"en": "English", "fr": "French"}[language]
    window = visit(language, width=PHONE, axe=True).enter("coordinator")
    window.desk(LONDON[language], "Meetings")
    # Of a table: the council's meeting is the one whose attendance is tapped above.
    held = window.main.get_by_role("row").filter(has_not_text=COUNCIL[language]).filter(has_text=SOME_OF_ALL)
    held.first.get_by_role("link").click()
    window.follow("Put a motion forward")
    window.fill({field: wording})
    window.press("Put it forward")
    window.sees("The motion is put forward.")

    window.follow("Declare a conflict")
    recused = window.field("Member").locator("option").last.inner_text()
    window.fill({"Member": recused, "what the conflict is": "Un appel d’offres. A bid."})
    window.press("Declare it")
    window.sees("Left the room")

    window.follow("Record who moved and seconded it")
    voters = window.field("Moved by").locator("option").all_inner_texts()[1:]
    assert recused not in voters
    window.fill({"Moved by": voters[0], "Seconded by": voters[1]})
    window.press("Record who moved and seconded it")

    window.follow("Record the decision")
    window.main.get_by_role("radio", name=window.named("By a show of hands")).check()
    window.fill({"In favour": str(len(voters) + 1), "Against": "0", "Abstained": "0"})
    window.press("Record the decision")
    window.sees("Nothing you typed is lost.")
    window.fill({"In favour": str(len(voters))})
    window.press("Record the decision")

    window.sees("%(state)s. The result stands, whatever the terms become.", state=window.say("Carried"))
    window.sees("Without a vote because of a conflict of interest: %(count)s.", count="1")
    findings = Findings()
    findings.look(window.page, "a motion that was decided", [(PHONE, "light"), (PHONE, "dark")])
    assert not findings.met, str(findings)
