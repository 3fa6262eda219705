"""Directions' pages: the detail with its chain, writing, ordering, ending."""

import pytest
from django.test.utils import CaptureQueriesContext

from councils.models import Partnership
from lipportal.shared.drawings import Link
from strategies import registry
from strategies.models import Amendment, Direction
from strategies.queries import objectives_offered
from strategies.services import create_direction, edit_direction
from tests.factories.councils import BodyFactory, person_with_role
from tests.factories.strategies import DirectionFactory, FindingFactory, StrategyFactory, adopted_strategy
from tests.integration.strategies.conftest import address, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(partnership):
    return StrategyFactory(partnership=partnership)


@pytest.fixture
def direction(strategy):
    return DirectionFactory(strategy=strategy, place=1)


@pytest.fixture
def nothing_under(monkeypatch):
    monkeypatch.setattr(registry, "_tellers", [])


def queries_of(client, url) -> int:
    from django.db import connection

    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_direction_is_added_with_what_it_rests_on_and_twice_makes_one(coordinator, strategy, partnership, body):
    finding = FindingFactory(research__partnership=partnership)
    url = address("direction_create", "riverside", strategy.code)
    values = {
        "title_en": "Access to services",
        "findings": [finding.pk],
        "objectives": ["wider_access"],
        "characteristics": ["housing", "health"],
        "horizon": "long",
        "body": body.pk,
        "plan_0": "Strategic plan of the City",
        "priority_0": "Community vitality",
    }
    assert coordinator.get(url).status_code == 200

    answer = posted(coordinator, url, values, form="strategies.direction", record=strategy.code)
    posted(coordinator, url, values, form="strategies.direction", record=strategy.code)

    direction = Direction.objects.get()
    assert answer.url == direction.get_absolute_url()
    assert list(direction.findings.all()) == [finding]
    assert direction.municipal_links == [{"plan": "Strategic plan of the City", "priority": "Community vitality"}]
    assert (direction.characteristics, direction.body) == (["housing", "health"], body)
    page = coordinator.get(answer.url).content.decode()
    assert "Affordable and suitable housing" in page
    assert "Community vitality" in page


def test_a_direction_is_tied_to_the_municipalitys_own_priorities_and_the_public_reads_them(
    client, coordinator, partnership
):
    direction = adopted_strategy(partnership).directions.get()
    plan = "Strategic plan of the City"
    links = ["Economic prosperity", "Community vitality", "Creative, diverse and innovative city"]
    values = {"title_en": "New", "title_fr": "Nouveau", "rationale_en": "Why", "rationale_fr": "Pourquoi"}
    for row, priority in enumerate(links):
        values |= {f"plan_{row}": plan, f"priority_{row}": priority}
    words = {"amendment_what_en": "Tied.", "amendment_on": "2026-05-04", "amendment_motion": "Motion 12"}
    url = address("direction_edit", "riverside", direction.code)

    answer = posted(coordinator, url, values | words, form="strategies.direction", base=1, record=direction.code)

    assert answer.status_code == 302
    page = client.get(direction.get_absolute_url()).content.decode()
    assert [f"{plan}: {priority}" in page for priority in links] == [True, True, True]


def test_the_objectives_of_the_calls_are_offered_and_kept_on_a_direction(coordinator, strategy):
    url = address("direction_create", "riverside", strategy.code)
    form = coordinator.get(url).content.decode()
    assert [str(entry) for entry in objectives_offered("riverside")[0].entries if f">{entry}<" not in form] == []
    chosen = ["wider_access", "attraction_and_retention"]

    answer = posted(
        coordinator, url, {"title_en": "A", "objectives": chosen}, form="strategies.direction", record=strategy.code
    )

    assert Direction.objects.get().objectives == chosen
    english, french = (coordinator.get(f"/{lang}{answer.url[3:]}").content.decode() for lang in ("en", "fr"))
    assert "Attract and keep newcomers where the population needs renewal" in english
    assert "Attirer et garder des nouveaux arrivants" in french
    edit = coordinator.get(address("direction_edit", "riverside", Direction.objects.get().code))
    assert edit.context["form"]["objectives"].value() == chosen


@pytest.mark.parametrize(
    ("slug", "key", "words"),
    [
        ("riverside", "short_objectives:labour_market", "Better access to the labour market"),
        ("riverside", "expectations:labour_market", "Access to the labour market"),
        ("london-and-middlesex", "london_goals:emerging_needs", "Increased community capacity to respond"),
    ],
)
def test_shorter_objectives_expectations_and_a_partnerships_own_goals_stand_beside_them(
    coordinator, strategy, slug, key, words
):
    Partnership.objects.filter(pk=strategy.partnership.pk).update(slug=slug)
    url = address("direction_create", slug, strategy.code)
    values = {"title_en": "A", "objectives": ["wider_access", key]}

    answer = posted(coordinator, url, values, form="strategies.direction", record=strategy.code)

    assert Direction.objects.get().objectives == ["wider_access", key]
    page = coordinator.get(answer.url).content.decode()
    assert "Secure access to a wider range of services" in page
    assert words in page


def test_the_goals_of_london_are_offered_to_london_alone(coordinator, strategy):
    url = address("direction_create", "riverside", strategy.code)
    assert "Goals of London and Middlesex" not in coordinator.get(url).content.decode()
    values = {"title_en": "A", "objectives": ["london_goals:awareness"]}

    posted(coordinator, url, values, form="strategies.direction", record=strategy.code)

    assert Direction.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "Give the direction a title"),
        ({"title_en": "x" * 161}, "160"),
        ({"title_en": "A", "priority_1": "Alone"}, "Name the plan"),
        ({"title_en": "A", "objectives": ["made_up"]}, "made_up"),
        ({"title_en": "A", "body": "not-a-number"}, "valid choice"),
    ],
)
def test_direction_with_bad_input_is_refused_in_words(coordinator, strategy, values, says):
    answer = posted(
        coordinator,
        address("direction_create", "riverside", strategy.code),
        values,
        form="strategies.direction",
        record=strategy.code,
    )

    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert Direction.objects.count() == 0


