"""My day: what needs whom, sorted by when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from councils.choices import Role
from lipportal.health.services import beat_timetable
from lipportal.notices.services import notify
from lipportal.shared import clock
from reporting.queries.day import day_page
from reporting.queries.day_items import group_of, item, lede, when_words
from reporting.queries.desk import awaited_without_plan
from reporting.queries.papers import papers_of
from reporting.queries.review import queue_page
from tests.factories.actionplans import ActionFactory, ActionPlanFactory, UpdateFactory
from tests.factories.councils import (
    AgreementFactory,
    BodyFactory,
    InvitationFactory,
    MeetingFactory,
    MembershipFactory,
    PartnershipFactory,
    ReportingDateFactory,
    RoleHeldFactory,
    TermsOfReferenceFactory,
    UserFactory,
    person_with_role,
)
from tests.factories.reporting import ReportSectionFactory, ReviewNoteFactory, YearlyReportFactory
from tests.factories.strategies import StrategyFactory

TODAY = date(2027, 5, 11)
NOON = datetime(2027, 5, 11, 16, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_tuesday_in_may(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def partnership(db):
    return PartnershipFactory(slug="riverside")


def sentences(page, group=None):
    return [line.sentence for one in page.groups if group in (None, one.key) for line in one.items]


def test_a_line_is_placed_by_its_day():
    days = [None, date(2027, 5, 8), TODAY, date(2027, 5, 18), date(2027, 5, 19)]

    assert [group_of(day, TODAY) for day in days] == ["today", "today", "today", "week", "later"]


def test_when_names_the_day_of_the_week_near_and_the_year_far():
    assert when_words(date(2027, 5, 8), TODAY) == "Since Sat 8\u00a0May"
    assert when_words(TODAY, TODAY) == "Today"
    assert when_words(date(2028, 5, 8), TODAY) == "8\u00a0May 2028"


def test_lede_counts_what_is_near_and_says_what_is_late():
    late = item("A", "/", "Go", today=TODAY, on=date(2027, 5, 8))
    near = item("B", "/", "Go", today=TODAY)
    far = item("C", "/", "Go", today=TODAY, on=date(2027, 9, 1))

    assert lede([late, near, far], date(2027, 5, 28), TODAY) == (
        "2 things need you, one of them late. The yearly report is due in 17 days."
    )
    assert lede([late], None, TODAY) == "One thing needs you, and it is late."
    assert lede([far], None, TODAY) == ""


def test_day_says_kindly_that_nothing_needs_one(partnership):
    page = day_page(person_with_role(Role.MEMBER, partnership))

    assert (page.heading, page.lede, page.groups) == ("Tuesday 11\u00a0May", "Nothing needs you today.", [])


def test_day_says_once_that_nothing_is_for_today_and_how_much_comes_later(partnership):
    YearlyReportFactory(plan__partnership=partnership, plan__strategy__partnership=partnership, submitted=True)
    page = day_page(person_with_role(Role.OFFICER, partnership))

    assert page.lede == "Nothing needs you today; one thing comes later."
    assert (page.is_empty, page.is_free) == (True, False)


def test_coordinator_of_a_new_partnership_is_offered_its_first_step(partnership):
    coordinator, member = person_with_role(Role.COORDINATOR, partnership), person_with_role(Role.MEMBER, partnership)
    first = "Nothing is written down here yet. Begin with the council and its seats."

    assert first in sentences(day_page(coordinator), "today")
    assert first not in sentences(day_page(member))
    TermsOfReferenceFactory(body__partnership=partnership)
    assert first not in sentences(day_page(coordinator))


def test_day_of_somebody_without_a_role_is_empty(db):
    page = day_page(UserFactory())

    assert page.is_empty
    assert page.partnership is None


def test_coordinator_is_told_what_the_report_lacks_and_when_it_is_due(partnership):
    report = YearlyReportFactory(plan__partnership=partnership, plan__strategy__partnership=partnership)
    ReportingDateFactory(agreement=AgreementFactory(partnership=partnership), year=2026, due_on=date(2027, 5, 28))
    ReportSectionFactory(report=report, number=1)
    ReportSectionFactory(report=report, number=3, is_nothing=True)
    ActionFactory(plan=report.plan, state="stopped")

    page = day_page(person_with_role(Role.COORDINATOR, partnership))

    assert "Yearly report 2026–27: 1 section to write, 1 action to explain." in sentences(page, "later")
    assert page.report.word == "Drafting"


def test_member_is_not_asked_to_write_the_report(partnership):
    report = YearlyReportFactory(plan__partnership=partnership, plan__strategy__partnership=partnership)
    ReportSectionFactory(report=report, number=1)

    page = day_page(person_with_role(Role.MEMBER, partnership))

    assert sentences(page) == []


def test_report_not_begun_is_late_once_its_day_is_past(partnership):
    ActionPlanFactory(strategy__partnership=partnership, in_year=True, year=2026)
    ReportingDateFactory(agreement=AgreementFactory(partnership=partnership), year=2026, due_on=date(2027, 5, 7))

    page = day_page(person_with_role(Role.COORDINATOR, partnership))

    late = [line for line in page.groups[0].items if line.kind == "late"]
    assert [(line.sentence, line.word, line.label) for line in late] == [
        ("The yearly report 2026–\u206027 is not begun.", "Late", "Start it")
    ]


@pytest.mark.parametrize(("ended_on", "asked"), [(date(2026, 3, 31), False), (date(2026, 9, 30), True)])
def test_report_is_asked_for_in_the_year_an_agreement_ended_and_in_none_after(partnership, ended_on, asked):
    agreement = AgreementFactory(partnership=partnership, ended_on=ended_on, ended_because="Merged")
    ReportingDateFactory(agreement=agreement, year=2026, due_on=date(2027, 5, 7))

    papers = papers_of(person_with_role(Role.COORDINATOR, partnership), [partnership.pk], ["due"])

    assert [paper.until for paper in papers] == ([date(2027, 5, 7)] if asked else [])


def test_a_report_that_is_awaited_and_cannot_be_started_says_why_on_both_sides(partnership):
    ReportingDateFactory(agreement=AgreementFactory(partnership=partnership), year=2026, due_on=date(2027, 5, 7))
    coordinator, officer = (person_with_role(role, partnership) for role in (Role.COORDINATOR, Role.OFFICER))

    (line,) = [one for one in day_page(coordinator).groups[0].items if "awaited" in one.sentence]
    (row,) = queue_page(officer, {}).awaited
    assert (line.on, row.answer_by) == (date(2027, 5, 7), date(2027, 5, 7))
    assert line.why.startswith("No plan of that year is adopted")
    assert row.look_at == "No adopted plan for that year"
    assert [each.year.start for each in awaited_without_plan(partnership)] == [2026]

    ActionPlanFactory(strategy__partnership=partnership, in_year=True, year=2026)

    assert not [one for one in day_page(coordinator).groups[0].items if "awaited" in one.sentence]
    assert queue_page(officer, {}).awaited[0].look_at == ""
    assert awaited_without_plan(partnership) == []


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("submitted", "The officer reads it exactly as it was submitted."),
        ("council_review", "The officer still reads the version sent before"),
        ("approved", "The officer still reads the version sent before"),
    ],
)
def test_the_rail_says_who_reads_which_version(partnership, state, said):
    report = YearlyReportFactory(returned=True, plan__partnership=partnership, plan__strategy__partnership=partnership)
    chair = person_with_role(Role.CO_CHAIR, partnership)
    adopted = {"adopted_on": TODAY, "adopted_by": chair, "motion": "Motion 9"}
    type(report).objects.update(state=state, first_submitted_at=NOON, **adopted)

    assert day_page(chair).report.sentence.startswith(said)


def test_co_chair_approves_and_coordinator_waits(partnership):
    report = YearlyReportFactory(plan__partnership=partnership, plan__strategy__partnership=partnership)
    type(report).objects.update(state="council_review")

    chair = day_page(person_with_role(Role.CO_CHAIR, partnership))
    coordinator = day_page(person_with_role(Role.COORDINATOR, partnership))

    wanted = "The yearly report 2026–27 waits for your approval."
    assert wanted in sentences(chair, "today")
    assert wanted not in sentences(coordinator)


def test_returned_report_counts_the_notes_to_answer(partnership):
    report = YearlyReportFactory(returned=True, plan__partnership=partnership, plan__strategy__partnership=partnership)
    ReviewNoteFactory(report=report, sent_at=NOON)
    ReviewNoteFactory(report=report, sent_at=NOON, severity="praise")
    ReviewNoteFactory(report=report, sent_at=None)

    page = day_page(person_with_role(Role.COORDINATOR, partnership))

    assert "The officer returned the report 2026–27: 1 note to answer." in sentences(page)


def test_an_answer_of_an_earlier_round_is_asked_again_in_the_day_too(partnership):
    report = YearlyReportFactory(returned=True, plan__partnership=partnership, plan__strategy__partnership=partnership)
    type(report).objects.update(returned_at=NOON)
    before = NOON - timedelta(days=9)
    ReviewNoteFactory(report=report, sent_at=before, reply="Added.", replied_at=before)

    page = day_page(person_with_role(Role.COORDINATOR, partnership))

    assert "The officer returned the report 2026–27: 1 note to answer." in sentences(page)


def test_a_report_approved_again_is_awaited_by_the_day_of_its_answers(partnership):
    report = YearlyReportFactory(returned=True, plan__partnership=partnership, plan__strategy__partnership=partnership)
    chair = person_with_role(Role.CO_CHAIR, partnership)
    ReportingDateFactory(agreement=AgreementFactory(partnership=partnership), year=2026, due_on=date(2027, 5, 1))
    adopted = {"adopted_on": TODAY, "adopted_by": chair, "motion": "Motion 9"}
    type(report).objects.update(state="approved", first_submitted_at=NOON, answer_due_on=date(2027, 6, 9), **adopted)

    (line,) = [line for group in day_page(chair).groups for line in group.items if "submitted" in line.sentence]

    assert (line.on, line.word) == (date(2027, 6, 9), "")


def test_table_lead_is_told_of_late_and_quiet_actions_of_the_own_table_only(partnership):
    own, other = BodyFactory(partnership=partnership), BodyFactory(partnership=partnership)
    plan = ActionPlanFactory(strategy__partnership=partnership, in_year=True)
    ActionFactory(plan=plan, body=own, title_en="Late one", due_on=date(2027, 5, 1))
    ActionFactory(plan=plan, body=own, title_en="Quiet one", due_on=date(2027, 9, 1), last_update_on=date(2027, 1, 1))
    ActionFactory(plan=plan, body=other, title_en="Not theirs", due_on=date(2027, 5, 1))
    lead = RoleHeldFactory(role=Role.TABLE_LEAD, partnership=partnership, body=own).user

    page = day_page(lead)

    assert sentences(page, "today") == ["“Late one” was due and is not done."]
    assert sentences(page, "week") == ["“Quiet one” has been quiet for 130 days."]


def test_table_lead_is_told_what_is_at_risk_there_and_finds_the_tables_actions(partnership):
    own = BodyFactory(partnership=partnership, name_en="Employment")
    plan = ActionPlanFactory(strategy__partnership=partnership, in_year=True)
    soon = {"due_on": date(2027, 9, 1), "last_update_on": date(2027, 5, 2)}
    ActionFactory(plan=plan, body=own, title_en="Mentoring pilot", state="at_risk", **soon)
    ActionFactory(plan=plan, body=own, title_en="Guide", state="on_track", **soon)
    lead = RoleHeldFactory(role=Role.TABLE_LEAD, partnership=partnership, body=own).user

    page = day_page(lead)

    assert sentences(page, "week") == ["“Mentoring pilot” is at risk."]
    assert page.links[0] == ("Actions: Employment", f"/en/p/riverside/bodies/{own.code}/actions/")


def test_co_chair_is_told_who_asks_for_help(partnership):
    plan = ActionPlanFactory(strategy__partnership=partnership, in_year=True)
    action = ActionFactory(plan=plan, title_en="Mentoring pilot", due_on=date(2027, 9, 1))
    UpdateFactory(action=action, on=date(2027, 5, 1), wants_help=True)
    UpdateFactory(action=action, on=date(2027, 5, 3), text="A routine word.")

    page = day_page(person_with_role(Role.CO_CHAIR, partnership))

    assert "“Mentoring pilot” asks the council for help." in sentences(page, "today")


def test_many_waiting_actions_are_five_lines_and_a_count(partnership):
    plan = ActionPlanFactory(strategy__partnership=partnership, in_year=True)
    for number in range(8):
        ActionFactory(plan=plan, title_en=f"Action {number}", due_on=date(2027, 5, 1))

    page = day_page(person_with_role(Role.COORDINATOR, partnership))

    assert len([line for line in sentences(page) if "was due" in line]) == 5
    assert "3 more actions wait for a word." in sentences(page, "later")


def test_proposals_invitations_and_papers_wait_for_staff(partnership):
    MembershipFactory(seat__body__partnership=partnership, state="proposed")
    InvitationFactory(partnership=partnership)
    TermsOfReferenceFactory(
        body=BodyFactory(partnership=partnership, name_en="Council"),
        state="adopted",
        adopted_on=date(2027, 5, 1),
        motion="That the terms be adopted.",
    )
    StrategyFactory(partnership=partnership, state="adopted", adopted_on=date(2027, 5, 1), motion="Adopted.")

    page = day_page(person_with_role(Role.COORDINATOR, partnership))

    assert sorted(sentences(page, "today")) == [
        "1 person is proposed for a seat.",
        "The strategy 2026–\u206029 is adopted. Put it into action.",
        "The terms of Council are adopted. They can be put in force.",
    ]
    assert sentences(page, "know") == ["1 invitation waits for an answer."]


def test_meetings_of_the_week_are_the_councils_and_ones_own(partnership):
    council = BodyFactory(partnership=partnership, name_en="Council")
    table = BodyFactory(partnership=partnership, kind="table", name_en="Health table")
    for body in (council, table):
        MeetingFactory(body=body, starts_at=datetime(2027, 5, 13, 22, 0, tzinfo=UTC))

    page = day_page(person_with_role(Role.MEMBER, partnership))

    assert sentences(page, "week") == ["Council meets."]
    assert [mark.label for mark in page.year.meetings] == ["Council"]


def test_officer_is_told_what_to_read_and_what_has_not_come_but_nothing_of_drafts(partnership):
    YearlyReportFactory(plan__partnership=partnership, plan__strategy__partnership=partnership, submitted=True)
    other = PartnershipFactory(name_en="Hillside", name_fr="Hillside")
    YearlyReportFactory(plan__partnership=other, plan__strategy__partnership=other)
    ReportingDateFactory(agreement=AgreementFactory(partnership=other), year=2026, due_on=date(2027, 5, 7))
    officer = person_with_role(Role.OFFICER, partnership)
    RoleHeldFactory(user=officer, role=Role.OFFICER, partnership=other)

    page = day_page(officer)

    assert "Riverside, report 2026–27: to read." in sentences(page)
    assert sentences(page, "know") == ["Hillside: the report 2026–27 has not come."]


def test_administrator_is_told_when_the_timetable_stands_still(db):
    administrator = person_with_role(Role.ADMINISTRATOR)

    before = sentences(day_page(administrator))
    beat_timetable("one:1")

    assert before == ["The timetable stands still."]
    assert sentences(day_page(administrator)) == []


def test_links_around_the_day_are_those_one_may_open(partnership):
    member = [label for label, _url in day_page(person_with_role(Role.MEMBER, partnership)).links]
    coordinator = [label for label, _url in day_page(person_with_role(Role.COORDINATOR, partnership)).links]

    assert set(coordinator) - set(member) == {"People", "Agreement and officer", "Roles", "Trail"}


def test_notices_are_the_unread_ones_of_the_person(partnership):
    reader = person_with_role(Role.MEMBER, partnership)
    notify(reader, "report_accepted", "/en/", year="2026–27")
    notify(UserFactory(), "report_accepted", "/en/", year="2025–26")

    page = day_page(reader)

    assert [str(notice.text) for notice in page.notices] == ["The officer accepted the yearly report 2026–27."]
