"""Bar 24 with real requests: sent twenty times at once, to a served portal, on either engine, a form is done once."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pytest

from reporting.demo.cast import email_of
from tests.bars.forms import PageForm, tree_of
from tests.bars.telling import held
from tests.engines.served import Answer, Served, Window, all_at_once

pytestmark = pytest.mark.engine

AT_ONCE = 20
FIRST, EVERY_NUMBER = object(), "count_"
LONDON, AGINCOURT = "/en/p/london-and-middlesex/", "/en/p/agincourt/"
WRITER, REVIEWER = "agincourt-coordinator", "officer"
PEOPLE = ("coordinator", "researcher", "other-coordinator", "reseau-coordinator", WRITER, REVIEWER)
BOTH = {"title_en": "Twenty at once", "title_fr": "Vingt à la fois"}
NAMES = {"name_en": "Twenty at once", "name_fr": "Vingt à la fois"}
# What an address names in braces, asked of the engine when its page is opened.
RECORDS = {
    "action": "SELECT a.code FROM actionplans_action a JOIN actionplans_actionplan p ON p.id = a.plan_id"
    " JOIN councils_partnership c ON c.id = p.partnership_id JOIN actionplans_plannedoutput o ON o.action_id = a.id"
    " WHERE c.slug = 'london-and-middlesex' AND p.state = 'in_year' ORDER BY a.id, o.id LIMIT 1",
    "body": "SELECT b.code FROM councils_body b JOIN councils_partnership c ON c.id = b.partnership_id"
    " WHERE c.slug = 'london-and-middlesex' AND b.kind = 'table' ORDER BY b.id LIMIT 1",
    "drafting": "SELECT s.code FROM strategies_strategy s JOIN councils_partnership c ON c.id = s.partnership_id"
    " WHERE c.slug = 'reseau-nord' ORDER BY s.id LIMIT 1",
    "meeting": "SELECT m.code FROM councils_meeting m JOIN councils_partnership c ON c.id = m.partnership_id"
    " WHERE c.slug = 'london-and-middlesex' AND m.ended_on IS NULL ORDER BY m.id DESC LIMIT 1",
    "note": "SELECT code FROM reporting_reviewnote ORDER BY id DESC LIMIT 1",
    "person": "SELECT r.code FROM councils_person r JOIN councils_partnership c ON c.id = r.partnership_id"
    " WHERE c.slug = 'london-and-middlesex' AND r.ended_on IS NULL ORDER BY r.id DESC LIMIT 1",
    "plan": "SELECT p.code FROM actionplans_actionplan p JOIN councils_partnership c ON c.id = p.partnership_id"
    " WHERE c.slug = 'london-and-middlesex' AND p.state = 'in_year'",
    "report": "SELECT r.code FROM reporting_yearlyreport r JOIN councils_partnership c ON c.id = r.partnership_id"
    " WHERE c.slug = 'agincourt' ORDER BY r.year LIMIT 1",
    "research": "SELECT r.code FROM strategies_researchitem r JOIN councils_partnership c ON c.id = r.partnership_id"
    " WHERE c.slug = 'london-and-middlesex' ORDER BY r.id LIMIT 1",
}


@dataclass(frozen=True)
class Press:
    """One button: who presses it, on which page, with which answers, and what there must be one more of."""

    who: str
    page: str
    route: str
    line: str
    values: dict[str, Any] = field(default_factory=dict)
    table: str = ""
    mails: bool = False

    def form(self, window: Window, served: Served) -> PageForm:
        """The form, as a person finds it now."""
        named = {name: served.one(ask) for name, ask in RECORDS.items() if f"{{{name}}}" in self.page}
        return window.form(self.page.format(**named), self.route)

    def body(self, form: PageForm) -> dict[str, Any]:
        """What the browser sends once a person has answered."""
        body: dict[str, Any] = {**form.values}
        for name, value in self.values.items():
            if name == EVERY_NUMBER:
                body |= {one: value for one in {x.name for x in form.element.inputs} if one.startswith(name)}
            elif value is FIRST:
                body[name] = next(option for option in form.element.inputs[name].value_options if option)
            else:
                body[name] = value
        return body


london = partial(Press, "coordinator")
writer = partial(Press, WRITER)
officer = partial(Press, REVIEWER)

CREATED = (
    london(f"{LONDON}people/new/", "councils:person_create", "person.created", {"name": "Once"}, "councils_person"),
    london(
        f"{LONDON}organizations/new/",
        "councils:organization_create",
        "organization.created",
        NAMES,
        "councils_organization",
    ),
    london(f"{LONDON}bodies/new/", "councils:body_create", "body.created", {**NAMES, "kind": "table"}, "councils_body"),
    london(
        f"{LONDON}bodies/{{body}}/meetings/new/",
        "councils:meeting_create",
        "meeting.created",
        {"starts_at": "2026-06-10T10:00", "place": "The library"},
        "councils_meeting",
    ),
    london(
        f"{LONDON}research/{{research}}/findings/new/",
        "strategies:finding_create",
        "finding.created",
        {"text_en": "Twenty at once", "text_fr": "Vingt à la fois"},
        "strategies_finding",
    ),
    london(
        f"{LONDON}plans/{{plan}}/actions/create/",
        "actionplans:action_create",
        "action.created",
        {**BOTH, "direction": FIRST, "body": FIRST, "lead": FIRST, "because": "The council asked for it."},
        "actionplans_action",
    ),
    london(
        f"{LONDON}actions/{{action}}/updates/create/",
        "actionplans:update_create",
        "update.created",
        {"state": "on_track", "text": "Twenty at once", EVERY_NUMBER: "3"},
        "actionplans_update",
    ),
    london(
        f"{LONDON}invitations/new/",
        "councils:invitation_create",
        "invitation.created",
        {"email": "twenty@at-once.example", "name": "Twenty", "role": "member", "body": FIRST},
        "councils_invitation",
        mails=True,
    ),
    writer(f"{AGINCOURT}reports/", "reporting:report_start", "yearlyreport.created", {}, "reporting_yearlyreport"),
)
# Sent again because the answer to the first never came.
LOST = (CREATED[0], CREATED[6], replace(CREATED[7], values={**CREATED[7].values, "email": "lost@at-once.example"}))
NOTE = {"severity": "must_fix", "text": "Which table is meant?"}
# In this order one report goes from its submission to the public.
STEPS = (
    officer(
        f"{AGINCOURT}reviews/{{report}}/notes/?section=6",
        "reporting:note_create",
        "reviewnote.created",
        NOTE,
        "reporting_reviewnote",
    ),
    officer(f"{AGINCOURT}reviews/{{report}}/return/", "reporting:report_return", "report.return", mails=True),
    writer(
        f"{AGINCOURT}notes/{{note}}/reply/", "reporting:note_reply", "reviewnote.answered", {"reply": "The new one."}
    ),
    writer(f"{AGINCOURT}reports/{{report}}/submit/", "reporting:report_submit", "report.send_answers", mails=True),
    officer(f"{AGINCOURT}reviews/{{report}}/", "reporting:note_settle", "reviewnote.settled", {"settled": "yes"}),
    officer(f"{AGINCOURT}reviews/{{report}}/accept/", "reporting:report_accept", "report.accept", mails=True),
    writer(f"{AGINCOURT}reports/{{report}}/publish/", "reporting:report_publish", "report.publish"),
)
ENDING = {"on": "2026-06-10", "because": "Entered twice."}
# Taken from two pages that were both opened before.
FROM_TWO_TABS = (
    Press(
        "other-coordinator",
        "/en/p/huron/reports/",
        "reporting:report_start",
        "yearlyreport.created",
        table="reporting_yearlyreport",
    ),
    Press(
        "reseau-coordinator",
        "/en/p/reseau-nord/strategies/{drafting}/put-to-community/",
        "strategies:strategy_put_to_community",
        "strategy.put_to_community",
    ),
    london(f"{LONDON}people/{{person}}/end/", "councils:person_end", "person.ended", ENDING),
    london(f"{LONDON}meetings/{{meeting}}/end/", "councils:meeting_end", "meeting.ended", ENDING),
)


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """A PostgreSQL database of this test's own, gone afterwards."""
    import psycopg2

    name = f"portal_parallel_{os.getpid()}_{secrets.token_hex(3)}"

    def order(words: str) -> None:
        with closing(psycopg2.connect(server)) as wire:
            wire.autocommit = True
            with wire.cursor() as cursor:
                cursor.execute(words)

    order(f'CREATE DATABASE "{name}"')
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        order(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request, tmp_path_factory):
    """The portal on one engine, open for the whole module."""
    folder = tmp_path_factory.mktemp("served")
    with contextmanager(_address)(request, folder) as address:
        portal = Served(folder, address, PEOPLE)
        portal.prepare()
        with portal.running():
            yield portal
        assert not portal.trouble(), portal.trouble()


