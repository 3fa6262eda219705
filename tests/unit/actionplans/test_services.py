"""What people can do to plans and actions, and when they are refused."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans.models import Action, ActionPlan, PlannedOutput
from actionplans.queries import adopted_actions, amendment_reasons, changes_since_adoption, outputs_of
from actionplans.services import (
    add_evidence,
    add_update,
    adopt_plan,
    amend_action,
    carry_over_actions,
    close_plan,
    correct_update,
    create_action,
    create_plan,
    edit_action,
    edit_plan,
    end_action,
    end_evidence,
    end_update,
    open_year,
    put_to_tables,
)
from councils.choices import Role
from lipportal.audit.models import Entry
from lipportal.audit.queries import frozen_copies_of
from lipportal.files.services import open_file
from lipportal.shared.errors import Conflict, Refused
from strategies.models import Strategy
from tests.factories.actionplans import ActionFactory, ActionPlanFactory, PlannedOutputFactory, UpdateFactory
from tests.factories.councils import BodyFactory, OrganizationFactory, PartnershipFactory, person_with_role
from tests.factories.strategies import DirectionFactory, StrategyFactory
from tests.unit.actionplans.conftest import TODAY, said

pytestmark = pytest.mark.django_db
PAIRS = {"amount": 30, "unit_en": "pairs", "unit_fr": "jumelages"}


def values_of_action(plan, **changed):
    return {
        "direction": DirectionFactory(strategy=plan.strategy),
        "title_en": "Welcome map",
        "title_fr": "Carte de bienvenue",
        "kind": "project",
        "starts_on": date(2026, 4, 20),
        "due_on": date(2026, 9, 30),
        "planned": [{"amount": 10, "unit_en": "sheets", "unit_fr": "feuillets"}],
        **changed,
    }


def reasons(caught):
    return [str(reason) for reason in caught.value.reasons]


# --- Starting a plan -------------------------------------------------------------------------------------------------
def test_create_plan_starts_a_draft_of_the_strategy_in_force(coordinator, plan):
    started = create_plan(plan.partnership, year=2027, by=coordinator)

    assert (started.state, started.strategy, started.year) == ("drafting", plan.strategy, 2027)
    assert plan.partnership.stages["plan"] == "now"


def test_create_plan_refuses_a_year_that_has_a_plan(coordinator, plan):
    with pytest.raises(Refused) as caught:
        create_plan(plan.partnership, year=2026, by=coordinator)

    assert reasons(caught) == ["There is a plan for 2026–\u206027 already. Open it and go on there."]


def test_create_plan_refuses_a_year_outside_the_strategy(coordinator, plan):
    with pytest.raises(Refused) as caught:
        create_plan(plan.partnership, year=2031, by=coordinator)

    assert "2031–\u206032 lies outside it" in reasons(caught)[0]


def test_an_action_may_start_before_the_strategy_is_final():
    """R22: stages overlap; a plan is adopted and carried out on a strategy that is still being written."""
    partnership = PartnershipFactory()
    strategy = StrategyFactory(partnership=partnership, state="drafting", adopted_on=None, motion="")
    coordinator = person_with_role(Role.COORDINATOR, partnership)
    started = create_plan(partnership, year=2026, by=coordinator)
    action = create_action(
        started, values_of_action(started, body=BodyFactory(partnership=partnership)), by=coordinator
    )

    put_to_tables(started, by=coordinator)
    started.refresh_from_db()
    adopt_plan(started, by=coordinator, on=partnership.today(), motion="Motion 1")
    action.refresh_from_db()
    add_update(action, said(text="Begun."), by=coordinator)

    assert (started.strategy, strategy.state) == (strategy, "drafting")
    assert action.updates.count() == 1


def test_create_plan_carries_out_the_adopted_strategy_rather_than_a_draft(coordinator, plan):
    StrategyFactory(
        partnership=plan.partnership, state="drafting", adopted_on=None, motion="", first_year=2027, last_year=2030
    )

    assert create_plan(plan.partnership, year=2027, by=coordinator).strategy == plan.strategy
    assert create_plan(plan.partnership, year=2029, by=coordinator).strategy != plan.strategy


def test_create_plan_carries_out_a_draft_rather_than_a_strategy_that_is_over(coordinator, plan):
    Strategy.objects.filter(pk=plan.strategy_id).update(state="closed")
    draft = StrategyFactory(
        partnership=plan.partnership, state="drafting", adopted_on=None, motion="", first_year=2027, last_year=2030
    )

    assert create_plan(plan.partnership, year=2027, by=coordinator).strategy == draft


def test_create_plan_refuses_without_a_strategy():
    partnership = PartnershipFactory()

    with pytest.raises(Refused) as caught:
        create_plan(partnership, year=2026, by=person_with_role(Role.COORDINATOR, partnership))

    assert reasons(caught) == ["A plan carries out a strategy. Begin a strategy first."]


def test_create_plan_refuses_a_member(member, plan):
    with pytest.raises(Refused):
        create_plan(plan.partnership, year=2027, by=member)

    assert ActionPlan.objects.count() == 1


def test_edit_plan_refuses_once_adopted(coordinator, running):
    with pytest.raises(Refused):
        edit_plan(running.plan, {"priorities_en": "Jobs"}, by=coordinator, version=running.plan.version)


def test_edit_plan_marks_the_other_language_out_of_date(coordinator, plan):
    plan = edit_plan(plan, {"priorities_en": "Jobs", "priorities_fr": "Emplois"}, by=coordinator, version=plan.version)

    plan = edit_plan(plan, {"priorities_en": "Jobs and homes"}, by=coordinator, version=plan.version)

    assert plan.language_notes == {"priorities": {"fr": "out_of_date"}}


# --- Actions ---------------------------------------------------------------------------------------------------------
def test_create_action_keeps_a_row_for_each_planned_output(coordinator, plan):
    created = create_action(plan, values_of_action(plan), by=coordinator)

    assert list(created.planned_outputs.values_list("amount", "unit_en", "unit_fr")) == [(10, "sheets", "feuillets")]
    assert created.partnership == plan.partnership


def test_create_action_refuses_a_day_after_the_fiscal_year(coordinator, plan):
    with pytest.raises(Refused) as caught:
        create_action(plan, values_of_action(plan, due_on=date(2027, 4, 1)), by=coordinator)

    told = "Choose a day up to then; what takes longer is carried over."
    assert reasons(caught) == [f"The fiscal year ends on Wednesday 31\u00a0March 2027. {told}"]


def test_create_action_refuses_another_partnerships_lead(coordinator, plan):
    with pytest.raises(Refused):
        create_action(plan, values_of_action(plan, lead=OrganizationFactory()), by=coordinator)


def test_create_action_refuses_another_strategys_direction(coordinator, plan):
    with pytest.raises(Refused):
        create_action(plan, values_of_action(plan, direction=DirectionFactory()), by=coordinator)


def test_create_action_lets_a_table_lead_add_to_their_own_table_only(table_lead, table, plan):
    other = BodyFactory(partnership=plan.partnership, kind="table")

    create_action(plan, values_of_action(plan, body=table), by=table_lead)
    with pytest.raises(Refused):
        create_action(plan, values_of_action(plan, body=other), by=table_lead)

    assert list(plan.actions.values_list("body", flat=True)) == [table.pk]


def test_create_action_in_an_adopted_plan_wants_a_reason_and_is_marked(coordinator, running):
    plan = running.plan
    with pytest.raises(Refused):
        create_action(plan, values_of_action(plan), by=coordinator)

    added = create_action(plan, values_of_action(plan), by=coordinator, because="New money came.")

    assert [reason.text for reason in amendment_reasons(added)] == ["New money came."]


def test_create_action_in_an_adopted_plan_is_not_a_table_leads(table_lead, table, running):
    with pytest.raises(Refused):
        create_action(running.plan, values_of_action(running.plan, body=table), by=table_lead, because="More")


def test_create_action_in_one_language_can_be_marked_as_an_exception(coordinator, plan):
    values = values_of_action(plan, title_fr="", one_language=True)

    created = create_action(plan, values, by=coordinator)

    assert created.language_notes == {"title": {"fr": "excepted"}}


def test_edit_action_changes_outputs_and_keeps_the_counted_row(coordinator, action):
    output = action.planned_outputs.get()

    edited = edit_action(
        action, {"planned": [{**PAIRS, "amount": 25}], "title_en": "Mentoring"}, by=coordinator, version=action.version
    )

    assert (edited.title_en, edited.planned) == ("Mentoring", [{**PAIRS, "amount": 25}])
    assert list(PlannedOutput.objects.filter(action=action).values_list("pk", "amount")) == [(output.pk, 25)]


def test_edit_action_conflicts_with_a_version_read_before(coordinator, action):
    edit_action(action, {"title_en": "First"}, by=coordinator, version=action.version)

    with pytest.raises(Conflict):
        edit_action(action, {"title_en": "Second"}, by=coordinator, version=action.version)


def test_edit_action_after_adoption_leaves_what_was_adopted(table_lead, running):
    edited = edit_action(
        running, {"title_en": "Other", "equity_notes": "Evenings only"}, by=table_lead, version=running.version
    )

    assert (edited.title_en, edited.equity_notes) == ("Mentoring pilot", "Evenings only")


def test_edit_action_is_refused_to_the_lead_of_another_table(running):
    other = BodyFactory(partnership=running.partnership, kind="table")
    lead = person_with_role(Role.TABLE_LEAD, running.partnership, body=other)

    with pytest.raises(Refused):
        edit_action(running, {"equity_notes": "x"}, by=lead, version=running.version)


def test_end_action_takes_it_out_of_a_draft(coordinator, action):
    ended = end_action(action, by=coordinator, because="Stands twice.")

    assert (ended.ended_on, ended.ended_because) == (TODAY, "Stands twice.")


def test_end_action_refuses_to_let_an_adopted_one_vanish(coordinator, running):
    with pytest.raises(Refused) as caught:
        end_action(running, by=coordinator, because="Too hard.")

    assert "Add an update: “Stopped”, and why." in reasons(caught)[0]


# --- Adoption and amendments -----------------------------------------------------------------------------------------
def adopted(plan, by):
    put_to_tables(plan, by=by)
    return adopt_plan(plan, by=by, on=date(2026, 10, 1), motion="Motion 12")


def test_adopt_plan_freezes_every_figure_and_finishes_the_stage(co_chair, action):
    plan = adopted(action.plan, co_chair)

    frozen = adopted_actions(plan)[action.code]
    assert (plan.state, plan.motion, plan.adopted_by) == ("adopted", "Motion 12", co_chair)
    assert (frozen.title_en, frozen.planned) == ("Mentoring pilot", ((30, "pairs", "jumelages"),))
    assert frozen_copies_of(plan).count() == 1
    assert plan.partnership.stages["plan"] == "done"
    assert Entry.objects.filter(action="actionplan.adopt", record_code=plan.code).count() == 1


def test_adopt_plan_refuses_a_plan_that_was_not_put_to_the_tables(co_chair, action):
    with pytest.raises(Refused) as caught:
        adopt_plan(action.plan, by=co_chair, on=TODAY, motion="Motion 12")

    assert "This step is not open now" in reasons(caught)[0]


def test_adopt_plan_refuses_without_motion_or_reason(co_chair, action):
    put_to_tables(action.plan, by=co_chair)

    with pytest.raises(Refused) as caught:
        adopt_plan(action.plan, by=co_chair, on=TODAY)

    assert reasons(caught) == ["Write the motion, or say why there was none."]


def test_adopt_plan_refuses_a_day_to_come(co_chair, action):
    put_to_tables(action.plan, by=co_chair)

    with pytest.raises(Refused):
        adopt_plan(action.plan, by=co_chair, on=date(2026, 10, 15), motion="Motion 12")


def test_adopt_plan_names_what_each_action_lacks(co_chair, plan):
    ActionFactory(plan=plan, title_fr="")
    put_to_tables(plan, by=co_chair)

    with pytest.raises(Refused) as caught:
        adopt_plan(plan, by=co_chair, on=TODAY, motion="Motion 12")

    assert reasons(caught) == [
        "“Mentoring pilot” needs a body or an organization that leads it.",
        "“Mentoring pilot” needs at least one planned output.",
        "“Mentoring pilot” is in one language only. Write the other, or mark it as an exception.",
    ]


def test_adopt_plan_refuses_a_table_lead(table_lead, co_chair, action):
    put_to_tables(action.plan, by=co_chair)

    with pytest.raises(Refused):
        adopt_plan(action.plan, by=table_lead, on=TODAY, motion="Motion 12")


def test_amend_action_keeps_the_original_beside_and_the_reason(co_chair, action):
    plan = adopted(action.plan, co_chair)
    action.refresh_from_db()

    amended = amend_action(
        action,
        {"due_on": date(2026, 12, 18), "planned": [{**PAIRS, "amount": 20}]},
        by=co_chair,
        version=action.version,
        because="The college lost its hall.",
    )

    beside = changes_since_adoption(amended, adopted_actions(plan)[action.code])
    assert [(one.label, one.adopted, one.now) for one in beside] == [
        ("Due", "Wed 31\u00a0Mar 2027", "Fri 18\u00a0Dec 2026"),
        ("Planned outputs", "30 pairs", "20 pairs"),
    ]
    assert [reason.text for reason in amendment_reasons(amended)] == ["The college lost its hall."]


def test_amend_action_refuses_without_a_reason(co_chair, running):
    with pytest.raises(Refused):
        amend_action(running, {"title_en": "x"}, by=co_chair, version=running.version, because=" ")


def test_amend_action_refuses_a_reason_for_nothing(co_chair, running):
    with pytest.raises(Refused, match="Nothing here differs"):
        amend_action(running, {"title_en": running.title_en}, by=co_chair, version=running.version, because="A reason")


def test_amend_action_refuses_a_table_lead(table_lead, running):
    with pytest.raises(Refused):
        amend_action(running, {"title_en": "x"}, by=table_lead, version=running.version, because="Why not")


def test_amend_action_refuses_a_draft(co_chair, action):
    with pytest.raises(Refused):
        amend_action(action, {"title_en": "x"}, by=co_chair, version=action.version, because="Why not")


def test_amend_action_keeps_a_unit_that_was_counted(co_chair, running, member):
    output = running.planned_outputs.get()
    add_update(running, said(counts={output.pk: 6}), by=member)

    with pytest.raises(Refused) as caught:
        amend_action(
            running,
            {"planned": [{"amount": 3, "unit_en": "evenings", "unit_fr": "soirées"}]},
            by=co_chair,
            version=running.version,
            because="Other things.",
        )

    assert "“pairs” has been counted in updates" in reasons(caught)[0]
    assert PlannedOutput.objects.get(action=running) == output


def test_open_year_shows_the_partnership_carrying_out(co_chair, action):
    plan = adopted(action.plan, co_chair)

    opened = open_year(plan, by=co_chair)

    assert (opened.state, opened.partnership.stages["implement"]) == ("in_year", "now")


def test_close_plan_waits_for_the_end_of_the_year(co_chair, running):
    with pytest.raises(Refused) as caught:
        close_plan(running.plan, by=co_chair)

    assert reasons(caught) == ["The year runs until Wednesday 31\u00a0March 2027; it can be closed after that."]


def test_close_plan_closes_a_year_that_is_over(co_chair, running):
    ActionPlan.objects.filter(pk=running.plan.pk).update(year=2025)

    closed = close_plan(ActionPlan.objects.get(pk=running.plan.pk), by=co_chair)

    assert closed.state == "closed"
    assert closed.partnership.stages["implement"] == "done"


# --- Updates ---------------------------------------------------------------------------------------------------------
def test_add_update_moves_the_actions_state_and_last_word(member, running):
    output = running.planned_outputs.get()

    update = add_update(running, said(state="at_risk", counts={output.pk: 6}), by=member, language="fr")

    running.refresh_from_db()
    assert (running.state, running.last_update_on) == ("at_risk", TODAY)
    assert (update.language, update.author) == ("fr", member)
    assert [(figure.done, figure.planned) for figure in outputs_of([running])[running.pk]] == [(6, 30)]
    assert running.partnership.stages["implement"] == "now"
    assert Entry.objects.filter(action="partnership.stage_recorded").count() == 1


def test_add_update_counts_are_added_per_unit_and_never_across(member, running):
    pairs = running.planned_outputs.get()
    evenings = PlannedOutputFactory(action=running, amount=2, unit_en="evenings", unit_fr="soirées")

    add_update(running, said(counts={pairs.pk: 6, evenings.pk: 1}), by=member)
    add_update(running, said(counts={pairs.pk: 4}), by=member)

    assert [(figure.unit_en, figure.done) for figure in outputs_of([running])[running.pk]] == [
        ("pairs", 10),
        ("evenings", 1),
    ]


def test_add_update_of_an_older_day_leaves_the_newest_word(member, running):
    add_update(running, said(state="done"), by=member)

    add_update(running, said(state="late", on=date(2026, 9, 1)), by=member)

    running.refresh_from_db()
    assert (running.state, running.last_update_on) == ("done", TODAY)


def test_add_update_refuses_a_day_to_come(member, running):
    with pytest.raises(Refused):
        add_update(running, said(on=date(2026, 10, 15)), by=member)


def test_add_update_refuses_a_stop_without_a_sentence(member, running):
    with pytest.raises(Refused) as caught:
        add_update(running, said(state="stopped", text=" "), by=member)

    assert reasons(caught) == ["Say in a sentence why it was stopped."]


def test_add_update_refuses_before_adoption(member, action):
    with pytest.raises(Refused) as caught:
        add_update(action, said(), by=member)

    assert reasons(caught) == ["Updates begin once the plan is adopted."]


def test_add_update_refuses_a_member_of_another_table(running):
    other = BodyFactory(partnership=running.partnership, kind="table")

    with pytest.raises(Refused):
        add_update(running, said(), by=person_with_role(Role.MEMBER, running.partnership, body=other))


def test_add_update_refuses_another_actions_output(member, running):
    foreign = PlannedOutputFactory()

    with pytest.raises(Refused):
        add_update(running, said(counts={foreign.pk: 1}), by=member)


def test_correct_update_recounts_and_follows(member, running):
    output = running.planned_outputs.get()
    update = add_update(running, said(counts={output.pk: 60}), by=member)

    correct_update(update, said(state="done", counts={output.pk: 6}), by=member, version=update.version)

    running.refresh_from_db()
    assert running.state == "done"
    assert outputs_of([running])[running.pk][0].done == 6
    assert Entry.objects.filter(action="update.counted").count() == 2


def test_correct_update_refuses_another_member(running, member, table):
    update = UpdateFactory(action=running, author=member)
    other = person_with_role(Role.MEMBER, table.partnership, body=table)

    with pytest.raises(Refused):
        correct_update(update, said(), by=other, version=update.version)


def test_correct_update_refuses_an_author_who_left_the_table(running, plan):
    left = person_with_role(Role.READER, plan.partnership)
    update = UpdateFactory(action=running, author=left)

    with pytest.raises(Refused):
        correct_update(update, said(), by=left, version=update.version)


def test_end_update_gives_the_action_back_its_earlier_state(member, running):
    output = running.planned_outputs.get()
    add_update(running, said(state="on_track", on=date(2026, 9, 1)), by=member)
    mistake = add_update(running, said(state="done", counts={output.pk: 30}), by=member)

    end_update(mistake, by=member, because="Wrong action.")

    running.refresh_from_db()
    assert (running.state, running.last_update_on) == ("on_track", date(2026, 9, 1))
    assert outputs_of([running])[running.pk][0].done == 0


def test_end_update_refuses_without_a_reason(member, running):
    update = add_update(running, said(), by=member)

    with pytest.raises(Refused):
        end_update(update, by=member, because="")


# --- Evidence --------------------------------------------------------------------------------------------------------
def test_add_evidence_keeps_a_file_that_people_at_the_table_open(member, running, coordinator):
    update = add_update(running, said(), by=member)

    evidence = add_evidence(update, {"file": SimpleUploadedFile("pairs.txt", b"six"), "caption": "List"}, by=member)

    opened = open_file(coordinator, evidence.file_code)
    assert opened is not None
    assert opened.content.read() == b"six"
    opened.content.close()
    assert open_file(person_with_role(Role.OFFICER, running.partnership), evidence.file_code) is None


def test_add_update_takes_evidence_along(member, running):
    update = add_update(running, said(link="https://example.org/pairs", caption="List"), by=member)

    assert list(update.evidence.values_list("caption", "link")) == [("List", "https://example.org/pairs")]


def test_add_update_keeps_nothing_when_its_file_is_not_fit(member, running):
    with pytest.raises(Refused):
        add_update(running, said(file=SimpleUploadedFile("pairs.exe", b"MZ")), by=member)

    assert running.updates.count() == 0


def test_end_evidence_closes_its_file(member, table_lead, running):
    update = add_update(running, said(file=SimpleUploadedFile("pairs.txt", b"six")), by=member)
    evidence = update.evidence.get()

    end_evidence(evidence, by=table_lead, because="Names in it.")

    assert open_file(member, evidence.file_code) is None


# --- Carrying over ---------------------------------------------------------------------------------------------------
@pytest.fixture
def next_plan(plan):
    return ActionPlanFactory(partnership=plan.partnership, strategy=plan.strategy, year=2027)


def test_carry_over_actions_plans_what_is_left_and_marks_the_old_one(coordinator, member, running, next_plan):
    add_update(running, said(counts={running.planned_outputs.get().pk: 18}), by=member)

    carried = carry_over_actions(next_plan, [running], by=coordinator)[0]

    running.refresh_from_db()
    assert (carried.carried_from, carried.planned) == (running, [{**PAIRS, "amount": 12}])
    assert (carried.starts_on, carried.due_on) == (date(2027, 4, 1), date(2028, 3, 31))
    assert running.state == "carried_over"


def test_carry_over_actions_refuses_one_twice(coordinator, running, next_plan):
    carry_over_actions(next_plan, [running], by=coordinator)

    with pytest.raises(Refused):
        carry_over_actions(next_plan, [running], by=coordinator)

    assert Action.objects.filter(plan=next_plan).count() == 1


def test_carry_over_actions_refuses_a_finished_one(coordinator, running, next_plan, member):
    add_update(running, said(state="done"), by=member)
    running.refresh_from_db()

    with pytest.raises(Refused):
        carry_over_actions(next_plan, [running], by=coordinator)


def test_carry_over_actions_wants_a_direction_of_a_new_strategy(coordinator, running):
    renewed = StrategyFactory(partnership=running.partnership, first_year=2027, last_year=2029)
    plan = ActionPlanFactory(partnership=running.partnership, strategy=renewed, year=2027)
    direction = DirectionFactory(strategy=renewed)

    with pytest.raises(Refused):
        carry_over_actions(plan, [running], by=coordinator)
    carried = carry_over_actions(plan, [running], by=coordinator, directions={running.code: direction})

    assert [action.direction for action in carried] == [direction]


def test_carried_over_lasts_through_further_words_until_it_is_done(coordinator, member, running, next_plan):
    carry_over_actions(next_plan, [running], by=coordinator)

    add_update(running, said(state="at_risk"), by=member)
    running.refresh_from_db()
    meanwhile = running.state
    add_update(running, said(state="done"), by=member)
    running.refresh_from_db()

    assert (meanwhile, running.state) == ("carried_over", "done")


def test_end_action_gives_last_years_action_back(coordinator, running, next_plan):
    carried = carry_over_actions(next_plan, [running], by=coordinator)[0]

    end_action(carried, by=coordinator, because="Not after all.")

    running.refresh_from_db()
    assert running.state == "not_started"
