"""What typed text becomes: planned outputs, updates, adoption."""

from datetime import date

import pytest
from django.http import QueryDict

from actionplans.forms import ActionForm, AdoptForm
from actionplans.forms.planned import PlannedField, PlannedWidget
from actionplans.models import Action
from actionplans.views.updating import update_form
from tests.factories.councils import OrganizationFactory
from tests.factories.strategies import DirectionFactory

pytestmark = pytest.mark.django_db
ROW = {"amount": 30, "unit_en": "pairs", "unit_fr": "jumelages"}


def typed(*texts):
    query = QueryDict(mutable=True)
    query.setlist("planned", texts)
    return PlannedWidget().value_from_datadict(query, {}, "planned")


def test_planned_field_reads_rows_three_by_three_and_leaves_blank_ones():
    assert PlannedField().clean(typed("30", "pairs", "jumelages", "", "", "", "2 000", "maps", "")) == [
        ROW,
        {"amount": 2000, "unit_en": "maps", "unit_fr": ""},
    ]


@pytest.mark.parametrize(
    "texts",
    [["x", "pairs", ""], ["", "pairs", ""], ["0", "pairs", ""], ["-1", "pairs", ""], ["3", "", ""], ["²", "a", ""]],
)
def test_planned_field_says_what_is_wrong(texts):
    form_field = PlannedField()

    with pytest.raises(Exception, match=r"whole number|what"):
        form_field.clean(typed(*texts))


def test_planned_field_knows_whether_anything_changed():
    form_field = PlannedField()

    assert not form_field.has_changed([ROW], ["30", "pairs", "jumelages", "", "", ""])
    assert form_field.has_changed([ROW], ["31", "pairs", "jumelages"])
    assert form_field.prepare_value([ROW]) == ["30", "pairs", "jumelages"]


def test_action_form_offers_only_what_belongs_to_the_plan(plan, coordinator):
    own, foreign = DirectionFactory(strategy=plan.strategy), DirectionFactory()
    organization = OrganizationFactory(partnership=plan.partnership)
    OrganizationFactory()

    form = ActionForm(plan=plan, user=coordinator, instance=Action(plan=plan, partnership=plan.partnership))

    assert list(form.fields["direction"].queryset) == [own]
    assert list(form.fields["partners"].queryset) == [organization]
    assert foreign not in form.fields["direction"].queryset


def test_action_form_names_the_last_day_of_the_year(plan, coordinator):
    data = QueryDict(mutable=True)
    data.update({"title_en": "Map", "kind": "project", "starts_on": "2026-05-01", "due_on": "2027-05-01"})
    data["direction"] = str(DirectionFactory(strategy=plan.strategy).pk)

    form = ActionForm(data, plan=plan, user=coordinator, instance=Action(plan=plan, partnership=plan.partnership))

    assert not form.is_valid()
    assert list(form.errors) == ["due_on"]
    assert "31\u00a0March 2027" in form.errors["due_on"][0]


def test_a_table_lead_chooses_among_their_own_tables(plan, table, table_lead):
    form = ActionForm(plan=plan, user=table_lead, instance=Action(plan=plan, partnership=plan.partnership))

    assert list(form.fields["body"].queryset) == [table]


def test_update_form_proposes_today_and_gathers_counts(running):
    from actionplans.queries import outputs_of

    figures = outputs_of([running])[running.pk]
    blank = update_form(running, figures)
    key = f"count_{figures[0].output_pk}"
    form = update_form(running, figures, data={"state": "done", "on": "2026-10-14", key: "4"})

    assert blank.initial["on"] == date(2026, 10, 14)
    assert form.is_valid(), form.errors
    assert form.values["counts"] == {figures[0].output_pk: 4}


def test_update_form_wants_a_sentence_for_a_stop(running):
    form = update_form(running, [], data={"state": "stopped", "on": "2026-10-14"})

    assert not form.is_valid()
    assert dict(form.errors) == {"text": ["Say in a sentence why it was stopped."]}


def test_update_form_refuses_a_day_to_come(running):
    form = update_form(running, [], data={"state": "done", "on": "2026-10-15"})

    assert list(form.errors) == ["on"]


def test_adopt_form_wants_a_motion_or_a_reason():
    today = date(2026, 10, 14)

    assert list(AdoptForm({"adopted_on": "2026-10-14"}, today=today).errors) == ["motion"]
    assert AdoptForm({"adopted_on": "2026-10-14", "no_motion_reason": "Consensus"}, today=today).is_valid()