def _address(request, folder) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    with fresh_database(request.getfixturevalue("postgresql")) as address:
        yield address


class Counted:
    """What one press left behind, counted from the moment this was made."""

    def __init__(self, served: Served, press: Press) -> None:
        self.served, self.press = served, press
        self.lines = served.one("SELECT max(id) FROM audit_entry")
        self.mails = served.one("SELECT coalesce(max(id), 0) FROM notices_mail")
        self.rows = self._rows()

    def _rows(self) -> int:
        return self.served.one(f"SELECT count(*) FROM {self.press.table}") if self.press.table else 0  # noqa: S608

    def wrong(self, *, times: int = 1) -> list[str]:
        """What there is too much or too little of, when the press should have been done so often."""
        found = []
        lines = self.served.one(
            f"SELECT count(*) FROM audit_entry WHERE id > {self.lines} AND action = '{self.press.line}'"  # noqa: S608
        )
        if lines != times:
            found.append(f"{lines} lines {self.press.line}")
        if self.press.table and (made := self._rows() - self.rows) != times:
            found.append(f"{made} rows in {self.press.table}")
        mails = self.served.rows(
            f"SELECT template, to_address, count(*) FROM notices_mail WHERE id > {self.mails}"  # noqa: S608
            " GROUP BY template, to_address"
        )
        if bool(mails) != (self.press.mails and times > 0) or any(count != 1 for __, ___, count in mails):
            found.append(f"mails {mails}")
        return found