def test_direction_refuses_findings_and_bodies_of_another_partnership(coordinator, strategy):
    foreign = {"title_en": "A", "findings": [FindingFactory().pk], "body": BodyFactory().pk}

    posted(
        coordinator,
        address("direction_create", "riverside", strategy.code),
        foreign,
        form="strategies.direction",
        record=strategy.code,
    )

    assert Direction.objects.count() == 0


def test_direction_saved_by_another_meanwhile_shows_both_texts(coordinator, strategy, partnership):
    manager = person_with_role("manager", partnership)
    direction = create_direction(strategy, {"title_en": "First title"}, by=manager)
    edit_direction(direction, {"title_en": "Their title"}, by=manager, version=1)

    answer = posted(
        coordinator,
        address("direction_edit", "riverside", direction.code),
        {"title_en": "My title", "title_fr": direction.title_fr},
        form="strategies.direction",
        base=1,
        record=direction.code,
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Their" in page
    assert "My title" in page


def test_table_lead_writes_the_directions_of_the_own_body_while_it_is_drafted(client_as, strategy, body, direction):
    own = DirectionFactory(strategy=strategy, place=2, body=body)
    lead = client_as("table_lead")

    answer = posted(
        lead,
        address("direction_edit", "riverside", own.code),
        {"title_en": "Ours", "body": body.pk},
        form="strategies.direction",
        base=1,
        record=own.code,
    )

    own.refresh_from_db()
    assert (answer.status_code, own.title_en) == (302, "Ours")
    assert lead.get(address("direction_edit", "riverside", direction.code)).status_code == 403


def test_table_lead_writes_nothing_once_adopted(client_as, partnership, body):
    direction = adopted_strategy(partnership).directions.get()
    Direction.objects.update(body=body)

    assert client_as("table_lead").get(address("direction_edit", "riverside", direction.code)).status_code == 403


def test_direction_of_an_adopted_strategy_changes_with_an_amendment(coordinator, partnership):
    direction = adopted_strategy(partnership).directions.get()
    url = address("direction_edit", "riverside", direction.code)
    whole = {"title_en": "New", "title_fr": "Nouveau", "rationale_en": "Why", "rationale_fr": "Pourquoi"}
    words = {"amendment_what_fr": "Plus large.", "amendment_on": "2026-05-04", "amendment_no_motion_reason": "By mail."}
    assert "The amendment" in coordinator.get(url).content.decode()

    posted(coordinator, url, whole | words, form="strategies.direction", base=1, record=direction.code)

    assert Amendment.objects.get().direction == direction
    assert "Plus large." in coordinator.get(direction.get_absolute_url()).content.decode()


def test_directions_change_places(coordinator, strategy, direction):
    second = DirectionFactory(strategy=strategy, place=2)

    answer = coordinator.post(address("direction_move", "riverside", second.code), {"to": "1"})
    coordinator.post(address("direction_move", "riverside", second.code), {"to": "1"})

    assert answer.url == f"{strategy.get_absolute_url()}#directions"
    assert list(strategy.directions.all()) == [second, direction]


@pytest.mark.parametrize("to", ["", "x", "-1", "99999", "²"])
def test_a_place_that_makes_no_sense_moves_nothing(coordinator, direction, to):
    assert coordinator.post(address("direction_move", "riverside", direction.code), {"to": to}).status_code == 302

    direction.refresh_from_db()
    assert direction.place == 1


def test_moving_is_refused_once_adopted_and_says_so(coordinator, partnership):
    direction = adopted_strategy(partnership).directions.get()

    answer = coordinator.post(address("direction_move", "riverside", direction.code), {"to": "2"}, follow=True)

    assert "The order was adopted with the strategy" in answer.content.decode()


def test_direction_ends_with_a_reason(coordinator, direction):
    url = address("direction_end", "riverside", direction.code)
    assert coordinator.get(url).status_code == 200

    posted(
        coordinator,
        url,
        {"on": "2026-05-12", "because": "Merged."},
        form="strategies.direction_end",
        base=1,
        record=direction.code,
    )

    direction.refresh_from_db()
    assert direction.ended_because == "Merged."


def test_chain_says_not_yet_until_an_app_above_tells(coordinator, direction, nothing_under):
    page = coordinator.get(direction.get_absolute_url()).content.decode()

    assert page.count("Not yet") >= 5


def test_chain_shows_what_an_app_above_tells(coordinator, direction, nothing_under):
    registry.actions_under(lambda direction, user: [Link("Action", "Referral agreement")])

    assert "Referral agreement" in coordinator.get(direction.get_absolute_url()).content.decode()


def test_direction_page_asks_as_often_for_three_findings_as_for_one(coordinator, direction, partnership, nothing_under):
    direction.findings.add(FindingFactory(research__partnership=partnership))
    one = queries_of(coordinator, direction.get_absolute_url())
    direction.findings.add(*(FindingFactory(research__partnership=partnership) for __ in range(2)))

    assert queries_of(coordinator, direction.get_absolute_url()) == one <= 12


def test_a_draft_direction_is_unknown_outside(client, client_as, direction):
    for visitor in (client, client_as("officer"), client_as("coordinator", elsewhere=True)):
        assert visitor.get(direction.get_absolute_url()).status_code == 404
