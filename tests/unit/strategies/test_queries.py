"""The reads of the strategies app: narrowed rows, the chain, the figures of the report."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from councils.permissions import permitted_rows
from lipportal.shared.clock import FiscalYear
from lipportal.shared.drawings import Link
from strategies import registry
from strategies.models import Amendment, Direction, Finding, ResearchItem, Strategy
from strategies.queries import (
    active_strategy,
    chain_of_direction,
    characteristics,
    links_to_direction,
    objectives_named,
    objectives_offered,
    strategies_visible_to,
    strategy_figures,
    strategy_for_year,
    year_place,
)
from tests.factories.councils import BodyFactory, PartnershipFactory, person_with_role
from tests.factories.strategies import (
    AmendmentFactory,
    DirectionFactory,
    FindingFactory,
    ResearchItemFactory,
    StrategyFactory,
    adopted_strategy,
)

pytestmark = pytest.mark.django_db

STATES = ["drafting", "community_review", "adopted", "active", "renewed", "closed"]
ROLES = [
    "administrator",
    "officer",
    "coordinator",
    "manager",
    "co_chair",
    "recruiter",
    "table_lead",
    "member",
    "newcomer_advisor",
    "reader",
    "moderator",
    "researcher",
]
YEAR = FiscalYear(2026)


@pytest.fixture
def partnership():
    return PartnershipFactory()


@pytest.fixture
def rows_of_all_kinds(partnership):
    """In a public and in a hidden partnership, a strategy in each state with everything that hangs on it."""
    for place in (partnership, PartnershipFactory(is_public=False)):
        for first, state in enumerate(STATES, start=2015):
            adopted = {"adopted_on": date(2015, 5, 1), "motion": "M"} if state not in STATES[:2] else {}
            strategy = StrategyFactory(partnership=place, state=state, first_year=first, last_year=first, **adopted)
            DirectionFactory(strategy=strategy)
            AmendmentFactory(strategy=strategy)
        FindingFactory(research__partnership=place)


@pytest.mark.parametrize(
    ("model", "permission"),
    [
        (Strategy, "strategies.view_strategy"),
        (Direction, "strategies.view_direction"),
        (Amendment, "strategies.view_amendment"),
        (ResearchItem, "strategies.view_research"),
        (Finding, "strategies.view_finding"),
    ],
)
def test_the_rows_a_person_sees_are_those_on_which_they_hold_the_permission(
    partnership, rows_of_all_kinds, model, permission
):
    body = BodyFactory(partnership=partnership)
    people = [person_with_role(role, partnership, body=body if role == "table_lead" else None) for role in ROLES]

    for person in [*people, AnonymousUser()]:
        seen = set(permitted_rows(person, permission, model.objects.all()))
        assert seen == {row for row in model.objects.all() if person.has_perm(permission, row)}


def test_outsiders_see_no_draft_and_members_see_all_of_their_own(partnership, rows_of_all_kinds):
    outside = {row.state for row in strategies_visible_to(AnonymousUser())}
    inside = {
        row.state
        for row in strategies_visible_to(person_with_role("member", partnership))
        if row.partnership == partnership
    }

    assert outside == {"adopted", "active", "renewed", "closed"}
    assert inside == set(STATES)


def test_active_strategy_is_the_one_in_force(partnership):
    adopted_strategy(partnership, state="closed", first_year=2020, last_year=2022)
    current = adopted_strategy(partnership, state="mid_term_review", first_year=2023, last_year=2025)
    adopted_strategy(partnership)

    assert active_strategy(partnership) == current
    assert active_strategy(PartnershipFactory()) is None


def test_strategy_for_year_prefers_one_that_is_not_over(partnership):
    adopted_strategy(partnership, state="closed", first_year=2025, last_year=2027)
    current = adopted_strategy(partnership, state="active", first_year=2026, last_year=2028)
    StrategyFactory(partnership=partnership)

    assert strategy_for_year(partnership, YEAR) == current
    assert strategy_for_year(partnership, FiscalYear(2025)).state == "closed"
    assert strategy_for_year(partnership, FiscalYear(2019)) is None


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), 1),
        (date(2028, 3, 31), 2),
        (date(2029, 3, 31), 3),
        (date(2029, 4, 1), None),
    ],
)
def test_year_place_counts_from_april(day, number):
    place = year_place(StrategyFactory(), day)

    assert (place.number, place.total) == (number, 3)


def test_lists_are_the_eight_objectives_and_seventeen_characteristics_in_both_languages():
    calls = objectives_offered("riverside")[0].entries

    with translation.override("fr"):
        french = str(calls[3])

    assert (len(calls), len(characteristics())) == (8, 17)
    assert french == "Assurer l’accès à une gamme plus large de services"


def test_lists_of_objectives_stand_in_order_each_by_its_name_and_no_key_twice():
    everybody, london = objectives_offered("riverside"), objectives_offered("london-and-middlesex")
    keys = [entry.key for offered in london for entry in offered.entries]

    assert [(str(offered.title), len(offered.entries)) for offered in london] == [
        ("Objectives of the calls for proposals", 8),
        ("Objectives in short", 4),
        ("Four expectations of the department", 4),
        ("Goals of London and Middlesex", 6),
    ]
    assert everybody == london[:3]
    assert len(set(keys)) == len(keys) == 22
    assert [entry.key for entry in objectives_named(reversed(keys))] == keys


def test_chain_leads_to_the_finding_only_for_those_who_may_read_it(partnership):
    direction = adopted_strategy(partnership).directions.get()
    finding = FindingFactory(research__partnership=partnership)
    direction.findings.add(finding)

    inside = links_to_direction(direction, person_with_role("member", partnership))
    outside = links_to_direction(direction, AnonymousUser())

    assert (inside[0].url, outside[0].url) == (finding.get_absolute_url(), "")
    assert inside[0].text == outside[0].text == "People are sent from door to door."


def test_chain_is_whole_with_what_an_app_above_tells(partnership, monkeypatch):
    monkeypatch.setattr(registry, "_tellers", [])
    direction = DirectionFactory(strategy__partnership=partnership)
    alone = chain_of_direction(direction)
    registry.actions_under(lambda direction, user: [Link("Action", "Referral agreement")])

    told = chain_of_direction(direction)

    assert [link.state for link in alone.links] == ["missing", "here", *["missing"] * 4]
    assert [link.text for link in told.links] == ["Not yet", "Coordinated services", "Referral agreement"]


def test_figures_count_what_the_year_holds_and_show_the_rows(partnership):
    partnership.stages = {**partnership.stages, "council": "done", "strategy": "done", "implement": "now"}
    strategy = adopted_strategy(partnership, state="active", first_year=2025, last_year=2027)
    ResearchItemFactory(partnership=partnership, done_on=date(2026, 4, 1))
    ResearchItemFactory(partnership=partnership, done_on=date(2027, 3, 31), title_en="Last day")
    ResearchItemFactory(partnership=partnership, done_on=date(2026, 3, 31))
    ResearchItemFactory(partnership=partnership, done_on=date(2026, 6, 1), state="draft")
    ResearchItemFactory(done_on=date(2026, 6, 1))
    AmendmentFactory(strategy=strategy, on=date(2026, 9, 1))
    AmendmentFactory(strategy=strategy, on=date(2027, 4, 1))
    DirectionFactory(strategy=strategy, ended_on=date(2026, 2, 1), ended_because="Merged")
    DirectionFactory(strategy=strategy, ended_on=date(2026, 6, 1), ended_because="Merged")

    figures = strategy_figures(partnership, YEAR)

    assert {figure.key: figure.value for figure in figures.all} == {
        "five_step": "3",
        "six_step": "5",
        "year_of_strategy": "2",
        "directions": "2",
        "research_completed": "2",
        "amendments": "1",
    }
    assert figures.year_of_strategy.unit == "of 3"
    assert [row.label for row in figures.research_completed.rows] == ["Survey of newcomers", "Last day"]
    assert figures.amendments.rows[0].label == "The vision names rural newcomers."
    assert len(figures.directions.rows) == int(figures.directions.value)


def test_figures_of_a_year_without_a_strategy_say_so(partnership):
    figures = strategy_figures(partnership, YEAR)

    assert (figures.strategy, figures.directions.value, figures.year_of_strategy.value) == (None, "0", "")
    assert figures.year_of_strategy.note == "No adopted strategy covers this year."


def test_figures_ask_as_often_for_three_rows_as_for_one(partnership):
    from django.db import connection

    strategy = adopted_strategy(partnership, state="active")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            strategy_figures(partnership, YEAR)
        return len(seen)

    AmendmentFactory(strategy=strategy)
    ResearchItemFactory(partnership=partnership)
    one = queries()
    for place in (2, 3):
        DirectionFactory(strategy=strategy, place=place, body=BodyFactory(partnership=partnership))
        AmendmentFactory(strategy=strategy)
        ResearchItemFactory(partnership=partnership)

    assert queries() == one <= 5


def test_of_an_unadopted_direction_outsiders_read_the_title_alone(partnership):
    direction = DirectionFactory(strategy=StrategyFactory(partnership=partnership, state="drafting"))
    direction.findings.add(FindingFactory(research__partnership=partnership, text_en="Buses end at eight."))
    told = [
        [(link.text, bool(link.url)) for link in links_to_direction(direction, user)]
        for user in (AnonymousUser(), person_with_role("officer", partnership), person_with_role("member", partnership))
    ]

    assert told[0] == told[1] == [("Not yet", False), (str(direction), False)]
    assert told[2] == [("Buses end at eight.", True), (str(direction), True)]
