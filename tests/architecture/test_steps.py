"""Every state, every step, every role: what a plan, a strategy, terms, a membership and a motion let whom do, written by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from actionplans import services as plans
from actionplans.workflow import PLAN
from councils import services as councils
from councils.choices import EndReason, MembershipState, MotionState, TermsState
from councils.models import Attendance
from councils.queries.motions import voters_there
from councils.workflow import MEMBERSHIP, MOTION, TERMS
from lipportal.shared.errors import Refused
from strategies import services as strategies
from strategies.workflow import STRATEGY
from tests.factories.actionplans import ActionFactory, ActionPlanFactory, PlannedOutputFactory
from tests.factories.councils import (
    AttendanceFactory,
    BodyFactory,
    MeetingFactory,
    MembershipFactory,
    MotionFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    TermsOfReferenceFactory,
    TermsSectionFactory,
    person_with_role,
)
from tests.factories.strategies import adopted_strategy, complete_strategy

pytestmark = pytest.mark.django_db

BEFORE = date(2026, 3, 18)
KEEPERS = {"coordinator", "manager", "co_chair"}
WITH_LEAD = KEEPERS | {"table_lead"}
ROLES = (
    *("coordinator", "manager", "co_chair", "recruiter", "table_lead", "member", "newcomer_advisor", "reader"),
    *("officer", "regional_lead", "administrator", "moderator", "researcher"),
    *("other_coordinator", "other_co_chair", "other_officer", "other_table_lead"),
)


def people(body) -> dict[str, Any]:
    """Somebody in each role: here, in another partnership, or at another table."""
    elsewhere, here = PartnershipFactory(), body.partnership
    found = {}
    for role in ROLES:
        name = role.removeprefix("other_")
        if name in {"administrator", "regional_lead", "moderator", "researcher"}:
            found[role] = person_with_role(name)
        elif role == "other_table_lead":
            found[role] = person_with_role(name, here, body=BodyFactory(partnership=here, kind="table"))
        else:
            place = elsewhere if role.startswith("other_") else here
            found[role] = person_with_role(name, place, body=body if name == "table_lead" else None)
    return found


# --- The five nouns: one record in a state, and how each step is taken on it --------------------------------------
def a_plan(state, body):
    adopted = {"adopted_on": BEFORE, "motion": "Motion 12"} if state in {"adopted", "in_year", "closed"} else {}
    strategy = adopted_strategy(body.partnership, state="active", first_year=2025, last_year=2027)
    plan = ActionPlanFactory(strategy=strategy, year=2025, state=state, **adopted)
    dates = {"starts_on": date(2025, 4, 1), "due_on": date(2026, 3, 31)}
    PlannedOutputFactory(action=ActionFactory(plan=plan, body=body, direction=strategy.directions.get(), **dates))
    return plan


def a_strategy(state, body):
    make = complete_strategy if state in {"drafting", "community_review"} else adopted_strategy
    return make(body.partnership, state=state)


def some_terms(state, body):
    values: dict[str, Any] = {}
    if state in {"endorsed", "adopted", "in_force", "superseded"}:
        values |= {"endorsed_on": BEFORE, "endorsement": "The gathered community."}
    if state in {"adopted", "in_force", "superseded"}:
        values |= {"adopted_on": BEFORE, "motion": "Motion 4"}
    if state in {"in_force", "superseded"}:
        values |= {"in_force_on": BEFORE}
    terms = TermsOfReferenceFactory(body=body, state=state, **values)
    TermsSectionFactory(terms=terms)
    return terms


def a_membership(state, body):
    organization = OrganizationFactory(partnership=body.partnership)
    values: dict[str, Any] = {"organization": organization}
    if state == "proposed":
        values |= {"confirmed_on": None, "motion": ""}
    if state == "ended":
        values |= {"ends_on": BEFORE, "end_reason": EndReason.REPLACED}
    return MembershipFactory(seat=SeatFactory(body=body, represents="organization"), state=state, **values)


def a_motion(state, body):
    """A motion of a meeting at which three members with a vote are."""
    meeting = MeetingFactory(body=body, votes=3)
    members = [MembershipFactory(seat=SeatFactory(body=body)) for _ in range(3)]
    for member in members:
        AttendanceFactory(meeting=meeting, membership=member)
    values: dict[str, Any] = {"partnership": body.partnership, "meeting": meeting, "state": state}
    if state in {"moved", "carried", "defeated", "lapsed"}:
        values |= {"mover": members[0], "seconder": members[1]}
    if state in {"carried", "defeated", "lapsed"}:
        values |= {"votes": 3, "there": 3, "recused": 0, "decided_on": BEFORE, "method": "consensus"}
    return MotionFactory(**values)


def put(motion, by, _day):
    mover, seconder, __ = voters_there(motion.meeting)
    return councils.put_motion(motion, by=by, mover=mover, seconder=seconder)


def lapse(motion, by, _day):
    """Everybody has gone home."""
    Attendance.objects.filter(meeting=motion.meeting).update(state="absent")
    return councils.lapse_motion(motion, by=by)


def never_began(membership) -> bool:
    return membership.state in {"proposed", "confirmed"}


def end(membership, by, day):
    reason = EndReason.WITHDRAWN if never_began(membership) else EndReason.TERM
    return councils.end_membership(membership, by=by, on=day, reason=reason)


def replace(membership, by, day):
    person = PersonFactory(partnership=membership.partnership)
    return councils.replace_membership(membership, by=by, person=person, on=day)


@dataclass(frozen=True)
class Noun:
    """A workflow, a record in a state of it, who may take which step there, and the service that takes each."""

    workflow: Any
    make: Callable[[str, Any], Any]
    table: dict[str, dict[str, set[str]]]
    steps: dict[str, Callable[[Any, Any, date], Any]]


NOUNS = {
    "plan": Noun(
        PLAN,
        a_plan,
        {
            "drafting": {"put_to_tables": KEEPERS},
            "table_input": {"adopt": KEEPERS},
            "adopted": {"open_year": KEEPERS},
            "in_year": {"close": KEEPERS},
            "closed": {},
        },
        {
            "put_to_tables": lambda plan, by, _day: plans.put_to_tables(plan, by=by),
            "adopt": lambda plan, by, day: plans.adopt_plan(plan, by=by, on=day, motion="Motion 12"),
            "open_year": lambda plan, by, _day: plans.open_year(plan, by=by),
            "close": lambda plan, by, _day: plans.close_plan(plan, by=by),
        },
    ),
    "strategy": Noun(
        STRATEGY,
        a_strategy,
        {
            "drafting": {"put_to_community": KEEPERS, "adopt": KEEPERS},
            "community_review": {"adopt": KEEPERS},
            "adopted": {"activate": KEEPERS, "close": KEEPERS},
            "active": {"review": KEEPERS, "close": KEEPERS},
            "mid_term_review": {"activate": KEEPERS, "close": KEEPERS},
            "renewed": {},
            "closed": {},
        },
        {
            "put_to_community": lambda strategy, by, _day: strategies.put_to_community(strategy, by=by),
            "adopt": lambda strategy, by, day: strategies.adopt_strategy(strategy, by=by, on=day, motion="Motion 7"),
            "activate": lambda strategy, by, _day: strategies.activate_strategy(strategy, by=by),
            "review": lambda strategy, by, _day: strategies.review_strategy(strategy, by=by),
            "close": lambda strategy, by, _day: strategies.close_strategy(strategy, by=by, because="Over."),
        },
    ),
    "terms": Noun(
        TERMS,
        some_terms,
        {
            "drafting": {"consult": KEEPERS, "withdraw": KEEPERS},
            "consultation": {"endorse": KEEPERS, "redraft": KEEPERS, "withdraw": KEEPERS},
            "endorsed": {"adopt": KEEPERS, "redraft": KEEPERS, "withdraw": KEEPERS},
            "adopted": {"put_in_force": KEEPERS, "withdraw": KEEPERS},
            "in_force": {},
            "superseded": {},
            "withdrawn": {},
        },
        {
            "consult": lambda terms, by, _day: councils.consult_on_terms(terms, by=by),
            "endorse": lambda terms, by, day: councils.endorse_terms(terms, by=by, on=day, endorsement="All."),
            "redraft": lambda terms, by, _day: councils.redraft_terms(terms, by=by, because="Not yet."),
            "adopt": lambda terms, by, day: councils.adopt_terms(terms, by=by, on=day, motion="Motion 4"),
            "put_in_force": lambda terms, by, day: councils.put_in_force(terms, by=by, on=day),
            "withdraw": lambda terms, by, _day: councils.withdraw_terms(terms, by=by, because="Another way."),
        },
    ),
    "membership": Noun(
        MEMBERSHIP,
        a_membership,
        {
            "proposed": {"confirm": KEEPERS, "end": WITH_LEAD},
            "confirmed": {"activate": WITH_LEAD, "replace": WITH_LEAD, "end": WITH_LEAD},
            "active": {"take_leave": WITH_LEAD, "renew": KEEPERS, "replace": WITH_LEAD, "end": WITH_LEAD},
            "on_leave": {"come_back": WITH_LEAD, "replace": WITH_LEAD, "end": WITH_LEAD},
            "ended": {},
        },
        {
            "confirm": lambda one, by, day: councils.confirm_membership(one, by=by, on=day, motion="Motion 2"),
            "activate": lambda one, by, day: councils.activate_membership(
                one, by=by, agreed_terms_on=day, declared_conflicts_on=day
            ),
            "take_leave": lambda one, by, day: councils.take_leave(one, by=by, on=day),
            "come_back": lambda one, by, _day: councils.come_back(one, by=by),
            "renew": lambda one, by, _day: councils.renew_membership(one, by=by),
            "replace": replace,
            "end": end,
        },
    ),
    "motion": Noun(
        MOTION,
        a_motion,
        {
            "notice": {"put": WITH_LEAD, "lapse": WITH_LEAD, "defer": WITH_LEAD, "withdraw": WITH_LEAD},
            "moved": {
                "decide": WITH_LEAD,
                "lapse": WITH_LEAD,
                "open_again": WITH_LEAD,
                "defer": WITH_LEAD,
                "withdraw": WITH_LEAD,
            },
            "carried": {},
            "defeated": {},
            "lapsed": {},
            "deferred": {},
            "withdrawn": {},
        },
        {
            "put": put,
            "decide": lambda motion, by, _day: councils.decide_motion(motion, by=by, method="consensus"),
            "lapse": lapse,
            "open_again": lambda motion, by, _day: councils.open_motion_again(motion, by=by, because="A slip."),
            "defer": lambda motion, by, _day: councils.defer_motion(motion, by=by, because="Next month."),
            "withdraw": lambda motion, by, _day: councils.withdraw_motion(motion, by=by, because="No need."),
        },
    ),
}
CASES = [(noun, state) for noun in NOUNS for state in NOUNS[noun].table]


@pytest.mark.parametrize("noun", NOUNS)
def test_the_table_names_every_state_and_every_step_of_the_workflow(noun):
    told = NOUNS[noun]
    states = {state for step in told.workflow.steps for state in (*step.leaves, step.reaches, *step.or_reaches)}

    assert set(told.steps) == {step.name for step in told.workflow.steps}
    assert states <= set(told.table)
    assert {(state, step.name) for step in told.workflow.steps for state in step.leaves} == {
        (state, step) for state, steps in told.table.items() for step in steps
    }


def test_the_table_names_every_state_there_is():
    assert set(NOUNS["terms"].table) == set(TermsState.values)
    assert set(NOUNS["membership"].table) == set(MembershipState.values)
    assert set(NOUNS["motion"].table) == set(MotionState.values)
    assert set(NOUNS["plan"].table) == set(choices_of(a_plan))
    assert set(NOUNS["strategy"].table) == set(choices_of(a_strategy))


def choices_of(make) -> list[str]:
    record = make("drafting", BodyFactory(kind="table"))
    return [value for value, __ in record._meta.get_field("state").choices]


def outcome(record, take, by, day) -> str:
    """What came of one attempt, undone again: the state reached, refused with a reason, or refused without one."""
    fresh = type(record).objects.get(pk=record.pk)
    with transaction.atomic():
        try:
            take(fresh, by, day)
            return type(record).objects.get(pk=record.pk).state
        except Refused as refused:
            return "refused" if any(str(reason).strip() for reason in refused.reasons) else "refused without a reason"
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize(("noun", "state"), CASES, ids=lambda value: value)
def test_each_role_takes_the_steps_the_table_gives_it_and_no_other(noun, state):
    told = NOUNS[noun]
    body = BodyFactory(kind="table")
    who, record, wrong = people(body), told.make(state, body), []
    day = record.partnership.today()

    for name, take in told.steps.items():
        reaches = told.workflow.step(name).reaches
        for role, person in who.items():
            expected = reaches if role in told.table[state].get(name, set()) else "refused"
            got = outcome(record, take, person, day)
            if got != expected:
                wrong.append((name, role, got, expected))

    assert wrong == []
