"""Who may, and that rows and predicates give the same answer."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from actionplans.models import Action, ActionPlan
from actionplans.queries import actions_visible_to, evidence_visible_to, plans_visible_to, updates_visible_to
from councils.choices import Role
from tests.factories.actionplans import ActionFactory, ActionPlanFactory, EvidenceFactory, UpdateFactory
from tests.factories.councils import BodyFactory, person_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def several(plan, table):
    """Plans in every state, here and elsewhere, with actions, updates and evidence."""
    for state in ("drafting", "adopted"):
        other = ActionPlanFactory(state=state, adopted_on=date(2026, 3, 1), motion="M", strategy__first_year=2026)
        EvidenceFactory(update__action__plan=other)
    for year, state in ((2025, "closed"), (2027, "table_input"), (2024, "in_year")):
        here = ActionPlanFactory(
            strategy=plan.strategy, year=year, state=state, adopted_on=date(2026, 3, 1), motion="M"
        )
        EvidenceFactory(update__action=ActionFactory(plan=here, body=table))
        ActionFactory(plan=here, ended_on=date(2026, 5, 1), ended_because="Twice")
        UpdateFactory(action__plan=here)


@pytest.mark.parametrize("role", ["anonymous", *Role.values])
def test_visible_rows_are_those_the_predicate_allows(several, plan, table, role):
    user = AnonymousUser()
    if role != "anonymous":
        user = person_with_role(role, None if role == "administrator" else plan.partnership, body=table)
    for name, visible in (
        ("view_plan", plans_visible_to),
        ("view_action", actions_visible_to),
        ("view_update", updates_visible_to),
        ("view_evidence", evidence_visible_to),
    ):
        rows = visible(user)

        allowed = {row.pk for row in rows.model.objects.all() if user.has_perm(f"actionplans.{name}", row)}

        assert set(rows.values_list("pk", flat=True)) == allowed


@pytest.mark.parametrize(
    ("role", "in_body", "elsewhere"),
    [
        (Role.COORDINATOR, True, True),
        (Role.CO_CHAIR, True, True),
        (Role.TABLE_LEAD, True, False),
        (Role.MEMBER, True, False),
        (Role.NEWCOMER_ADVISOR, True, False),
        (Role.RECRUITER, False, False),
        (Role.OFFICER, False, False),
        (Role.READER, False, False),
    ],
)
def test_updates_are_added_by_the_table_and_by_staff(running, table, role, in_body, elsewhere):
    user = person_with_role(role, running.partnership, body=table)
    other = ActionFactory(plan=running.plan, body=BodyFactory(partnership=running.partnership))

    assert user.has_perm("actionplans.add_update", running) is in_body
    assert user.has_perm("actionplans.add_update", other) is elsewhere


def test_editing_an_action_is_its_table_leads_and_not_its_members(running, table_lead, member):
    assert table_lead.has_perm("actionplans.edit_action", running)
    assert not member.has_perm("actionplans.edit_action", running)


def test_nobody_edits_from_another_partnership(running):
    stranger = person_with_role(Role.COORDINATOR, ActionPlanFactory().partnership)

    assert [
        permission
        for permission in ("edit_action", "amend_action", "add_update", "edit_plan", "adopt_plan")
        if stranger.has_perm(f"actionplans.{permission}", running)
    ] == []


def test_a_plan_of_an_unlisted_partnership_is_the_officers_and_not_the_publics(running):
    type(running.partnership).objects.update(is_public=False)
    officer = person_with_role(Role.OFFICER, running.partnership)
    action, plan = Action.objects.get(), ActionPlan.objects.get()

    assert officer.has_perm("actionplans.view_plan", plan)
    assert officer.has_perm("actionplans.view_action", action)
    assert not AnonymousUser().has_perm("actionplans.view_plan", plan)
