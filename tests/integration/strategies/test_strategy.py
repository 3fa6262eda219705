"""The strategies' pages: list, workshop, document, and the writing of components."""

import pytest
from django.test.utils import CaptureQueriesContext

from lipportal.drafts.models import Draft
from strategies.models import Amendment, Strategy
from strategies.services import create_strategy, edit_component
from tests.factories.councils import person_with_role
from tests.factories.strategies import (
    AmendmentFactory,
    DirectionFactory,
    FindingFactory,
    StrategyFactory,
    adopted_strategy,
    complete_strategy,
)
from tests.integration.strategies.conftest import address, posted

pytestmark = pytest.mark.django_db


def queries_of(client, url) -> int:
    from django.db import connection

    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_list_shows_members_drafts_and_others_only_what_is_adopted(client, client_as, partnership):
    StrategyFactory(partnership=partnership, first_year=2029, last_year=2031)
    adopted_strategy(partnership)
    url = address("strategy_list", "riverside")

    seen_inside = client_as("member").get(url).content.decode()
    seen_outside = client.get(url).content.decode()

    assert "2029–\u206032" in seen_inside
    assert "2029–\u206032" not in seen_outside
    assert "2026–\u206029" in seen_outside


def test_list_of_nothing_says_what_comes_next(coordinator, client):
    url = address("strategy_list", "riverside")

    assert "Begin with the years it covers" in coordinator.get(url).content.decode()
    assert "once the council has adopted it" in client.get(url).content.decode()


def test_list_asks_as_often_for_three_as_for_one(coordinator, partnership):
    url = address("strategy_list", "riverside")
    adopted_strategy(partnership)
    one = queries_of(coordinator, url)
    for first in (2020, 2023):
        adopted_strategy(partnership, state="closed", first_year=first, last_year=first + 1)

    assert queries_of(coordinator, url) == one <= 12


def test_begin_a_strategy_leads_to_its_workshop_and_twice_makes_one(coordinator):
    url = address("strategy_create", "riverside")
    values = {"first_year": 2026, "length": 3}

    answer = posted(coordinator, url, values, form="strategies.strategy")
    again = posted(coordinator, url, values, form="strategies.strategy")

    strategy = Strategy.objects.get()
    assert answer.url == again.url == strategy.get_absolute_url()
    assert coordinator.get(answer.url).status_code == 200


def test_begin_a_strategy_over_an_active_one_says_why_not(coordinator, partnership):
    adopted_strategy(partnership, state="active")

    answer = posted(
        coordinator,
        address("strategy_create", "riverside"),
        {"first_year": 2026, "length": 3},
        form="strategies.strategy",
    )

    assert "runs until 31 March 2029" in answer.content.decode()
    assert Strategy.objects.count() == 1


def test_begin_the_next_strategy_offers_the_first_year_no_other_covers(coordinator, partnership):
    adopted_strategy(partnership, state="active")

    page = coordinator.get(address("strategy_create", "riverside"))

    assert page.context["form"]["first_year"].value() == 2029
    assert '<option value="2029" selected>' in page.content.decode()


def test_begin_a_strategy_is_not_for_members_and_unknown_elsewhere(client_as):
    url = address("strategy_create", "riverside")

    assert client_as("member").get(url).status_code == 403
    assert client_as("coordinator", elsewhere=True).get(url).status_code == 404
    assert client_as("officer").get(url).status_code == 404


def test_workshop_names_what_is_missing_and_counts_what_is_complete(coordinator, partnership):
    strategy = complete_strategy(partnership)
    Strategy.objects.update(vision_fr="")

    page = coordinator.get(strategy.get_absolute_url()).content.decode()

    assert "5 of 6 components complete" in page
    assert "Vision: the French is missing." in page


def test_workshop_is_unknown_to_outsiders(client, client_as, partnership):
    strategy = complete_strategy(partnership)

    for visitor in (client, client_as("officer"), client_as("reader"), client_as("member", elsewhere=True)):
        assert visitor.get(strategy.get_absolute_url()).status_code == 404


def test_a_strategy_under_another_partnerships_address_is_unknown(coordinator, partnership):
    strategy = adopted_strategy()

    assert coordinator.get(address("strategy_detail", "riverside", strategy.code)).status_code == 404


