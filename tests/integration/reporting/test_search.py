"""The search page: groups, counts, and a kind word when nothing is found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.choices import Role
from tests.factories.councils import OrganizationFactory, PartnershipFactory, person_with_role
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db


def test_visitor_searches_partnerships_in_four_languages(client):
    PartnershipFactory(slug="riverside", name_en="Riverside", name_fr="Rivière")

    for language in ("en", "fr", "es", "ar"):
        assert f'href="/{language}/p/riverside/"' in client.get(f"/{language}/search/?q=riviere").content.decode()


def test_nothing_found_says_what_to_try(client):
    page = client.get("/en/search/?q=zzz").content.decode()

    assert "Nothing found." in page
    assert "accents and capitals do not matter" in page


def test_what_was_typed_comes_back_as_text(client):
    page = client.get("/en/search/", {"q": '"><script>x</script>'}).content.decode()

    assert "<script>x" not in page


@pytest.mark.parametrize("query", ["q=a&page=0", "q=a&page=x", "q=a&in=people&page=99999", "q=%00", "q=("])
def test_strange_addresses_are_answered(client, query):
    assert client.get(f"/en/search/?{query}").status_code == 200


def test_one_group_is_paged_and_leads_back():
    partnership = PartnershipFactory(name_en="Hillside", name_fr="Hillside")
    for number in range(26):
        OrganizationFactory(partnership=partnership, name_en=f"Water board {number:02}")
    browser = signed_in_client(person_with_role(Role.MEMBER, partnership))

    some = browser.get("/en/search/?q=water").content.decode()
    second = browser.get("/en/search/?q=water&in=organizations&page=2").content.decode()

    assert "See all 26" in some
    assert "Page 2 of 2" in second
    assert "Search everywhere" in second


def test_search_costs_the_same_with_one_hit_and_with_many():
    counts = []
    for count in (1, 3):
        partnership = PartnershipFactory(name_en="Hillside", name_fr="Hillside")
        for number in range(count):
            OrganizationFactory(partnership=partnership, name_en=f"Water board {number}")
        browser = signed_in_client(person_with_role(Role.COORDINATOR, partnership))
        with CaptureQueriesContext(connection) as asked:
            browser.get("/en/search/?q=water")
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize("page", ["²", "٣", "-1", "1e9", "99999999", "9999"])
def test_a_page_number_that_is_none_shows_the_first_page(client, page):
    PartnershipFactory(slug="riverside", name_en="Riverside")

    shown = client.get("/en/search/", {"q": "riverside", "in": "partnerships", "page": page})

    assert 'href="/en/p/riverside/"' in shown.content.decode()
