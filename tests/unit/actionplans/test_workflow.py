"""The steps of a plan: every state, every step, every role; expectations written by hand."""

from datetime import date

import pytest

from actionplans.models import ActionPlan
from actionplans.workflow import PLAN
from councils.choices import Role
from lipportal.shared.workflow import problems_with
from tests.factories.councils import BodyFactory, person_with_role

pytestmark = pytest.mark.django_db
STEPS = {"drafting": "put_to_tables", "table_input": "adopt", "adopted": "open_year", "in_year": "close", "closed": ""}
MAY = {Role.COORDINATOR, Role.MANAGER, Role.CO_CHAIR}


@pytest.mark.parametrize("state", STEPS)
def test_each_state_is_left_by_one_step_alone(action, state):
    ActionPlan.objects.update(state=state, adopted_on=date(2025, 3, 18), motion="M", year=2025)
    type(action).objects.update(starts_on=date(2025, 4, 1), due_on=date(2026, 3, 31))
    plan = ActionPlan.objects.get()

    open_steps = [step.name for step in PLAN.steps if not problems_with(plan, step)]

    assert open_steps == ([STEPS[state]] if STEPS[state] else [])


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
@pytest.mark.parametrize("step", PLAN.steps, ids=lambda step: step.name)
def test_staff_and_co_chairs_alone_take_steps(plan, role, step):
    user = person_with_role(role, plan.partnership, body=BodyFactory(partnership=plan.partnership))

    assert user.has_perm(step.permission, plan) is (role in MAY)


@pytest.mark.parametrize("step", PLAN.steps, ids=lambda step: step.name)
def test_an_administrator_never_decides_for_a_council(plan, step):
    assert person_with_role(Role.ADMINISTRATOR).has_perm(step.permission, plan) is False