@pytest.mark.parametrize("make", [complete_strategy, adopted_strategy])
def test_strategy_page_asks_as_often_for_three_directions_as_for_one(coordinator, partnership, make, body):
    strategy = make(partnership)
    AmendmentFactory(strategy=strategy)
    one = queries_of(coordinator, strategy.get_absolute_url())
    for place in (2, 3):
        DirectionFactory(strategy=strategy, place=place, body=body)
        AmendmentFactory(strategy=strategy)

    assert queries_of(coordinator, strategy.get_absolute_url()) == one <= 12


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_anyone_reads_an_adopted_strategy_without_tools(client, partnership, language):
    strategy = adopted_strategy(partnership)

    answer = client.get(strategy.get_absolute_url().replace("/en/", f"/{language}/"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Motion 7" in page
    assert "/edit/" not in page
    assert "/adopt/" not in page


def test_a_partnership_without_a_public_page_shows_its_strategy_to_its_officer_only(client, client_as, partnership):
    partnership.is_public = False
    partnership.save()
    strategy = adopted_strategy(partnership)

    assert client.get(strategy.get_absolute_url()).status_code == 404
    assert client_as("officer").get(strategy.get_absolute_url()).status_code == 200


def test_outsiders_read_the_finding_behind_a_direction_but_find_no_way_to_the_research(client, partnership):
    strategy = adopted_strategy(partnership)
    direction = strategy.directions.get()
    finding = FindingFactory(research__partnership=partnership)
    direction.findings.add(finding)

    page = client.get(direction.get_absolute_url()).content.decode()

    assert "sent from door to door" in page
    assert finding.get_absolute_url() not in page


def test_component_is_written_in_both_languages(coordinator, partnership):
    strategy = StrategyFactory(partnership=partnership)
    url = address("component_edit", "riverside", strategy.code, "vision")
    assert coordinator.get(url).status_code == 200

    answer = posted(
        coordinator,
        url,
        {"vision_en": "A place for all.", "vision_fr_excepted": "on"},
        form="strategies.vision",
        base=1,
        record=strategy.code,
    )

    strategy.refresh_from_db()
    assert answer.url == strategy.get_absolute_url()
    assert strategy.vision_en == "A place for all."
    assert strategy.language_notes == {"vision": {"fr": "excepted"}}


def test_component_typed_and_not_saved_comes_back(coordinator, partnership):
    strategy = StrategyFactory(partnership=partnership)
    url = address("component_edit", "riverside", strategy.code, "context")
    posted(
        coordinator,
        "/en/drafts/save/",
        {"needs_en": "Half said"},
        form="strategies.context",
        base=1,
        record=strategy.code,
    )

    assert Draft.objects.count() == 1
    assert "Half said" in coordinator.get(url).content.decode()


def test_component_saved_by_another_meanwhile_shows_both_texts(coordinator, partnership):
    manager = person_with_role("manager", partnership)
    strategy = create_strategy(partnership, by=manager, first_year=2026)
    edit_component(strategy, "vision", {"vision_en": "Their words"}, by=manager, version=1)

    answer = posted(
        coordinator,
        address("component_edit", "riverside", strategy.code, "vision"),
        {"vision_en": "My words"},
        form="strategies.vision",
        base=1,
        record=strategy.code,
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Their" in page
    assert "My words" in page


def test_component_of_an_adopted_strategy_asks_for_its_amendment(coordinator, partnership):
    strategy = adopted_strategy(partnership)
    url = address("component_edit", "riverside", strategy.code, "vision")
    texts = {"vision_en": "New.", "vision_fr": "Nouveau."}

    refused = posted(coordinator, url, texts, form="strategies.vision", base=1, record=strategy.code)
    assert "Say what the amendment changes" in refused.content.decode()
    words = {"amendment_what_en": "Wider.", "amendment_on": "2026-05-04", "amendment_motion": "Motion 12"}
    answer = posted(
        coordinator, url, texts | words, form="strategies.vision", base=1, record=strategy.code, key="key-2"
    )

    amendment = Amendment.objects.get()
    strategy.refresh_from_db()
    assert answer.url == strategy.get_absolute_url()
    assert strategy.vision_en == "New."
    assert amendment.what_en == "Wider."
    assert "Wider." in coordinator.get(strategy.get_absolute_url()).content.decode()
    assert coordinator.get(amendment.get_absolute_url()).status_code == 200


def test_component_of_a_strategy_that_is_over_says_it_stays(coordinator, partnership):
    strategy = adopted_strategy(partnership, state="closed")

    answer = posted(
        coordinator,
        address("component_edit", "riverside", strategy.code, "vision"),
        {"vision_en": "x", "vision_fr": "y"},
        form="strategies.vision",
        base=1,
        record=strategy.code,
    )

    assert "This strategy is over" in answer.content.decode()


@pytest.mark.parametrize("component", ["directions", "nothing"])
def test_a_component_without_texts_is_unknown(coordinator, partnership, component):
    strategy = StrategyFactory(partnership=partnership)

    assert coordinator.get(address("component_edit", "riverside", strategy.code, component)).status_code == 404


def test_members_read_the_workshop_but_write_nothing(client_as, partnership):
    strategy = complete_strategy(partnership)
    member = client_as("member")

    assert member.get(strategy.get_absolute_url()).status_code == 200
    assert member.get(address("component_edit", "riverside", strategy.code, "vision")).status_code == 403
    assert member.get(address("years_edit", "riverside", strategy.code)).status_code == 403


def test_years_of_a_draft_are_changed(coordinator, partnership):
    strategy = StrategyFactory(partnership=partnership)
    url = address("years_edit", "riverside", strategy.code)
    assert coordinator.get(url).status_code == 200

    posted(coordinator, url, {"first_year": 2026, "length": 5}, form="strategies.years", base=1, record=strategy.code)

    strategy.refresh_from_db()
    assert strategy.last_year == 2030
