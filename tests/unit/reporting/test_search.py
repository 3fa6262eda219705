"""Search: found whatever the accents, narrowed to the person, in groups."""

import pytest
from django.contrib.auth.models import AnonymousUser

from councils.choices import Role
from reporting.queries.search import alike, search_page
from tests.factories.actionplans import ActionFactory, ActionPlanFactory
from tests.factories.councils import (
    BodyFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    person_with_role,
)
from tests.factories.reporting import YearlyReportFactory
from tests.factories.strategies import DirectionFactory, FindingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside", name_en="Riverside", name_fr="Rivière")


def found(page):
    return {group.key: [str(hit.name) for hit in group.hits] for group in page.groups}


def test_pattern_meets_a_letter_whatever_mark_it_wears():
    import re

    assert re.search(alike("sante"), "La Santé", re.IGNORECASE)
    assert re.search(alike("l'eau"), "de l’eau")
    assert not re.search(alike("a.b"), "aXb")


def test_visitor_finds_public_partnerships_alone(partnership):
    PartnershipFactory(name_en="Riverbed", is_public=False)
    BodyFactory(partnership=partnership, name_en="River table")

    assert found(search_page(AnonymousUser(), "RIVIERE")) == {"partnerships": ["Riverside"]}


def test_people_at_the_table_find_all_that_is_theirs(partnership):
    plan = ActionPlanFactory(strategy__partnership=partnership)
    ActionFactory(plan=plan, title_en="Water walk", title_fr="Marche de l’eau")
    DirectionFactory(strategy=plan.strategy, title_en="Water for all")
    FindingFactory(research__partnership=partnership, text_en="Water is far away.")
    OrganizationFactory(partnership=partnership, name_en="Water board")
    PersonFactory(partnership=partnership, name="Ana Water")
    BodyFactory(partnership=partnership, kind="table", name_en="Water table")

    page = search_page(person_with_role(Role.COORDINATOR, partnership), "water")

    assert found(page) == {
        "bodies": ["Water table"],
        "actions": ["Water walk"],
        "directions": ["Water for all"],
        "findings": ["Water is far away."],
        "organizations": ["Water board"],
        "people": ["Ana Water"],
    }


def test_other_partnerships_private_things_are_not_found(partnership):
    ActionFactory(plan=ActionPlanFactory(strategy__partnership=partnership), title_en="Water walk")
    OrganizationFactory(partnership=partnership, name_en="Water board")
    PersonFactory(partnership=partnership, name="Ana Water")
    FindingFactory(research__partnership=partnership, text_en="Water is far away.")
    stranger = person_with_role(Role.COORDINATOR, PartnershipFactory(name_en="Hillside", name_fr="Hillside"))

    assert search_page(stranger, "water").groups == []


def test_member_does_not_find_people(partnership):
    PersonFactory(partnership=partnership, name="Ana Water")

    assert search_page(person_with_role(Role.MEMBER, partnership), "water").groups == []


def test_report_is_found_by_year_and_leads_where_the_reader_may_read(partnership):
    report = YearlyReportFactory(plan__partnership=partnership, plan__strategy__partnership=partnership, submitted=True)
    own = search_page(person_with_role(Role.MEMBER, partnership), "2026")
    officer = search_page(person_with_role(Role.OFFICER, partnership), "2026-27")

    assert own.groups[-1].hits[0].url == report.get_absolute_url()
    assert officer.groups[-1].hits[0].url == f"/en/p/riverside/reviews/{report.code}/"


def test_a_group_shows_five_and_its_count_and_pages_when_alone(partnership):
    for number in range(30):
        OrganizationFactory(partnership=partnership, name_en=f"Water board {number:02}")
    reader = person_with_role(Role.MEMBER, partnership)

    some = search_page(reader, "water")
    alone = search_page(reader, "water", only="organizations", number=2)

    assert (len(some.groups[0].hits), some.groups[0].count, some.groups[0].has_more) == (5, 30, True)
    assert next(str(hit.name) for hit in alone.groups[0].hits) == "Water board 25"
    assert (alone.only, alone.last_number) == ("organizations", 2)


def test_nothing_asked_finds_nothing_and_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert search_page(AnonymousUser(), "  ").groups == []


@pytest.mark.django_db
def test_a_page_past_the_last_is_the_first_one():
    PartnershipFactory(name_en="Riverside", is_public=True)

    page = search_page(AnonymousUser(), "riverside", only="partnerships", number=99)

    assert (page.number, page.count) == (1, 1)
