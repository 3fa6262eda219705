"""Research and findings: lists, writing, ending, and who may read them."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from strategies.models import Finding, ResearchItem
from strategies.services import create_research, edit_research
from tests.factories.councils import person_with_role
from tests.factories.strategies import DirectionFactory, FindingFactory, ResearchItemFactory
from tests.integration.strategies.conftest import address, posted

pytestmark = pytest.mark.django_db


def queries_of(client, url) -> int:
    from django.db import connection

    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def titles(answer) -> list[str]:
    return [item.title_en for item in answer.context["page"].object_list]


def test_research_is_found_by_words_without_accents_kind_and_state(coordinator, partnership):
    ResearchItemFactory(partnership=partnership, title_en="Health survey", title_fr="Enquête santé")
    ResearchItemFactory(
        partnership=partnership, title_en="Asset map", title_fr="Carte", kind="asset_map", state="draft", done_on=None
    )
    ResearchItemFactory(title_en="Health elsewhere")
    url = address("research_list", "riverside")

    assert titles(coordinator.get(url, {"q": "sante ENQUETE"})) == ["Health survey"]
    assert titles(coordinator.get(url, {"kind": "asset_map"})) == ["Asset map"]
    assert titles(coordinator.get(url, {"state": "final"})) == ["Health survey"]
    assert "No research like that" in coordinator.get(url, {"q": "nothing"}).content.decode()


def test_research_sorts_by_title_and_back(coordinator, partnership):
    for title in ("Être", "Zone", "Alpha"):
        ResearchItemFactory(partnership=partnership, title_en=title)
    url = address("research_list", "riverside")

    assert titles(coordinator.get(url, {"sort": "title"})) == ["Alpha", "Être", "Zone"]
    assert titles(coordinator.get(url, {"sort": "-title"})) == ["Zone", "Être", "Alpha"]
    assert coordinator.get(url, {"sort": "no-such", "page": "x", "kind": "no-such"}).status_code == 200


def test_research_no_longer_used_stands_apart(coordinator, partnership):
    ResearchItemFactory(partnership=partnership, ended_on=date(2026, 5, 1), ended_because="Replaced")
    url = address("research_list", "riverside")

    assert titles(coordinator.get(url)) == []
    assert titles(coordinator.get(url, {"state": "ended"})) == ["Survey of newcomers"]


def test_research_list_asks_as_often_for_three_as_for_one(coordinator, partnership):
    url = address("research_list", "riverside")
    ResearchItemFactory(partnership=partnership)
    one = queries_of(coordinator, url)
    ResearchItemFactory.create_batch(2, partnership=partnership)

    assert queries_of(coordinator, url) == one <= 12


def test_research_page_asks_as_often_for_three_findings_as_for_one(coordinator, partnership):
    research = ResearchItemFactory(partnership=partnership)
    direction = DirectionFactory(strategy__partnership=partnership)
    direction.findings.add(FindingFactory(research=research))
    one = queries_of(coordinator, research.get_absolute_url())
    for __ in range(2):
        DirectionFactory(strategy=direction.strategy).findings.add(FindingFactory(research=research))

    assert queries_of(coordinator, research.get_absolute_url()) == one <= 12


def test_research_is_added_once(coordinator):
    url = address("research_create", "riverside")
    values = {
        "title_en": "Inventory",
        "kind": "inventory",
        "author": "WCI",
        "state": "draft",
        "link": "example.org/inventory",
    }
    assert coordinator.get(url).status_code == 200

    answer = posted(coordinator, url, values, form="strategies.research")
    posted(coordinator, url, values, form="strategies.research")

    item = ResearchItem.objects.get()
    assert answer.url == item.get_absolute_url()
    assert item.link == "https://example.org/inventory"


def test_research_under_way_shows_the_day_it_is_expected(coordinator, client_as, partnership):
    values = {"title_en": "Inventory", "kind": "inventory", "author": "WCI", "state": "draft"}
    url = address("research_create", "riverside")

    answer = posted(coordinator, url, {**values, "expected_on": "2027-06-30"}, form="strategies.research")

    assert ResearchItem.objects.get().expected_on == date(2027, 6, 30)
    member = client_as("member")
    assert 'datetime="2027-06-30"' in member.get(answer.url).content.decode()
    listed = member.get(address("research_list", "riverside")).content.decode()
    assert "30\xa0June 2027" in listed


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"title_en": ""}, "Give the research a title"),
        ({"state": "final"}, "say when it was done"),
        ({"kind": "gossip"}, "gossip"),
        ({"done_on": "soon"}, "“Done on”"),
        ({"author": ""}, "needs an answer"),
        ({"link": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_research_with_bad_input_is_refused_in_words(coordinator, values, says):
    good = {"title_en": "Inventory", "kind": "inventory", "author": "WCI", "state": "draft"}

    answer = posted(coordinator, address("research_create", "riverside"), good | values, form="strategies.research")

    assert says in answer.content.decode()
    assert ResearchItem.objects.count() == 0


def test_research_saved_by_another_meanwhile_shows_both_texts(coordinator, partnership):
    manager = person_with_role("manager", partnership)
    item = create_research(
        partnership, {"title_en": "First title", "kind": "survey", "author": "x", "state": "draft"}, by=manager
    )
    edit_research(item, {"title_en": "Their title"}, by=manager, version=1)
    values = {"title_en": "My title", "kind": "survey", "author": "x", "state": "draft"}

    answer = posted(
        coordinator,
        address("research_edit", "riverside", item.code),
        values,
        form="strategies.research",
        base=1,
        record=item.code,
    )

    assert answer.status_code == 409
    assert "Their" in answer.content.decode()


def test_findings_are_added_changed_and_ended(coordinator, partnership):
    item = ResearchItemFactory(partnership=partnership)
    url = address("finding_create", "riverside", item.code)
    assert coordinator.get(url).status_code == 200
    answer = posted(coordinator, url, {"text_en": "Too many doors."}, form="strategies.finding", record=item.code)
    finding = Finding.objects.get()
    assert answer.url == item.get_absolute_url()

    edit = address("finding_edit", "riverside", finding.code)
    assert coordinator.get(edit).status_code == 200
    posted(
        coordinator,
        edit,
        {"text_en": "Far too many doors."},
        form="strategies.finding",
        base=1,
        record=finding.code,
        key="two",
    )
    end = address("finding_end", "riverside", finding.code)
    assert coordinator.get(end).status_code == 200
    posted(
        coordinator,
        end,
        {"on": "2026-05-12", "because": "Out of date."},
        form="strategies.finding_end",
        record=finding.code,
        key="three",
    )

    finding.refresh_from_db()
    assert (finding.text_en, finding.ended_because) == ("Far too many doors.", "Out of date.")


def test_an_empty_finding_is_refused(coordinator, partnership):
    item = ResearchItemFactory(partnership=partnership)

    answer = posted(
        coordinator, address("finding_create", "riverside", item.code), {}, form="strategies.finding", record=item.code
    )

    assert "Say what was found" in answer.content.decode()
    assert Finding.objects.count() == 0


def test_finding_page_lists_the_directions_that_rest_on_it(coordinator, partnership):
    finding = FindingFactory(research__partnership=partnership)
    direction = DirectionFactory(strategy__partnership=partnership)
    direction.findings.add(finding)

    page = coordinator.get(finding.get_absolute_url()).content.decode()

    assert direction.get_absolute_url() in page


def test_research_ends_with_a_reason_and_stays_readable(coordinator, partnership):
    item = ResearchItemFactory(partnership=partnership)
    url = address("research_end", "riverside", item.code)
    assert coordinator.get(url).status_code == 200

    posted(
        coordinator,
        url,
        {"on": "2026-05-12", "because": "Replaced by the census."},
        form="strategies.research_end",
        record=item.code,
    )

    assert "Replaced by the census." in coordinator.get(item.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", ["officer", "reader", "researcher", "moderator", "administrator"])
def test_research_is_unknown_to_those_not_at_the_table(client_as, partnership, role):
    finding = FindingFactory(research__partnership=partnership)
    visitor = client_as(role)

    for url in (address("research_list", "riverside"), finding.research.get_absolute_url(), finding.get_absolute_url()):
        assert visitor.get(url).status_code == 404


def test_members_read_research_and_write_none(client_as, partnership):
    finding = FindingFactory(research__partnership=partnership)
    member = client_as("member")

    assert member.get(finding.research.get_absolute_url()).status_code == 200
    assert member.get(address("research_edit", "riverside", finding.research.code)).status_code == 403
    assert member.get(address("finding_end", "riverside", finding.code)).status_code == 403
    assert member.get(address("research_create", "riverside")).status_code == 403


def test_research_of_another_partnership_is_unknown(coordinator):
    finding = FindingFactory()

    for url in (
        finding.research.get_absolute_url(),
        finding.get_absolute_url(),
        address("research_list", finding.partnership.slug),
    ):
        assert coordinator.get(url).status_code == 404


def test_strangers_are_asked_to_sign_in(client, partnership):
    assert client.get(address("research_list", "riverside")).status_code == 302
