"""What can be read of plans and actions, by whom, with a fixed number of queries."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from actionplans.models import Action, ActionPlan
from actionplans.queries import (
    PlanFilters,
    action_page,
    actions_to_carry,
    actions_visible_to,
    added_per_unit,
    body_actions,
    help_wanted,
    open_actions_of,
    open_years,
    outputs_of,
    plan_for_year,
    plan_page,
    planned_against_done,
    plans_visible_to,
    quiet_actions,
    share_done,
    updates_visible_to,
)
from actionplans.queries.adopted import Change
from actionplans.registry import above_action
from actionplans.services import add_update, adopt_plan, amend_action, carry_over_actions, end_action, put_to_tables
from councils.choices import Role
from lipportal.shared.drawings import Link
from tests.factories.actionplans import (
    ActionFactory,
    ActionPlanFactory,
    EvidenceFactory,
    OutputCountFactory,
    PlannedOutputFactory,
    UpdateFactory,
)
from tests.factories.councils import BodyFactory, OrganizationFactory, person_with_role
from tests.factories.strategies import FindingFactory, StrategyFactory
from tests.unit.actionplans.conftest import TODAY, said

pytestmark = pytest.mark.django_db


# --- Who sees what -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "is_public", "seen"),
    [
        ("drafting", True, []),
        ("table_input", True, []),
        ("adopted", True, ["plan"]),
        ("in_year", True, ["plan"]),
        ("closed", True, ["plan"]),
        ("adopted", False, []),
    ],
)
def test_anybody_sees_plans_once_adopted_while_the_page_is_on(state, is_public, seen, plan):
    ActionPlan.objects.update(state=state, adopted_on=TODAY, motion="M")
    type(plan.partnership).objects.update(is_public=is_public)

    found = list(plans_visible_to(AnonymousUser()))

    assert ["plan" for __ in found] == seen


def test_officers_see_no_draft_and_no_update(action):
    officer = person_with_role(Role.OFFICER, action.partnership)
    UpdateFactory(action=action)

    assert list(plans_visible_to(officer)) == []
    assert list(actions_visible_to(officer)) == []
    assert list(updates_visible_to(officer)) == []


def test_officers_see_an_adopted_plan_and_still_no_update(running):
    officer = person_with_role(Role.OFFICER, running.partnership)
    UpdateFactory(action=running)

    assert list(actions_visible_to(officer)) == [running]
    assert list(updates_visible_to(officer)) == []


def test_an_action_taken_out_of_a_draft_never_shows_beyond_the_table(coordinator, action):
    end_action(action, by=coordinator, because="Twice.")
    ActionPlan.objects.update(state="in_year", adopted_on=TODAY, motion="M")

    assert list(actions_visible_to(AnonymousUser())) == []
    assert list(actions_visible_to(coordinator)) == [action]


def test_members_of_another_partnership_see_nothing_of_a_draft(action):
    stranger = person_with_role(Role.COORDINATOR, ActionPlanFactory().partnership)

    assert list(actions_visible_to(stranger)) == []


# --- Outputs -----------------------------------------------------------------------------------------------------------
def test_outputs_of_takes_one_query_whatever_the_number_of_actions(plan, django_assert_num_queries):
    actions = []
    for __ in range(3):
        output = PlannedOutputFactory(action__plan=plan)
        OutputCountFactory(output=output)
        actions.append(output.action)
    one = list(Action.objects.filter(pk=actions[0].pk).select_related("partnership"))
    three = list(Action.objects.select_related("partnership"))

    with django_assert_num_queries(1):
        outputs_of(one)
    with django_assert_num_queries(1):
        found = outputs_of(three)

    assert [figures[0].done for figures in found.values()] == [6, 6, 6]


def test_outputs_of_leaves_withdrawn_updates_out_and_names_the_others():
    output = PlannedOutputFactory()
    OutputCountFactory(output=output, amount=4, update__text="Four pairs")
    OutputCountFactory(output=output, amount=50, update__ended_on=TODAY, update__ended_because="Mistake")

    figure = outputs_of([output.action])[output.action.pk][0]

    assert (figure.done, [(row.amount, row.text) for row in figure.rows]) == (4, [(4, "Four pairs")])


def test_added_per_unit_never_adds_across_units(plan):
    pairs = PlannedOutputFactory(action__plan=plan, amount=30)
    more = PlannedOutputFactory(action__plan=plan, amount=10, unit_en="Pairs ", unit_fr="jumelages")
    evenings = PlannedOutputFactory(action__plan=plan, amount=2, unit_en="evenings", unit_fr="soirées")
    found = outputs_of([pairs.action, more.action, evenings.action])

    added = added_per_unit(figure for figures in found.values() for figure in figures)

    assert [(one.unit_en, one.planned) for one in added] == [("pairs", 40), ("evenings", 2)]


def test_share_done_is_the_mean_over_units():
    output = PlannedOutputFactory(amount=10)
    PlannedOutputFactory(action=output.action, amount=2, unit_en="evenings", unit_fr="soirées")
    OutputCountFactory(output=output, amount=25)

    assert share_done(outputs_of([output.action])[output.action.pk]) == 0.5


# --- The plan's page ---------------------------------------------------------------------------------------------------
@pytest.fixture
def three(running, table):
    """Three actions: one on time, one past its day, one of another body."""
    plan = running.plan
    late = ActionFactory(plan=plan, body=table, title_en="Welcome map", title_fr="Carte", due_on=date(2026, 9, 30))
    other = ActionFactory(plan=plan, title_en="Bus survey", title_fr="Sondage à l’arrêt", lead=None)
    other.partners.add(OrganizationFactory(partnership=plan.partnership, name_en="Cité collégiale", name_fr=""))
    return running, late, other


def titles(page):
    return [row.title.text for row in page.rows]


def test_plan_page_puts_late_actions_first(coordinator, three):
    page = plan_page(three[0].plan, PlanFilters(), coordinator)

    assert titles(page) == ["Welcome map", "Mentoring pilot", "Bus survey"]
    assert page.rows[0].label == "Late"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"words": "MAP welcome"}, ["Welcome map"]),
        ({"words": "arret"}, ["Bus survey"]),
        ({"words": "cite college"}, []),
        ({"words": "cite collegiale"}, ["Bus survey"]),
        ({"words": "emploi"}, ["Welcome map", "Mentoring pilot"]),
        ({"state": "late"}, ["Welcome map"]),
        ({"state": "not_started", "words": "bus"}, ["Bus survey"]),
        ({"sort": "title"}, ["Bus survey", "Mentoring pilot", "Welcome map"]),
        ({"sort": "-due"}, ["Mentoring pilot", "Bus survey", "Welcome map"]),
    ],
)
def test_plan_page_finds_by_words_and_state(coordinator, three, filters, found):
    page = plan_page(three[0].plan, PlanFilters(**filters), coordinator)

    assert titles(page) == found
    assert page.total == 3


def test_plan_page_finds_by_direction_and_body(coordinator, three, table):
    plan, direction = three[0].plan, three[2].direction

    assert titles(plan_page(plan, PlanFilters(direction=direction.code), coordinator)) == ["Bus survey"]
    assert titles(plan_page(plan, PlanFilters(body=table.code), coordinator)) == ["Welcome map", "Mentoring pilot"]


def test_plan_page_tells_nothing_of_progress_beyond_the_table(running):
    OutputCountFactory(output=running.planned_outputs.get())
    Action.objects.update(state="at_risk")

    page = plan_page(running.plan, PlanFilters(), AnonymousUser())

    row = page.rows[0]
    assert (row.standing, row.label, row.share, row.why) == ("planned", "Planned", 0.0, "")
    assert [(figure.planned, figure.done) for figure in row.outputs] == [(30, 0)]
    assert page.states == []


def test_plan_page_says_why_an_action_is_behind(coordinator, running, member):
    add_update(running, said(state="at_risk", obstacle="partner_staff", text="Two mentors moved."), by=member)

    page = plan_page(running.plan, PlanFilters(), coordinator)

    assert page.rows[0].why == "A partner’s staff left. Two mentors moved."


def test_plan_page_takes_as_many_queries_for_one_action_as_for_three(
    coordinator, running, django_assert_num_queries, plan
):
    plan = ActionPlan.objects.select_related("partnership").get(pk=running.plan.pk)
    coordinator.has_perm("actionplans.view_update", plan)
    with django_assert_num_queries(4):
        plan_page(plan, PlanFilters(), coordinator)
    for __ in range(2):
        PlannedOutputFactory(action__plan=plan)

    with django_assert_num_queries(4):
        assert len(plan_page(plan, PlanFilters(), coordinator).rows) == 3


# --- Planned against done ----------------------------------------------------------------------------------------------
def test_planned_against_done_tells_each_line_and_what_needs_a_reason(co_chair, action, member, table):
    done = ActionFactory(plan=action.plan, body=table, title_en="Guide", title_fr="Guide", direction=action.direction)
    output = PlannedOutputFactory(action=done, amount=1, unit_en="guide", unit_fr="guide")
    put_to_tables(action.plan, by=co_chair)
    plan = adopt_plan(action.plan, by=co_chair, on=TODAY, motion="Motion 12")
    update = add_update(done, said(state="done", counts={output.pk: 1}), by=member)
    EvidenceFactory(update=update)
    add_update(action, said(state="stopped", text="No hall."), by=member)

    told = planned_against_done(plan)

    lines = {line.title_en: line for line in told.lines}
    guide, pilot = lines["Guide"], lines["Mentoring pilot"]
    assert (guide.state, guide.needs_reason, guide.evidence_count) == ("done", False, 1)
    assert (guide.planned, [(one.amount, one.unit_en) for one in guide.done]) == (
        [(1, "guide", "guide")],
        [(1, "guide")],
    )
    assert [row.update_code for row in guide.done[0].rows] == [update.code]
    assert (pilot.state, pilot.needs_reason, pilot.is_short) == ("stopped", True, True)
    assert {figure.key: figure.value for figure in told.figures} == {
        "adopted": "2",
        "done": "1",
        "under_way": "0",
        "carried_over": "0",
        "late": "0",
        "stopped": "1",
    }
    assert [row.label for row in told.figures[1].rows] == ["Guide"]


def test_planned_against_done_keeps_the_adopted_figures_beside_amended_ones(co_chair, action):
    put_to_tables(action.plan, by=co_chair)
    plan = adopt_plan(action.plan, by=co_chair, on=TODAY, motion="Motion 12")
    planned = [{"amount": 20, "unit_en": "pairs", "unit_fr": "jumelages"}]
    amend_action(action, {"planned": planned}, by=co_chair, version=action.version, because="Fewer mentors.")
    ActionFactory(plan=plan)

    first, second = planned_against_done(plan).lines

    assert first.planned == [(20, "pairs", "jumelages")]
    assert first.adopted == [(30, "pairs", "jumelages")]
    assert second.was_added_later is True
    assert first.change == Change("Changed since it was adopted. Before: Planned outputs: 30 pairs.", "Fewer mentors.")
    assert second.change == Change("Added after the plan was adopted.", "")


@pytest.mark.parametrize(
    ("state", "due_on", "needs"),
    [
        ("on_track", date(2026, 12, 1), False),
        ("on_track", date(2026, 10, 13), True),
        ("late", date(2026, 12, 1), True),
        ("stopped", date(2026, 12, 1), True),
        ("carried_over", date(2026, 12, 1), True),
        ("done", date(2026, 9, 1), False),
    ],
)
def test_planned_against_done_wants_a_reason_where_plan_and_deed_differ(running, state, due_on, needs):
    OutputCountFactory(output=running.planned_outputs.get(), amount=30)
    Action.objects.update(state=state, due_on=due_on)

    line = planned_against_done(ActionPlan.objects.get(pk=running.plan.pk)).lines[0]

    assert line.needs_reason is needs


def test_planned_against_done_takes_as_many_queries_for_one_action_as_for_three(running, django_assert_num_queries):
    plan = ActionPlan.objects.select_related("partnership").get(pk=running.plan.pk)
    with django_assert_num_queries(5):
        planned_against_done(plan)
    for __ in range(2):
        OutputCountFactory(output__action__plan=plan)

    with django_assert_num_queries(5):
        assert len(planned_against_done(plan).lines) == 3


# --- What waits for a word -----------------------------------------------------------------------------------------------
def test_quiet_actions_are_those_without_a_word_for_ninety_days(running, member):
    plan = running.plan
    Action.objects.filter(pk=running.pk).update(last_update_on=TODAY - timedelta(days=90))
    heard = ActionFactory(plan=plan, last_update_on=TODAY - timedelta(days=89))
    never = ActionFactory(plan=plan, starts_on=date(2026, 4, 1))
    ActionFactory(plan=plan, starts_on=date(2026, 9, 1))
    ActionFactory(plan=plan, state="done", last_update_on=date(2026, 4, 2))

    assert list(quiet_actions(plan.partnership)) == [never, running]
    assert list(quiet_actions(plan.partnership, days=89)) == [never, running, heard]


def test_open_actions_of_a_body_and_of_a_person_at_it(running, member, table):
    ActionFactory(plan=running.plan, body=table, state="done")
    ActionFactory(plan=running.plan)

    assert list(open_actions_of(table)) == [running]
    assert list(open_actions_of(member)) == [running]


def test_help_is_wanted_until_an_update_says_it_no_longer_is(running, member):
    add_update(running, said(on=date(2026, 9, 1), wants_help=True, text="Mentors?"), by=member)
    add_update(running, said(on=date(2026, 9, 8), text="Six pairs have met."), by=member)
    kept = list(help_wanted(running.partnership))
    add_update(running, said(wants_help=False), by=member)

    assert [update.text for update in kept] == ["Mentors?"]
    assert list(help_wanted(running.partnership)) == []


def test_body_actions_groups_by_what_they_need(running, member, table):
    ActionFactory(plan=running.plan, body=table, title_en="Visits", last_update_on=TODAY)
    ActionFactory(plan=running.plan, body=table, title_en="List", state="done")

    groups = body_actions(table, member)

    assert [(group.label, [row.action.title_en for row in group.rows]) for group in groups] == [
        ("Needs a word", ["Mentoring pilot"]),
        ("On the way", ["Visits"]),
        ("Finished", ["List"]),
    ]
    assert groups[0].rows[0].line == "Not started. Quiet for 196 days. 0 of 30 pairs."


def test_actions_to_carry_are_last_years_unfinished_ones(running, coordinator):
    ActionFactory(plan=running.plan, state="done")
    next_plan = ActionPlanFactory(partnership=running.partnership, strategy=running.plan.strategy, year=2027)
    offered = actions_to_carry(next_plan)
    carry_over_actions(next_plan, [running], by=coordinator)

    assert offered == [running]
    assert actions_to_carry(next_plan) == []


def test_open_years_are_those_of_strategies_in_hand_without_a_plan(plan):
    StrategyFactory(partnership=plan.partnership, state="drafting", adopted_on=None, first_year=2028, last_year=2029)
    StrategyFactory(
        partnership=plan.partnership,
        state="closed",
        adopted_on=date(2020, 1, 9),
        motion="1",
        first_year=2020,
        last_year=2021,
    )

    assert open_years(plan.partnership) == [2027, 2028, 2029, 2025]


def test_plan_for_year_finds_the_plan(plan):
    assert plan_for_year(plan.partnership, 2026) == plan
    assert plan_for_year(plan.partnership, 2027) is None


# --- The chain -----------------------------------------------------------------------------------------------------------
def test_chain_runs_from_the_finding_to_what_the_app_above_draws(running, member, coordinator, monkeypatch):
    running.direction.findings.add(FindingFactory(research__partnership=running.partnership))
    add_update(running, said(), by=member)
    before = [(link.kind, link.state) for link in action_page(running, coordinator).chain.links]

    monkeypatch.setattr("actionplans.registry._above", [])
    above_action(lambda action, user: [Link("Achievement", "Thirty pairs"), Link("Report line", "Section 5")])
    after = [link.text for link in action_page(running, coordinator).chain.links]

    assert before == [
        ("Finding", "done"),
        ("Direction", "done"),
        ("Action", "here"),
        ("Update", "done"),
        ("Achievement", "missing"),
        ("Report line", "missing"),
    ]
    assert after[-2:] == ["Thirty pairs", "Section 5"]


def test_action_page_beyond_the_table_holds_no_update(running, member):
    add_update(running, said(text="Canary word"), by=member)
    BodyFactory(partnership=running.partnership)

    page = action_page(running, AnonymousUser())

    assert page.history == []
    assert [link.kind for link in page.chain.links] == ["Finding", "Direction", "Action"]
    assert (page.label, page.share) == ("Planned", 0.0)
