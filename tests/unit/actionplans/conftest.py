"""A partnership in mid-year with an adopted plan, and the people at its table."""

from datetime import UTC, date, datetime

import pytest

from councils.choices import Role
from lipportal.shared import clock
from tests.factories.actionplans import ActionFactory, ActionPlanFactory, PlannedOutputFactory
from tests.factories.councils import BodyFactory, person_with_role

NOON = datetime(2026, 10, 14, 16, 0, tzinfo=UTC)
TODAY = date(2026, 10, 14)


@pytest.fixture(autouse=True)
def mid_october(monkeypatch):
    """It is Wednesday 14 October 2026 in Riverside."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def plan(db):
    """The draft of the plan of 2026–27."""
    return ActionPlanFactory(strategy__state="active", strategy__adopted_on=date(2025, 3, 1), strategy__motion="M1")


@pytest.fixture
def table(plan):
    """The employment table."""
    return BodyFactory(partnership=plan.partnership, kind="table", name_en="Employment", name_fr="Emploi")


@pytest.fixture
def coordinator(plan):
    return person_with_role(Role.COORDINATOR, plan.partnership)


@pytest.fixture
def co_chair(plan):
    return person_with_role(Role.CO_CHAIR, plan.partnership)


@pytest.fixture
def table_lead(table):
    return person_with_role(Role.TABLE_LEAD, table.partnership, body=table)


@pytest.fixture
def member(table):
    return person_with_role(Role.MEMBER, table.partnership, body=table)


@pytest.fixture
def action(plan, table):
    """An action of the employment table: thirty pairs."""
    action = ActionFactory(plan=plan, body=table)
    PlannedOutputFactory(action=action)
    action.refresh_from_db()
    return action


@pytest.fixture
def running(action):
    """The same action, in a plan whose year is open."""
    plan = action.plan
    type(plan).objects.filter(pk=plan.pk).update(state="in_year", adopted_on=date(2026, 3, 18), motion="Motion 12")
    plan.refresh_from_db()
    return action


def said(**values):
    """What a quick update holds."""
    return {"on": TODAY, "state": "on_track", "text": "Six pairs have met.", **values}