def not_alike(answers: list[Answer]) -> list[str]:
    """The answers that are not the one redirect everybody should get."""
    places = {answer.place for answer in answers if answer.status == 302}
    wrong = [f"{answer.status} {_told(answer)}" for answer in answers if answer.status != 302]
    return wrong + [f"led to {sorted(places)}"] * (len(places) != 1)


def _told(answer: Answer) -> str:
    """What the page says in its middle."""
    return " ".join(tree_of(answer).xpath("string(//main)").split())[:300] if answer.content else ""


def is_told_why(answer: Answer) -> bool:
    """Whether the form came back with what was typed and the reason why it was not done."""
    return answer.status == 200 and bool(tree_of(answer).find_class("summary"))


def pressed(served: Served, press: Press) -> list[str]:
    """Send one form twenty times at once and once more afterwards; what was not as if it had been sent once."""
    window = served.window(press.who)
    form = press.form(window, served)
    body, counted = press.body(form), Counted(served, press)
    answers = all_at_once([window] * AT_ONCE, form.action, [body] * AT_ONCE)
    answers.append(window.post(form.action, body))
    return not_alike(answers) + counted.wrong()


def test_twenty_parallel_posts_of_one_form_are_one(served, record_property):
    wrong = {}

    for press in (*CREATED, *STEPS):
        if found := pressed(served, press):
            wrong[press.route] = found

    presses = len(CREATED) + len(STEPS)
    record_property("parallel posts", presses * AT_ONCE)
    held(wrong, f"{presses} forms sent {AT_ONCE} times at once, {len(wrong)} not done exactly once")


def test_a_retry_after_an_answer_that_never_came_is_the_same_one(served):
    wrong = {}

    for press in LOST:
        window = served.window(press.who)
        form = press.form(window, served)
        body, counted = press.body(form), Counted(served, press)
        window.post_and_hang_up(form.action, body)
        answers = [window.post(form.action, body) for __ in range(3)]
        if found := not_alike(answers) + counted.wrong():
            wrong[press.route] = found

    held(wrong, f"{len(wrong)} forms done again after a lost answer")


def test_an_invitation_accepted_twenty_times_at_once_gives_one_role(served):
    invited = Press("coordinator", f"{LONDON}invitations/new/", "councils:invitation_create", "invitation.created")
    window, guest = served.window("coordinator"), served.window("researcher")
    form = invited.form(window, served)
    answers = {"email": email_of("researcher"), "name": "Researcher", "role": "reader"}
    assert window.post(form.action, {**form.values, **answers}).status == 302
    mailed = served.one("SELECT body_text FROM notices_mail ORDER BY id DESC LIMIT 1")
    link = re.search(r"://[^/]+(/\S*l/invitation/[\w-]+/)", mailed)[1]
    accepted = Press("researcher", link, "councils:invitation_open", "roleheld.created", table="councils_roleheld")
    form, counted = accepted.form(guest, served), Counted(served, accepted)

    answers = all_at_once([guest] * AT_ONCE, form.action, [form.values] * AT_ONCE)

    held(not_alike(answers) + counted.wrong(), "an invitation accepted at once")


def test_of_two_tabs_one_takes_the_step_and_the_other_is_told(served):
    wrong = {}

    for press in FROM_TWO_TABS:
        tabs = [served.window(press.who) for __ in range(2)]
        forms = [press.form(tab, served) for tab in tabs]
        counted = Counted(served, press)
        bodies = [press.body(form) for form in forms] * (AT_ONCE // 2)
        answers = all_at_once(tabs * (AT_ONCE // 2), forms[0].action, bodies)
        answers += [tab.post(forms[0].action, body) for tab, body in zip(tabs, bodies, strict=False)]
        done = [answer for answer in answers if answer.status == 302]
        untold = [_told(answer) for answer in answers if answer.status != 302 and not is_told_why(answer)]
        if found := not_alike(done) + untold + counted.wrong():
            wrong[press.route] = found

    held(wrong, f"{len(FROM_TWO_TABS)} steps taken from two tabs at once, {len(wrong)} not taken exactly once")


def test_of_agreements_over_the_same_days_recorded_at_once_one_is_kept(served):
    press = london(
        f"{LONDON}agreements/new/", "councils:agreement_create", "agreement.created", table="councils_agreement"
    )
    tabs = [served.window(press.who) for __ in range(AT_ONCE)]
    forms = [press.form(tab, served) for tab in tabs]
    counted = Counted(served, press)
    bodies = [
        {**form.values, "number": f"At once {number}", "starts_on": "2041-04-01", "ends_on": "2044-03-31"}
        for number, form in enumerate(forms)
    ]

    answers = all_at_once(tabs, forms[0].action, bodies)

    kept = [answer for answer in answers if answer.status == 302]
    untold = [_told(answer) for answer in answers if answer.status != 302 and "At once" not in _told(answer)]
    held(not_alike(kept) + untold + counted.wrong(), "agreements over the same days at once")
