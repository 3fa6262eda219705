"""The steps of a strategy: every state, step and role, with what is expected written by hand."""

import pytest

from lipportal.shared.workflow import steps_open_to
from strategies.workflow import STRATEGY, SUCCESSION
from tests.factories.councils import BodyFactory, PartnershipFactory, person_with_role
from tests.factories.strategies import StrategyFactory, adopted_strategy, complete_strategy

pytestmark = pytest.mark.django_db

MAY = {"coordinator", "manager", "co_chair"}
OTHERS = {
    "administrator",
    "officer",
    "regional_lead",
    "recruiter",
    "table_lead",
    "member",
    "newcomer_advisor",
    "reader",
    "moderator",
    "researcher",
}
STEPS = {
    "drafting": ["put_to_community", "adopt"],
    "community_review": ["adopt"],
    "adopted": ["activate", "close"],
    "active": ["review", "close"],
    "mid_term_review": ["activate", "close"],
    "renewed": [],
    "closed": [],
}


@pytest.fixture
def partnership():
    return PartnershipFactory()


def strategy_in(state, partnership):
    make = complete_strategy if state in {"drafting", "community_review"} else adopted_strategy
    return make(partnership, state=state)


@pytest.mark.parametrize("state", STEPS)
@pytest.mark.parametrize("role", sorted(MAY | OTHERS))
def test_steps_open_to_each_role_in_each_state(partnership, state, role):
    body = BodyFactory(partnership=partnership) if role == "table_lead" else None
    person = person_with_role(role, partnership, body=body)

    steps = steps_open_to(person, strategy_in(state, partnership), STRATEGY)

    assert [step.step.name for step in steps] == STEPS[state]
    assert all(step.is_open == (role in MAY) for step in steps)


@pytest.mark.parametrize("state", STEPS)
def test_steps_are_shut_to_another_partnerships_coordinator(partnership, state):
    stranger = person_with_role("coordinator", PartnershipFactory())

    steps = steps_open_to(stranger, strategy_in(state, partnership), STRATEGY)

    assert not any(step.is_open for step in steps)


def test_adoption_is_shut_with_every_gap_named(partnership):
    co_chair = person_with_role("co_chair", partnership)

    steps = {
        step.step.name: step for step in steps_open_to(co_chair, StrategyFactory(partnership=partnership), STRATEGY)
    }

    assert len(steps["adopt"].reasons) == 8
    assert "There is no direction yet." in [str(reason) for reason in steps["adopt"].reasons]


def test_a_strategy_is_renewed_only_out_of_force():
    assert [(step.leaves, step.name, step.reaches) for step in SUCCESSION.steps] == [
        (("active", "mid_term_review"), "renew", "renewed")
    ]


def test_texts_are_editable_only_before_adoption():
    editable = {state for state in STEPS if STRATEGY.editable_fields(strategy_in(state, PartnershipFactory()))}

    assert editable == {"drafting", "community_review"}
