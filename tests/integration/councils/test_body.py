"""The pages of bodies: what the public sees, what those at the table see, and setting one up."""

import pytest
from django.utils.translation import override

from councils.models import Body
from councils.queries.lists import themes_offered
from councils.services.directory import load_sectors
from lipportal.shared.folding import fold
from tests.factories.councils import (
    BodyFactory,
    MeetingFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    TermsOfReferenceFactory,
    person_with_role,
)
from tests.integration.councils.pages_of_tests import address, client_as, queries_of, send, words
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db
VALUES = {"kind": "table", "name_en": "Health table", "name_fr": "Table santé", "is_public": "on"}


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


@pytest.fixture
def council(partnership):
    return BodyFactory(partnership=partnership)


@pytest.fixture
def coordinator(partnership):
    return client_as("coordinator", partnership)


def seated(body, name="Amina Okafor"):
    person = PersonFactory(partnership=body.partnership, name=name)
    organization = OrganizationFactory(partnership=body.partnership)
    return MembershipFactory(seat=SeatFactory(body=body), person=person, organization=organization)


def test_the_list_shows_anyone_public_bodies_and_members_all(client, partnership, council):
    BodyFactory(partnership=partnership, kind="executive", name_en="Inner circle", is_public=False)
    url = address("body_list", slug="riverside")

    assert "Inner circle" not in words(client.get(url))
    assert "Inner circle" in words(client_as("member", partnership).get(url))


def test_the_list_of_a_partnership_without_a_council_says_what_comes_first(partnership, coordinator):
    assert "Set up the council first" in words(coordinator.get(address("body_list", slug="riverside")))


def test_the_list_answers_in_four_languages(client, council):
    for language in ("en", "fr", "es", "ar"):
        assert client.get(f"/{language}/p/riverside/bodies/").status_code == 200


def test_a_hidden_partnership_answers_404(client, council):
    council.partnership.is_public = False
    council.partnership.save()

    assert client.get(address("body_list", slug="riverside")).status_code == 404
    assert client.get(address("body_detail", council)).status_code == 404


def test_the_public_sees_organizations_and_counts_but_never_who(client, council):
    held = seated(council)

    seen = words(client.get(address("body_detail", council)))

    assert held.organization.name_en in seen
    assert "one person" in seen
    assert "Amina Okafor" not in seen


def test_the_body_above_is_named_only_to_those_who_see_it(client, partnership):
    above = BodyFactory(partnership=partnership, kind="executive", name_en="Inner circle", is_public=False)
    url = address("body_detail", BodyFactory(partnership=partnership, kind="table", name_en="Health", parent=above))

    assert "Inner circle" in words(client_as("member", partnership).get(url))
    for person in (client, client_as("officer", partnership), client_as("coordinator", PartnershipFactory())):
        seen = words(person.get(url))
        assert "Health" in seen
        assert "Inner circle" not in seen
        assert above.code not in seen


def test_members_see_who_sits_where(council, partnership):
    seated(council)

    assert "Amina Okafor" in words(client_as("member", partnership).get(address("body_detail", council)))


def test_officers_and_other_partnerships_do_not_see_names(council, partnership):
    seated(council)

    for person in (client_as("officer", partnership), client_as("coordinator", PartnershipFactory())):
        assert "Amina Okafor" not in words(person.get(address("body_detail", council)))


def test_co_chairs_from_one_organization_are_doubted_not_forbidden(council, partnership, coordinator):
    city = OrganizationFactory(partnership=partnership, name_en="City of Riverside")
    for name in ("Ana", "Bo"):
        person = PersonFactory(partnership=partnership, name=name)
        MembershipFactory(seat=SeatFactory(body=council, role="co_chair"), person=person, organization=city)

    assert "share the chair" in words(coordinator.get(address("body_detail", council)))


def test_list_and_page_cost_the_same_for_one_row_and_three(council, partnership, coordinator):
    load_sectors()

    def fill(kind):
        body = BodyFactory(partnership=partnership, kind=kind, parent=council)
        seated(body)
        seated(council)
        SeatFactory(body=council)
        MeetingFactory(body=council)

    fill("table")
    TermsOfReferenceFactory(body=council, number=1)
    urls = (address("body_list", slug="riverside"), address("body_detail", council))
    one = [queries_of(coordinator, url) for url in urls]
    fill("table")
    fill("table")

    assert [queries_of(coordinator, url) for url in urls] == one
    assert max(one) <= 16


def test_set_up_a_body_leads_to_its_page_and_twice_makes_one(council, coordinator):
    url = address("body_create", slug="riverside")

    answer = send(coordinator, url, "councils.body", VALUES, base=0)
    again = send(coordinator, url, "councils.body", VALUES, base=0)

    body = Body.objects.get(kind="table")
    assert answer.url == again.url == body.get_absolute_url()
    assert "The body is set up" in words(coordinator.get(answer.url))


@pytest.mark.parametrize("label", ["Sub-council", "Sector table", "Working group"])
def test_what_a_table_is_called_is_the_partnerships_choice(client, council, coordinator, label):
    values = {**VALUES, "label_en": label, "label_fr": "Sous-conseil"}

    answer = send(coordinator, address("body_create", slug="riverside"), "councils.body", values, base=0)

    assert label in words(client.get(answer.url))
    assert label in words(client.get(address("body_list", slug="riverside")))
    assert "Sous-conseil" in words(client.get(answer.url.replace("/en/", "/fr/")))


