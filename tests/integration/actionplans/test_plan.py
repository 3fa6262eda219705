"""The plans of a partnership, from the list to the sheet."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.models import Action, ActionPlan
from actionplans.services import add_update
from tests.factories.actionplans import ActionPlanFactory, PlannedOutputFactory
from tests.factories.councils import OrganizationFactory
from tests.integration.actionplans.conftest import posted
from tests.unit.actionplans.conftest import said

pytestmark = pytest.mark.django_db


def list_url(plan):
    return f"/en/p/{plan.partnership.slug}/plans/"


def url(plan, tail=""):
    return f"{list_url(plan)}{plan.code}/{tail}"


def shown_in(response):
    return response.content.decode()


def test_the_list_shows_drafts_to_the_table_and_not_to_visitors(at, member, plan):
    assert "Action plan 2026–27" in shown_in(at(member).get(list_url(plan)))
    assert "Action plan 2026–27" not in shown_in(at().get(list_url(plan)))


def test_a_draft_is_not_there_for_visitors(at, plan):
    assert at().get(url(plan)).status_code == 404


def test_another_partnerships_draft_is_not_there(at, coordinator):
    assert at(coordinator).get(url(ActionPlanFactory())).status_code == 404


def test_an_adopted_plan_is_read_by_anybody_in_four_languages(at, running):
    for language in ("en", "fr", "es", "ar"):
        page = at().get(url(running.plan).replace("/en/", f"/{language}/"))

        assert page.status_code == 200
        assert ("Projet de mentorat" if language == "fr" else "Mentoring pilot") in shown_in(page)


def test_the_address_that_stays_leads_to_this_years_plan_before_a_newer_one(at, coordinator, running):
    this_year = running.plan
    ActionPlanFactory(strategy=this_year.strategy, year=this_year.year + 1)
    stays = f"/en/p/{this_year.partnership.slug}/plan/"

    assert at(coordinator).get(stays).url == url(this_year)
    assert at().get(stays.replace("/en/", "/ar/")).url == url(this_year).replace("/en/", "/ar/")
    assert at().get(stays, {"view": "list", "q": "é"}).url == f"{url(this_year)}?view=list&q=%C3%A9"


def test_the_address_that_stays_leads_to_the_list_where_one_may_read_no_plan(at, plan):
    assert at().get(f"/en/p/{plan.partnership.slug}/plan/").url == list_url(plan)
    assert at().get("/en/p/nowhere/plan/").status_code == 404


def test_a_visitor_reads_nothing_of_how_it_goes(at, running, member):
    output = running.planned_outputs.get()
    add_update(running, said(state="at_risk", text="Canary sentence", counts={output.pk: 7}), by=member)

    page = shown_in(at().get(url(running.plan)))

    assert [word for word in ("Canary", "At risk", "7 of", "Close the year") if word in page] == []
    assert "Planned" in page


def test_a_word_in_another_language_than_the_pages_is_marked(at, coordinator, running, member):
    add_update(running, said(state="at_risk", text="Two employers left.", language="en"), by=member)

    page = shown_in(at(coordinator).get(url(running.plan).replace("/en/", "/fr/"), {"view": "list"}))

    assert '<span lang="en" dir="auto">Two employers left.</span>' in page


@pytest.mark.parametrize("view", ["year", "list", "state", "nonsense"])
def test_each_view_shows_the_actions(at, coordinator, running, view):
    page = at(coordinator).get(url(running.plan), {"view": view})

    assert page.status_code == 200
    assert "Mentoring pilot" in shown_in(page)


def test_filters_come_from_the_address_and_can_be_taken_away(at, coordinator, running, table):
    asked = {"q": "mentoring", "body": table.code, "view": "list"}

    page = at(coordinator).get(url(running.plan), asked)

    assert "1 of one action." in shown_in(page)
    assert page.context["shown"].chips == [
        ("“mentoring”", f"?body={table.code}&view=list"),
        ("Employment", "?q=mentoring&view=list"),
    ]


def test_nothing_found_says_so_kindly(at, coordinator, running):
    assert "No action is found this way." in shown_in(at(coordinator).get(url(running.plan), {"q": "zebra"}))


def test_a_shut_step_says_who_opens_it(at, member, running):
    assert "“Close the plan’s year” is open to: Coordinator" in shown_in(at(member).get(url(running.plan)))


def test_the_plan_takes_as_many_queries_for_one_action_as_for_three(at, coordinator, running):
    client = at(coordinator)
    client.get(url(running.plan))
    with CaptureQueriesContext(connection) as for_one:
        client.get(url(running.plan))
    for __ in range(2):
        PlannedOutputFactory(action__plan=ActionPlan.objects.get(pk=running.plan.pk))

    with CaptureQueriesContext(connection) as for_three:
        client.get(url(running.plan))

    assert len(for_three) == len(for_one)
    assert len(for_one) <= 13


def test_the_sheet_holds_every_row_found(at, coordinator, running):
    PlannedOutputFactory(action__plan=ActionPlan.objects.get(pk=running.plan.pk), action__title_en="Bus survey")

    answer = at(coordinator).get(url(running.plan, "sheet/"), {"q": "bus"})

    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    assert [cell.value for cell in sheet["A"]] == ["Action", "Bus survey"]
    assert f'filename="{running.partnership.slug}-action-plan-2026-27.xlsx"' in answer["Content-Disposition"]


def test_the_sheet_names_partners_and_funders(at, coordinator, running):
    library = OrganizationFactory(partnership=running.partnership, name_en="Public library")
    trillium = OrganizationFactory(partnership=running.partnership, name_en="Trillium", kind="funder")
    running.partners.add(library)
    running.funders.add(trillium)

    answer = at(coordinator).get(url(running.plan, "sheet/"))

    headings, row = list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))[:2]
    told = dict(zip(headings, row, strict=True))
    assert (told["Partners"], told["Funders"]) == ("Public library", "Trillium")


def test_the_sheet_of_a_draft_is_not_there_for_visitors(at, action):
    assert at().get(url(action.plan, "sheet/")).status_code == 404


def test_starting_a_plan_leads_to_last_years_unfinished_actions(at, coordinator, running):
    client = at(coordinator)
    create = f"{list_url(running.plan)}create/"
    page = client.get(create)

    answer = client.post(create, posted(page, year="2027", priorities_en="Homes"))

    started = ActionPlan.objects.get(year=2027)
    assert answer.headers["Location"] == f"/en/p/{started.partnership.slug}/plans/{started.code}/carry-over/"


def test_starting_a_plan_twice_makes_one(at, coordinator, plan):
    client = at(coordinator)
    create = f"{list_url(plan)}create/"
    data = posted(client.get(create), year="2027")

    first, second = client.post(create, data), client.post(create, data)

    assert first.headers["Location"] == second.headers["Location"]
    assert ActionPlan.objects.filter(year=2027).count() == 1


def test_a_plan_says_that_its_strategy_is_still_being_written(at, coordinator, member, plan):
    said_so = "The strategy is still being written; its directions may change."
    type(plan.strategy).objects.update(state="drafting", adopted_on=None, motion="")

    assert said_so in shown_in(at(member).get(url(plan)))
    assert "No year can be started now" not in shown_in(at(coordinator).get(f"{list_url(plan)}create/"))
    type(plan.strategy).objects.update(state="adopted", adopted_on=date(2026, 3, 1), motion="4")
    assert said_so not in shown_in(at(member).get(url(plan)))


def test_starting_a_plan_is_refused_where_every_strategy_is_closed(at, coordinator, plan):
    type(plan.strategy).objects.update(state="closed")

    page = at(coordinator).get(f"{list_url(plan)}create/")

    assert "No year can be started now" in shown_in(page)


def test_a_member_is_told_who_starts_plans(at, member, plan):
    answer = at(member).get(f"{list_url(plan)}create/")

    assert answer.status_code == 403
    assert "“Start the plan of a year” is open to: Coordinator" in shown_in(answer)


def test_priorities_are_saved_and_shown_in_both_languages(at, coordinator, plan):
    client = at(coordinator)
    page = client.get(url(plan, "edit/"))

    client.post(url(plan, "edit/"), posted(page, priorities_en="Homes near buses", priorities_fr="Des logements"))

    assert "Homes near buses" in shown_in(client.get(url(plan)))
    assert "Des logements" in shown_in(client.get(url(plan).replace("/en/", "/fr/")))


def test_two_people_writing_the_priorities_lose_no_words(at, coordinator, co_chair, plan):
    first, second = at(coordinator), at(co_chair)
    mine, theirs = first.get(url(plan, "edit/")), second.get(url(plan, "edit/"))
    second.post(url(plan, "edit/"), posted(theirs, priorities_en="Jobs first", priorities_fr=""))

    answer = first.post(url(plan, "edit/"), posted(mine, priorities_en="Homes first", priorities_fr=""))

    assert answer.status_code == 409
    page = shown_in(answer)
    assert "Jobs" in page
    assert "Homes" in page


def test_carrying_over_by_ticks_marks_last_years_action(at, coordinator, running):
    next_plan = ActionPlanFactory(partnership=running.partnership, strategy=running.plan.strategy, year=2027)
    client = at(coordinator)
    page = client.get(url(next_plan, "carry-over/"))

    client.post(url(next_plan, "carry-over/"), posted(page, actions=[running.code]))

    carried = Action.objects.get(plan=next_plan)
    running.refresh_from_db()
    assert (carried.carried_from, running.state) == (running, "carried_over")


def test_carrying_over_twice_carries_once(at, coordinator, running):
    next_plan = ActionPlanFactory(partnership=running.partnership, strategy=running.plan.strategy, year=2027)
    client, carry = at(coordinator), url(next_plan, "carry-over/")
    data = posted(client.get(carry), actions=[running.code])

    first, second = client.post(carry, data), client.post(carry, data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Action.objects.filter(plan=next_plan).count() == 1


def test_carrying_over_nothing_says_what_to_do(at, coordinator, running):
    next_plan = ActionPlanFactory(partnership=running.partnership, strategy=running.plan.strategy, year=2027)
    client = at(coordinator)
    page = client.get(url(next_plan, "carry-over/"))

    answer = client.post(url(next_plan, "carry-over/"), posted(page))

    assert "Tick at least one, or go back to the plan." in shown_in(answer)


# --- The steps -------------------------------------------------------------------------------------------------------
def test_a_plan_goes_from_draft_to_its_year_through_the_pages(at, coordinator, co_chair, action):
    client, plan = at(co_chair), action.plan
    tables = url(plan, "put-to-tables/")
    client.post(tables, posted(client.get(tables)))
    adopt = url(plan, "adopt/")
    client.post(adopt, posted(client.get(adopt), adopted_on="2026-03-18", motion="Motion 12"))
    opening = url(plan, "open-year/")
    client.post(opening, posted(client.get(opening)))

    plan.refresh_from_db()
    assert (plan.state, plan.adopted_on, plan.motion) == ("in_year", date(2026, 3, 18), "Motion 12")


def test_adopting_without_motion_or_reason_says_what_is_missing(at, co_chair, action):
    ActionPlan.objects.update(state="table_input")
    client, adopt = at(co_chair), url(action.plan, "adopt/")

    answer = client.post(adopt, posted(client.get(adopt), adopted_on="2026-03-18"))

    assert "Write the motion, or say why there was none." in shown_in(answer)
    assert "<title>Error: " in shown_in(answer)


def test_adopting_an_empty_plan_names_the_reason(at, co_chair, plan):
    ActionPlan.objects.update(state="table_input")

    page = at(co_chair).get(url(plan, "adopt/"))

    assert "A plan needs at least one action before it is adopted." in shown_in(page)


def test_adopting_twice_adopts_once(at, co_chair, action):
    ActionPlan.objects.update(state="table_input")
    client, adopt = at(co_chair), url(action.plan, "adopt/")
    data = posted(client.get(adopt), adopted_on="2026-03-18", motion="Motion 12")

    first, second = client.post(adopt, data), client.post(adopt, data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]


def test_a_step_out_of_order_is_refused_with_a_reason(at, co_chair, action):
    client, adopt = at(co_chair), url(action.plan, "adopt/")

    answer = client.post(adopt, posted(client.get(adopt), adopted_on="2026-03-18", motion="Motion 12"))

    assert "This step is not open now: the record is “Drafting”." in shown_in(answer)
    assert ActionPlan.objects.get(pk=action.plan.pk).state == "drafting"


def test_a_step_on_a_plan_that_changed_meanwhile_asks_to_look_again(at, coordinator, plan):
    client, tables = at(coordinator), url(plan, "put-to-tables/")
    data = posted(client.get(tables))
    ActionPlan.objects.update(version=5)

    answer = client.post(tables, data)

    assert "Somebody changed the plan while you were reading." in shown_in(answer)


@pytest.mark.parametrize("tail", ["edit/", "carry-over/", "put-to-tables/", "adopt/", "open-year/", "close/"])
def test_a_table_lead_is_told_whose_step_it_is(at, table_lead, plan, tail):
    assert at(table_lead).get(url(plan, tail)).status_code == 403


@pytest.mark.parametrize("tail", ["edit/", "carry-over/", "put-to-tables/", "adopt/", "open-year/", "close/"])
def test_nobody_from_elsewhere_finds_the_step(at, coordinator, tail):
    assert at(coordinator).get(url(ActionPlanFactory(), tail)).status_code == 404
