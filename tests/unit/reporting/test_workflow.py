"""The step table of the yearly report: every state, every step, every role, written down by hand."""

import pytest

from lipportal.shared.errors import Conflict, Refused
from reporting import services
from reporting.choices import ReportState
from reporting.models import YearlyReport
from reporting.workflow import REPORT
from strategies.queries import strategy_figures

ROLES = (
    "administrator",
    "officer",
    "other_officer",
    "regional_lead",
    "coordinator",
    "other_coordinator",
    "manager",
    "co_chair",
    "other_co_chair",
    "recruiter",
    "table_lead",
    "member",
    "newcomer_advisor",
    "reader",
    "moderator",
    "researcher",
)
STAFF = {"coordinator", "manager"}
CHAIRS = {"co_chair"}
FEDERAL = {"officer", "regional_lead"}

TABLE = {
    "drafting": {"ask_approval": STAFF},
    "council_review": {"approve": CHAIRS, "take_back": STAFF | CHAIRS, "reopen_answers": STAFF | CHAIRS},
    "approved": {
        "submit": STAFF | CHAIRS,
        "resubmit": STAFF | CHAIRS,
        "take_back": STAFF | CHAIRS,
        "reopen_answers": STAFF | CHAIRS,
    },
    "submitted": {"return": FEDERAL, "accept": FEDERAL},
    "returned": {"ask_approval": STAFF, "send_answers": STAFF | CHAIRS},
    "resubmitted": {"return": FEDERAL, "accept": FEDERAL},
    "accepted": {"publish": STAFF | CHAIRS},
    "published": {},
}
SERVICES = {
    "ask_approval": lambda report, by: services.ask_approval(report, by=by),
    "take_back": lambda report, by: services.take_back_report(report, by=by),
    "approve": lambda report, by: services.approve_report(
        report, by=by, on=report.partnership.today(), motion="Motion 9"
    ),
    "submit": lambda report, by: services.submit_report(report, by=by),
    "return": lambda report, by: services.return_report(report, by=by),
    "accept": lambda report, by: services.accept_report(report, by=by),
    "publish": lambda report, by: services.publish_report(report, by=by),
}
# Which service takes which steps.
TAKES = {"take_back": ("take_back", "reopen_answers"), "submit": ("submit", "resubmit", "send_answers")}


def in_state(season, state):
    """The season's report put into a state, whole enough for its constraints."""
    at, officer = season.report.created_at, season.person("officer")
    is_sent = state in {"submitted", "returned", "resubmitted", "accepted", "published"}
    values = {"state": state, "adopted_on": at.date(), "adopted_by": season.person("co_chair"), "motion": "Motion 9"}
    if is_sent:
        values |= {"submitted_at": at, "first_submitted_at": at, "submitted_by": season.person("coordinator")}
    values |= {"accepted_at": at, "accepted_by": officer} if state in {"accepted", "published"} else {}
    YearlyReport.objects.filter(plan=season.plan).update(**values)
    return season.report


def test_the_table_names_every_state_and_every_step():
    steps = {name for row in TABLE.values() for name in row}

    assert set(TABLE) == set(ReportState.values)
    assert steps == {step.name for step in REPORT.steps}


@pytest.mark.parametrize("state", TABLE)
def test_each_role_may_take_the_steps_the_table_gives_it(season, state):
    report = in_state(season, state)
    may = {
        step.name: {role for role in ROLES if season.person(role).has_perm(step.permission, report)}
        for step in REPORT.steps
        if state in step.leaves
    }

    assert may == TABLE[state]


@pytest.mark.parametrize("state", TABLE)
def test_the_services_refuse_everybody_else(season, state):
    report = in_state(season, state)
    taken = []

    for name, do in SERVICES.items():
        steps = TAKES.get(name, (name,))
        allowed = {role for step in steps for role in TABLE[state].get(step, ())}
        for role in (role for role in ROLES if role not in allowed):
            try:
                do(season.report, season.person(role))
            except Refused:
                continue
            taken.append((name, role))

    assert taken == []
    assert season.report.version == report.version


def test_submit_report_is_taken_once_by_two_at_the_same_time(season):
    season.person("officer")
    season.fill()
    season.approve()
    mine, theirs = season.report, season.report

    services.submit_report(mine, by=season.person("coordinator"))

    with pytest.raises(Conflict):
        services.submit_report(theirs, by=season.person("co_chair"))


def test_submit_report_refuses_a_report_that_is_with_the_officer(season):
    season.submit()

    with pytest.raises(Refused):
        services.submit_report(season.report, by=season.person("coordinator"))


def test_take_back_takes_the_approval_off(season):
    season.fill()
    season.approve()

    services.take_back_report(season.report, by=season.person("coordinator"))

    assert (season.report.state, season.report.adopted_on, season.report.motion) == ("drafting", None, "")


def test_after_a_return_taking_back_leads_to_the_answers(season):
    season.submit()
    season.answer(season.give_back())
    services.ask_approval(season.report, by=season.person("coordinator"))

    services.take_back_report(season.report, by=season.person("coordinator"))

    assert season.report.state == "returned"


def test_a_returned_report_goes_to_the_co_chairs_once_its_notes_are_answered(season):
    """An approved report whose notes have no answer could go neither on nor, by the coordinator alone, back."""
    season.submit()
    note = season.give_back()

    with pytest.raises(Refused, match="Answer 1 note of the officer first"):
        services.ask_approval(season.report, by=season.person("coordinator"))
    season.answer(note)
    services.ask_approval(season.report, by=season.person("coordinator"))

    assert season.report.state == "council_review"


def test_answers_alone_are_not_sent_once_the_approval_was_taken_off(season):
    season.submit()
    season.answer(season.give_back())
    services.ask_approval(season.report, by=season.person("coordinator"))
    services.take_back_report(season.report, by=season.person("coordinator"))

    with pytest.raises(Refused, match="approve it again"):
        services.submit_report(season.report, by=season.person("coordinator"))


def test_the_work_itself_reaches_the_last_step_of_both_lists(season):
    """R18, R19: to start the report is to assess the year; nobody types a stage."""

    def steps():
        figures = strategy_figures(season.report.partnership, season.report.fiscal_year)
        return figures.five_step.value, figures.six_step.value

    assert steps() == ("5", "6")
    assert (season.report.partnership.stages["assess"], season.report.partnership.stages["report"]) == ("now", "now")
    season.submit()
    services.accept_report(season.report, by=season.person("officer"))

    assert (season.report.partnership.stages["assess"], season.report.partnership.stages["report"]) == ("done", "done")


def test_a_whole_season_ends_on_the_public_page(season):
    season.submit()
    note = season.give_back()
    season.answer(note)
    services.submit_report(season.report, by=season.person("coordinator"))
    note.refresh_from_db()
    officer = season.person("officer")
    services.settle_note(note, by=officer, settled=True, version=note.version)
    services.accept_report(season.report, by=officer, observations="Clear.")

    services.publish_report(season.report, by=season.person("co_chair"))

    assert season.report.state == "published"
