"""One whole year through the pages alone, in each official language: from an empty council to a published report."""

import pytest

from tests.journeys import chapter_council as council
from tests.journeys import chapter_plan as plan
from tests.journeys import chapter_report as report
from tests.journeys.telling import Telling

TELLINGS = [Telling("en", "Kingston"), Telling("fr", "Ottawa")]


@pytest.mark.parametrize("told", TELLINGS, ids=lambda told: told.language)
def test_a_year_from_council_to_accepted_report(visit, told):
    desk, chair, officer, admin = (visit(told.language) for _person in range(4))
    officer.enter(council.PART["officer"])
    council.give_roles(admin, told)
    desk.enter(council.PART["coordinator"])
    chair.enter(council.PART["co_chair"])
    govern(desk, visit(told.language), officer, told)
    plan_and_do(desk, told)
    write_report(desk, told)
    bring_through(desk, chair, officer, told)
    paper = report.fetch_pdf(desk, told)
    report.publish(desk, told)
    figures = report.read_in_public(visit(told.language), told)
    report.figures_stand_in(paper, figures, told)
    report.read_trail(desk, told)
    council.end_roles(admin, told, desk)


def govern(desk, lead, officer, told):
    """Agreement, officer, organizations, people, council, members, a meeting, terms in force."""
    council.record_agreement(desk, told)
    council.assign_officer(lead, told, council.name_of(officer))
    council.add_organizations(desk, told)
    council.add_people(desk, told)
    council.set_up_council(desk, told)
    council.seat_members(desk, told)
    council.hold_meeting(desk, told)
    council.adopt_terms(desk, told)


def plan_and_do(desk, told):
    """From a finding to an active strategy, a plan in its year, and updates that count."""
    plan.add_finding(desk, told)
    plan.write_strategy(desk, told)
    plan.adopt_strategy(desk, told)
    plan.write_plan(desk, told)
    plan.open_year(desk, told)
    plan.tell_updates(desk, told)


def write_report(desk, told):
    """The report begins from the plan, and gets its words."""
    report.start_report(desk, told)
    report.check_what_was_filled_in(desk, told)
    report.write_in_brief(desk, told)
    report.say_nothing_to_report(desk, told)
    report.give_reason(desk, told)


def bring_through(desk, chair, officer, told):
    """The council approves, the officer returns it, the council approves again, and the officer accepts."""
    report.hand_to_co_chairs(desk, told)
    report.approve(chair, told, "M-10")
    report.submit(desk, told)
    report.return_with_a_note(officer, told)
    report.answer_note(desk, told)
    report.hand_to_co_chairs(desk, told)
    report.approve(chair, told, "M-11")
    report.submit(desk, told, again=True)
    report.settle_and_accept(officer, told)
