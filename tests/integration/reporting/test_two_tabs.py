"""Bar 24 through the pages: each step of a report pressed in two tabs, refreshed, or sent again is taken once."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from lipportal.audit.models import Entry, FrozenCopy
from lipportal.notices.models import Mail, Notice
from reporting import services
from tests.bars.forms import tree_of
from tests.integration.reporting.conftest import posted


@dataclass(frozen=True)
class Press:
    """A step of the report: who takes it, what came before, what is answered; what it freezes and whom it mails."""

    name: str
    who: str
    before: Callable[[Any], object]
    desk: str = "reports"
    values: dict[str, str] = field(default_factory=dict)
    frozen: int = 0
    mails: str = ""


def asked(season):
    season.fill()
    services.ask_approval(season.report, by=season.person("coordinator"))


def approved(season):
    season.person("officer")
    season.fill()
    season.approve()


def returned(season):
    season.submit()
    season.answer(season.give_back())


def to_return(season):
    season.submit()
    season.note()


def accepted(season):
    season.submit()
    services.accept_report(season.report, by=season.person("officer"))


MOTION = {"on": "2027-05-14", "motion": "Motion 9", "no_motion_reason": ""}
PRESSES = (
    Press("ask-approval", "coordinator", lambda season: season.fill()),
    Press("take-back", "coordinator", asked),
    Press("approve", "co_chair", asked, values=MOTION),
    Press("submit", "coordinator", approved, frozen=1, mails="report_submitted"),
    Press("submit", "coordinator", returned, frozen=1, mails="report_submitted"),
    Press("return", "officer", to_return, "reviews", mails="report_returned"),
    Press(
        "accept", "officer", lambda season: season.submit(), "reviews", {"observations": "Clear."}, 0, "report_accepted"
    ),
    Press("publish", "coordinator", accepted, values={"in_one_language": "on"}),
)
ALL = pytest.mark.parametrize("press", PRESSES, ids=lambda press: f"{press.name} after {press.before.__name__}")


def address(season, press):
    return f"/en/p/{season.partnership.slug}/{press.desk}/{season.report.code}/{press.name}/"


class Left:
    """What has been left behind since this was made: lines, frozen copies, mails and notices."""

    def __init__(self):
        self.before = self._now()

    def _now(self):
        lines = Counter(f"line {action}" for action in Entry.objects.values_list("action", flat=True))
        mails = Counter(f"mail {one} {to}" for one, to in Mail.objects.values_list("template", "to_address"))
        notices = Counter(f"notice {kind} {user}" for kind, user in Notice.objects.values_list("kind", "user"))
        return lines + mails + notices + Counter(frozen=FrozenCopy.objects.count())

    def now(self):
        return self._now() - self.before


def ready(season, press, at):
    """The world before the step, and the step's page in two tabs, both opened before anything is pressed."""
    for role in ("coordinator", "co_chair", "officer"):
        season.person(role)
    press.before(season)
    tabs = [at(season.person(press.who)) for __ in range(2)]
    return tabs, [posted(tab.get(address(season, press)), **press.values) for tab in tabs], Left()


def is_taken_once(press, left):
    """One step: one line of its own, its frozen copies, and to nobody more than one mail and one notice."""
    steps = {what: times for what, times in left.items() if what.startswith("line report.")}
    assert set(steps.values()) == {1}, steps
    assert left["frozen"] == press.frozen
    assert max(times for what, times in left.items() if what.startswith(("line", "mail", "notice"))) == 1, left
    assert any(what.startswith(f"mail {press.mails} ") for what in left) or not press.mails
    assert press.mails or not any(what.startswith("mail") for what in left)


def is_told_calmly(answer):
    """A page that says why, and neither a fault of ours nor two texts side by side."""
    assert answer.status_code == 200
    told = tree_of(answer).xpath("//main//*[contains(@class,'summary') or contains(@class,'warn')]")
    assert told, "no reason is given"
    assert "not open" in answer.content.decode() or "read it again" in answer.content.decode().lower()


@ALL
def test_the_same_step_from_a_second_tab_is_told_and_not_taken(season, at, press):
    tabs, bodies, left = ready(season, press, at)

    first = tabs[0].post(address(season, press), bodies[0])
    after = left.now()
    second = tabs[1].post(address(season, press), bodies[1])

    assert first.status_code == 302
    is_taken_once(press, after)
    assert left.now() == after, "the second tab left something behind"
    is_told_calmly(second)


@ALL
def test_a_refreshed_or_resent_step_leads_to_the_same_place(season, at, press):
    tabs, bodies, left = ready(season, press, at)

    answers = [tabs[0].post(address(season, press), bodies[0]) for __ in range(3)]

    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, answers[0]["Location"])}
    is_taken_once(press, left.now())


@pytest.mark.parametrize("press", [press for press in PRESSES if press.values], ids=lambda press: press.name)
def test_going_back_and_sending_other_words_changes_nothing_that_was_decided(season, at, press):
    tabs, bodies, left = ready(season, press, at)
    tabs[0].post(address(season, press), bodies[0])
    after = left.now()
    other = {name: "Other words." if name in ("motion", "observations") else value for name, value in bodies[0].items()}

    answer = tabs[0].post(address(season, press), other)

    assert answer.status_code in (200, 302)
    assert left.now() == after
    assert "Other words." in answer.content.decode() or other == bodies[0], "what was typed is not given back"