def test_themes_are_the_partnerships_own_and_londons_six_fit(client, council, coordinator):
    themes = ["Education", "Employment", "Health", "Settlement", "Inclusion and civic engagement"]
    themes.append("Justice and protection services")
    for theme in themes:
        values = {**VALUES, "name_en": f"Table on {theme}", "name_fr": "Table", "theme": theme, "parent": council.pk}
        send(coordinator, address("body_create", slug="riverside"), "councils.body", values, base=0, key=theme)

    tables = Body.objects.filter(parent=council)
    assert sorted(tables.values_list("theme", flat=True)) == sorted(themes)
    for table in tables:
        assert table.theme in words(client.get(table.get_absolute_url())).replace(f"Table on {table.theme}", "")


@pytest.mark.parametrize(("language", "offered"), [("en", "Health"), ("fr", "Santé")])
def test_themes_to_choose_from_are_offered_those_in_use_first(coordinator, partnership, language, offered):
    BodyFactory(partnership=partnership, kind="table", theme="Justice")
    page = words(coordinator.get(address("body_create", slug="riverside").replace("/en/", f"/{language}/")))

    listed = page[page.index("<datalist") : page.index("</datalist>")]
    assert listed.count("<option") == 6
    assert listed.index('value="Justice"') < listed.index(f'value="{offered}"')
    assert 'list="id_theme_suggestions"' in page


def test_a_theme_in_use_is_not_offered_twice(partnership):
    BodyFactory(partnership=partnership, kind="table", theme="HEALTH")
    BodyFactory(partnership=partnership, kind="table", theme="Health")

    for language in ("en", "fr"):
        with override(language):
            offered = themes_offered(partnership)
            assert [theme for theme in offered if fold(theme) in {"health", "sante"}] in (["HEALTH"], ["Health"])


def test_an_advisory_committee_of_twenty_agencies_is_kept_and_counted(client, partnership, coordinator):
    values = {"kind": "advisory", "name_en": "Advisory committee", "name_fr": "Comité consultatif", "is_public": "on"}
    answer = send(coordinator, address("body_create", slug="riverside"), "councils.body", values, base=0)
    committee = Body.objects.get(kind="advisory")
    agencies = [seated(committee, name=f"Person {number}").organization for number in range(20)]

    seen = words(client.get(answer.url))

    assert "20 organizations" in seen
    assert [agency.name_en for agency in agencies if f">{agency.name_en}<" not in seen] == []


def test_set_up_a_body_without_a_name_keeps_what_was_typed(council, coordinator):
    answer = send(
        coordinator, address("body_create", slug="riverside"), "councils.body",
        {**VALUES, "name_en": "", "name_fr": "", "theme": "Health"}, base=0,
    )  # fmt: skip

    assert answer.status_code == 200
    assert "Give the name in English or in French." in words(answer)
    assert 'value="Health"' in words(answer)


def test_a_second_council_is_refused_with_a_way_out(council, coordinator):
    url = address("body_create", slug="riverside")

    answer = send(coordinator, url, "councils.body", {**VALUES, "kind": "council"}, base=0)

    assert "has a council already" in words(answer)
    assert Body.objects.count() == 1


def test_another_partnerships_body_cannot_be_a_parent(council, coordinator):
    stranger = BodyFactory()

    answer = send(
        coordinator,
        address("body_create", slug="riverside"),
        "councils.body",
        {**VALUES, "parent": stranger.pk},
        base=0,
    )

    assert answer.status_code == 200
    assert Body.objects.filter(kind="table").count() == 0


def test_edit_shows_both_texts_when_somebody_was_faster(council, partnership):
    first, second = client_as("coordinator", partnership), client_as("manager", partnership)
    url = address("body_edit", council)
    values = {"kind": "council", "name_en": "Council of all", "name_fr": "Conseil central", "is_public": "on"}
    send(first, url, "councils.body", values, record=council.code)

    answer = send(
        second, url, "councils.body", {**values, "name_en": "Council of some"}, record=council.code, key="key-2"
    )

    assert answer.status_code == 409
    assert "Council of all" in words(answer).replace("<ins>", "").replace("</ins>", "")
    assert "Council of some" in words(answer).replace("<ins>", "").replace("</ins>", "")


def test_a_table_lead_may_not_edit_a_body(council, partnership):
    answer = client_as("table_lead", partnership, body=council).get(address("body_edit", council))

    assert answer.status_code == 403
    assert "Coordinator" in words(answer)


def test_another_partnerships_hidden_body_answers_404(coordinator):
    hidden = BodyFactory(is_public=False)

    assert coordinator.get(address("body_detail", hidden)).status_code == 404
    assert coordinator.get(address("body_edit", hidden)).status_code == 404


def test_end_a_body_keeps_it_readable_with_its_reason(council, partnership):
    member = seated(council)
    client = signed_in_client(person_with_role("coordinator", partnership))
    values = {"on": "2026-05-12", "because": "The county took over"}

    answer = send(client, address("body_end", council), "councils.body_end", values)

    member.refresh_from_db()
    assert member.state == "ended"
    assert "The county took over" in words(client.get(answer.url))


def test_end_a_body_wants_a_reason(council, coordinator):
    answer = send(coordinator, address("body_end", council), "councils.body_end", {"on": "2026-05-12", "because": ""})

    assert "needs an answer" in words(answer)
    council.refresh_from_db()
    assert not council.is_ended
