"""An action through its pages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.models import Action, ActionPlan
from actionplans.services import add_update
from tests.factories.actionplans import ActionFactory
from tests.factories.councils import OrganizationFactory
from tests.factories.strategies import DirectionFactory
from tests.integration.actionplans.conftest import posted
from tests.unit.actionplans.conftest import said

pytestmark = pytest.mark.django_db


def url(action, tail=""):
    return f"/en/p/{action.partnership.slug}/actions/{action.code}/{tail}"


def create_url(plan):
    return f"/en/p/{plan.partnership.slug}/plans/{plan.code}/actions/create/"


def typed(direction, **values):
    return {
        "direction": direction.pk,
        "title_en": "Welcome map",
        "title_fr": "Carte de bienvenue",
        "kind": "project",
        "starts_on": "2026-04-20",
        "due_on": "2026-09-30",
        "planned": ["10", "sheets", "feuillets", "", "", ""],
        **values,
    }


def test_an_action_is_added_with_its_outputs_and_partners(at, coordinator, plan):
    client, partner = at(coordinator), OrganizationFactory(partnership=plan.partnership)
    page = client.get(create_url(plan))

    data = typed(DirectionFactory(strategy=plan.strategy), partners=[partner.pk])
    answer = client.post(create_url(plan), posted(page, **data))

    added = Action.objects.get()
    assert answer.headers["Location"] == url(added)
    assert (added.planned, list(added.partners.all())) == (
        [{"amount": 10, "unit_en": "sheets", "unit_fr": "feuillets"}],
        [partner],
    )


def test_adding_an_action_twice_makes_one(at, coordinator, plan):
    client = at(coordinator)
    data = posted(client.get(create_url(plan)), **typed(DirectionFactory(strategy=plan.strategy)))

    client.post(create_url(plan), data)
    client.post(create_url(plan), data)

    assert Action.objects.count() == 1


def test_a_direction_of_another_partnership_cannot_be_posted(at, coordinator, plan):
    client = at(coordinator)

    answer = client.post(create_url(plan), posted(client.get(create_url(plan)), **typed(DirectionFactory())))

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["direction"]


def test_a_day_after_the_year_names_its_last_day(at, coordinator, plan):
    client = at(coordinator)
    data = typed(DirectionFactory(strategy=plan.strategy), due_on="2027-04-01")

    answer = client.post(create_url(plan), posted(client.get(create_url(plan)), **data))

    assert "The fiscal year ends on Wednesday 31\u00a0March 2027." in answer.content.decode()
    assert "Carte de bienvenue" in answer.content.decode()


@pytest.mark.parametrize("rows", ["²", "٣", "-4", "1000000"])
def test_a_number_of_rows_that_is_none_is_taken_for_nothing_asked(at, coordinator, plan, rows):
    assert at(coordinator).get(create_url(plan), {"rows": rows}).status_code == 200


def test_more_rows_keep_what_was_typed(at, coordinator, plan):
    client = at(coordinator)
    page = client.get(create_url(plan))
    data = posted(page, **typed(DirectionFactory(strategy=plan.strategy)), _go=f"{create_url(plan)}?rows=8")

    answer = client.post("/en/drafts/keep/", data, follow=True)

    text = answer.content.decode()
    assert text.count('name="planned"') == 24
    assert 'value="feuillets"' in text
    assert 'value="Welcome map"' in text


def test_what_was_typed_comes_back_and_saving_never_adopts(at, coordinator, plan):
    client = at(coordinator)
    page = client.get(create_url(plan))
    client.post("/en/drafts/save/", posted(page, title_en="Half a title", planned=["3", "pairs", ""]))

    again = client.get(create_url(plan)).content.decode()

    assert 'value="Half a title"' in again
    assert 'value="pairs"' in again
    assert Action.objects.count() == 0


def test_an_addition_to_an_adopted_plan_wants_its_reason(at, coordinator, running):
    client, address = at(coordinator), create_url(running.plan)
    data = typed(DirectionFactory(strategy=running.plan.strategy))
    refused = client.post(address, posted(client.get(address), **data))

    client.post(address, posted(client.get(address), **data, because="New money came."))

    assert list(refused.context["form"].errors) == ["because"]
    added = Action.objects.get(title_en="Welcome map")
    assert "New money came." not in at().get(url(added)).content.decode()


def test_the_page_shows_chain_outputs_and_history(at, member, running):
    output = running.planned_outputs.get()
    add_update(running, said(text="Six pairs have met.", counts={output.pk: 6}), by=member)

    page = at(member).get(url(running)).content.decode()

    assert "6 of 30 pairs" in page
    assert "Six pairs have met." in page
    assert "Report line" in page
    assert "Save the update" in page


def test_a_visitor_reads_what_is_planned_and_no_word_more(at, running, member):
    Action.objects.update(equity_notes="Canary note")
    add_update(running, said(text="Canary sentence"), by=member)

    page = at().get(url(running)).content.decode()

    assert "30 pairs" in page
    assert "Canary" not in page
    assert "On track" not in page


def test_an_action_of_a_draft_is_not_there_for_visitors(at, action):
    assert at().get(url(action)).status_code == 404


def test_the_page_takes_as_many_queries_with_one_update_as_with_three(at, member, running):
    client, output = at(member), running.planned_outputs.get()
    add_update(running, said(counts={output.pk: 1}, link="https://example.org/a"), by=member)
    client.get(url(running))
    with CaptureQueriesContext(connection) as for_one:
        client.get(url(running))
    for __ in range(2):
        add_update(running, said(counts={output.pk: 1}, link="https://example.org/b"), by=member)

    with CaptureQueriesContext(connection) as for_three:
        client.get(url(running))

    assert len(for_three) == len(for_one)


def test_editing_in_a_draft_changes_everything(at, table_lead, action):
    client = at(table_lead)
    page = client.get(url(action, "edit/"))

    client.post(url(action, "edit/"), posted(page, **typed(action.direction, body=action.body_id)))

    action.refresh_from_db()
    assert (action.title_en, action.planned[0]["unit_en"]) == ("Welcome map", "sheets")


def test_editing_after_adoption_changes_details_alone(at, table_lead, running):
    client = at(table_lead)
    page = client.get(url(running, "edit/"))

    client.post(url(running, "edit/"), posted(page, kind="event", title_en="Stolen", equity_notes="Day shifts"))
    running.refresh_from_db()
    assert (running.title_en, running.kind, running.equity_notes) == ("Mentoring pilot", "project", "")

    client.post(url(running, "edit/"), posted(page, kind="research", equity_notes="Night shifts"))
    running.refresh_from_db()
    assert (running.title_en, running.kind, running.equity_notes) == ("Mentoring pilot", "research", "Night shifts")


def test_two_people_editing_an_action_lose_no_words(at, coordinator, table_lead, action):
    first, second = at(coordinator), at(table_lead)
    mine, theirs = first.get(url(action, "edit/")), second.get(url(action, "edit/"))
    second.post(
        url(action, "edit/"), posted(theirs, **typed(action.direction, body=action.body_id, title_en="Their title"))
    )

    answer = first.post(
        url(action, "edit/"),
        posted(mine, **typed(action.direction, body=action.body_id, title_en="My title", planned=["7", "maps", ""])),
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Their" in page
    assert "My title" in page
    assert 'value="maps"' in page
    assert "Planned outputs" in page


def test_an_amendment_keeps_the_adopted_words_beside(at, coordinator, co_chair, action):
    client, plan = at(co_chair), action.plan
    from actionplans.services import adopt_plan, put_to_tables

    put_to_tables(plan, by=co_chair)
    adopt_plan(plan, by=co_chair, on=date(2026, 3, 18), motion="Motion 12")
    page = client.get(url(action, "amend/"))
    data = typed(action.direction, body=action.body_id, title_en="Mentoring", title_fr="Mentorat")
    data |= {"starts_on": "2026-04-01", "due_on": "2027-03-31", "planned": ["20", "pairs", "jumelages"]}

    client.post(url(action, "amend/"), posted(page, **data, because="Fewer mentors."))

    text = client.get(url(action)).content.decode()
    assert "Planned at adoption" in text
    assert "30 pairs" in text
    assert "Fewer mentors." in text


def test_an_amendment_without_a_reason_keeps_nothing(at, co_chair, running):
    client = at(co_chair)
    page = client.get(url(running, "amend/"))

    answer = client.post(url(running, "amend/"), posted(page, **typed(running.direction, body=running.body_id)))

    running.refresh_from_db()
    assert list(answer.context["form"].errors) == ["because"]
    assert running.title_en == "Mentoring pilot"


def test_a_table_lead_is_told_who_amends(at, table_lead, running):
    assert at(table_lead).get(url(running, "amend/")).status_code == 403


def test_taking_an_action_out_of_a_draft_keeps_it_readable_at_the_table(at, coordinator, action):
    client = at(coordinator)
    page = client.get(url(action, "end/"))

    client.post(url(action, "end/"), posted(page, because="Stands twice."))

    assert "Stands twice." in client.get(url(action)).content.decode()
    assert "Mentoring pilot" not in client.get(action.plan.get_absolute_url()).content.decode()


def test_taking_out_an_adopted_action_is_refused_with_the_way(at, coordinator, running):
    client = at(coordinator)
    page = client.get(url(running, "end/"))

    answer = client.post(url(running, "end/"), posted(page, because="Too hard."))

    assert "Add an update: “Stopped”, and why." in answer.content.decode()


@pytest.mark.parametrize("tail", ["", "edit/", "amend/", "end/", "updates/create/"])
def test_another_partnerships_action_is_not_there(at, coordinator, tail):
    assert at(coordinator).get(url(ActionFactory(), tail)).status_code == 404


def test_an_expired_session_keeps_what_was_typed(at, coordinator, plan):
    client = at(coordinator)
    data = posted(client.get(create_url(plan)), **typed(DirectionFactory(strategy=plan.strategy)))
    client.logout()

    answer = client.post(create_url(plan), data)

    assert answer.status_code == 302
    assert ActionPlan.objects.get(pk=plan.pk).actions.count() == 0


def test_an_action_keeps_who_pays_and_its_page_names_them(at, coordinator, plan):
    client = at(coordinator)
    partner = OrganizationFactory(partnership=plan.partnership, name_en="Public library")
    funder = OrganizationFactory(partnership=plan.partnership, name_en="Trillium", kind="funder")
    page = client.get(create_url(plan))

    data = typed(DirectionFactory(strategy=plan.strategy), partners=[partner.pk], funders=[funder.pk])
    client.post(create_url(plan), posted(page, **data))

    added = Action.objects.get()
    assert (list(added.partners.all()), list(added.funders.all())) == ([partner], [funder])
    shown = client.get(url(added)).content.decode()
    assert "Public library" in shown
    assert "Trillium" in shown
    for view in ("year", "list"):
        table = client.get(plan.get_absolute_url(), {"view": view}).content.decode()
        assert "With Public library" in table
        assert "Paid for by Trillium" in table
    found = client.get(plan.get_absolute_url(), {"view": "state", "q": "trillium"}).content.decode()
    assert added.title.text in found


@pytest.mark.parametrize("kind", ["process", "project", "research", "policy_message", "event"])
def test_working_together_is_planned_like_a_project(at, coordinator, plan, kind):
    client = at(coordinator)
    page = client.get(create_url(plan))

    client.post(create_url(plan), posted(page, **typed(DirectionFactory(strategy=plan.strategy), kind=kind)))

    assert Action.objects.get().kind == kind


def test_words_of_an_action_saved_after_the_plan_was_adopted_are_given_back_and_not_dropped(at, coordinator, plan):
    """Bar 23: what the council adopted meanwhile changes by amendment only, and no title is lost unsaid."""
    client, action = at(coordinator), ActionFactory(plan=plan, title_en="Welcome map")
    body = posted(client.get(url(action, "edit/")), **typed(action.direction, title_en="A title of my own"))
    ActionPlan.objects.filter(pk=plan.pk).update(state="in_year", adopted_on=date(2026, 4, 2), motion="M1")

    answer = client.post(url(action, "edit/"), body)

    action.refresh_from_db()
    page = answer.content.decode()
    assert (answer.status_code, action.title_en) == (200, "Welcome map")
    assert "The plan was adopted while you were writing" in page
    assert "A title of my own</textarea>" in page


def test_a_tables_page_leads_its_members_to_the_actions_it_leads(at, member, table, client):
    leads_to = f"/en/p/{table.partnership.slug}/bodies/{table.code}/actions/"

    page = at(member).get(table.get_absolute_url()).content.decode()
    public = client.get(table.get_absolute_url())

    assert f'href="{leads_to}"' in page
    assert at(member).get(leads_to).status_code == 200
    assert leads_to not in public.content.decode()
