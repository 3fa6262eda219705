"""Help, accessibility, privacy, what is new and the component library."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from councils.choices import Role
from lipportal.audit.personal import RETENTION
from reporting.queries.help_page import TOPICS
from reporting.queries.retention import RETENTION_WORDS
from tests.factories.actionplans import ActionPlanFactory
from tests.factories.councils import PartnershipFactory, person_with_role
from tests.factories.reporting import YearlyReportFactory
from tests.factories.strategies import StrategyFactory
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("name", ["help", "accessibility", "privacy", "new", "search"])
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_public_pages_are_there_in_four_languages(client, name, language):
    assert client.get(f"/{language}/{name}/").status_code == 200


@pytest.mark.parametrize("topic", [topic.key for topic in TOPICS])
def test_help_has_a_page_for_each_role(client, topic):
    page = client.get(f"/en/help/?role={topic}").content.decode()

    assert "How do I…" in page


def test_help_opens_at_ones_own_role():
    page = signed_in_client(person_with_role(Role.CO_CHAIR, PartnershipFactory())).get("/en/help/").content.decode()

    assert "Approve the yearly report before it leaves the partnership." in page


def test_help_tells_what_a_role_may_do_from_the_table_of_permissions(client):
    page = client.get("/en/help/?role=officer").content.decode()

    assert "Return the report" in page
    assert "Assign the federal officer" in page.split("Regional", 2)[-1]
    assert "while it is with the officer" in page


def test_help_opens_no_empty_list_for_a_role_that_reads_what_is_public(client):
    page = client.get("/en/help/?role=reader").content.decode()

    assert "permissions, as the portal itself checks them" in page
    assert "0 permission" not in page


def test_privacy_says_how_long_each_class_is_kept(client):
    page = client.get("/en/privacy/").content.decode()

    assert set(RETENTION_WORDS) == set(RETENTION)
    assert all(str(how_long) in page for _what, how_long in RETENTION_WORDS.values())


def test_whats_new_tells_what_is_public_and_nothing_else(client):
    partnership = PartnershipFactory(slug="riverside")
    strategy = StrategyFactory(partnership=partnership, state="active", adopted_on=date(2026, 3, 1), motion="Adopted.")
    ActionPlanFactory(strategy=strategy, in_year=True, year=2026)
    ActionPlanFactory(strategy=strategy, year=2027)
    YearlyReportFactory(plan__partnership=partnership, plan__strategy=strategy, plan__year=2028, submitted=True)
    hidden = PartnershipFactory(is_public=False, name_en="Hidden", name_fr="Hidden")
    ActionPlanFactory(strategy__partnership=hidden, in_year=True)

    page = client.get("/en/new/").content.decode()

    assert page.index("Action plan 2026–\u206027 adopted") < page.index("Strategy 2026–\u206029 adopted")
    assert "2027–" not in page
    assert "Yearly report" not in page
    assert "Hidden" not in page


def test_feed_holds_the_same_as_the_page(client, settings):
    settings.PORTAL_URL = "https://portal.example.org"
    strategy = StrategyFactory(
        partnership__slug="riverside", state="active", adopted_on=date(2026, 3, 1), motion="Adopted."
    )

    response = client.get("/fr/new/feed/")

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)  # noqa: S314 - our own answer
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries] == [
        f"https://portal.example.org/fr/p/riverside/strategies/{strategy.code}/"
    ]


def test_feed_leaves_out_what_xml_cannot_write(client):
    StrategyFactory(
        partnership__name_en="River\x01side", state="active", adopted_on=date(2026, 3, 1), motion="Adopted."
    )

    feed = ET.fromstring(client.get("/en/new/feed/").content)  # noqa: S314 - our own answer

    assert feed.find(f"{ATOM}entry/{ATOM}title").text.startswith("Riverside: ")


def test_empty_news_is_kind(client):
    assert "Nothing to tell yet." in client.get("/en/new/").content.decode()


def test_component_library_is_public(client):
    assert client.get("/en/components/").status_code == 200
