"""Signatures, contacts and partner initiatives through their pages."""

from datetime import date, timedelta

import pytest

from councils.models import Involvement, PartnerInitiative
from councils.queries import initiatives_of, involvements_in
from councils.services import edit_involvement
from tests.factories.councils import InvolvementFactory, PartnerInitiativeFactory, PartnershipFactory
from tests.integration.councils.people_of_tests import address, post, queries_for, signed_in

pytestmark = pytest.mark.django_db
NEW = {
    "kind": "municipal_signature",
    "on": "2026-05-12",
    "who": "City council",
    "what_en": "Declaration",
    "what_fr": "",
}


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


def test_coordinator_records_corrects_and_takes_out_a_signature(partnership):
    client = signed_in("coordinator", partnership)
    post(client, address("involvement_create", "riverside"), "councils.involvement", NEW)
    post(client, address("involvement_create", "riverside"), "councils.involvement", NEW)
    involvement = Involvement.objects.get()
    edit = address("involvement_edit", "riverside", involvement.code)

    post(client, edit, "councils.involvement", {**NEW, "who": "County council"}, base=1, key="key-2")

    assert "County council" in client.get(address("involvement_list", "riverside")).content.decode()
    assert list(involvements_in(partnership, 2026, "municipal_signature")) == [involvement]
    end = address("involvement_end", "riverside", involvement.code)
    post(client, end, "councils.involvement_end", {"on": "2026-05-13", "because": "Twice"}, key="key-3")
    assert not involvements_in(partnership, 2026).exists()


def test_a_record_says_what_it_was_in_one_language_at_least(partnership):
    client = signed_in("coordinator", partnership)

    response = post(client, address("involvement_create", "riverside"), "councils.involvement", {**NEW, "what_en": ""})

    assert "Say what it was" in response.content.decode()


def test_a_signature_of_a_day_to_come_waits_until_it_has_happened(partnership):
    client = signed_in("coordinator", partnership)
    tomorrow = str(partnership.today() + timedelta(days=1))

    response = post(client, address("involvement_create", "riverside"), "councils.involvement", {**NEW, "on": tomorrow})

    assert "That day is still to come." in response.content.decode()
    assert not Involvement.objects.exists()


def test_a_stale_record_shows_both_texts(partnership):
    involvement = InvolvementFactory(partnership=partnership)
    client = signed_in("coordinator", partnership)
    edit_involvement(involvement, {"who": "Theirs"}, by=client.user, version=1)

    response = post(
        client,
        address("involvement_edit", "riverside", involvement.code),
        "councils.involvement",
        {**NEW, "who": "Mine"},
        base=1,
    )

    assert response.status_code == 409


def test_initiatives_are_kept_by_staff(partnership):
    client = signed_in("manager", partnership)
    values = {"name_en": "Youth network", "name_fr": "", "link": "example.org"}

    post(client, address("initiative_create", "riverside"), "councils.initiative", values)
    initiative = PartnerInitiative.objects.get()
    edit = address("initiative_edit", "riverside", initiative.code)
    post(client, edit, "councils.initiative", {**values, "name_fr": "Réseau jeunesse"}, base=1, key="key-2")

    initiative.refresh_from_db()
    assert (initiative.name_fr, initiative.link) == ("Réseau jeunesse", "https://example.org")
    end = address("initiative_end", "riverside", initiative.code)
    post(client, end, "councils.initiative_end", {"on": "2026-05-13", "because": "Over"}, key="key-3")
    assert not initiatives_of(partnership).exists()


def test_members_read_and_do_not_write_and_others_find_nothing(partnership):
    involvement = InvolvementFactory(partnership=partnership)
    initiative = PartnerInitiativeFactory(partnership=partnership)
    listed = address("involvement_list", "riverside")
    writes = [
        address("involvement_create", "riverside"),
        address("involvement_edit", "riverside", involvement.code),
        address("involvement_end", "riverside", involvement.code),
        address("initiative_create", "riverside"),
        address("initiative_edit", "riverside", initiative.code),
        address("initiative_end", "riverside", initiative.code),
    ]
    member, stranger = signed_in("member", partnership), signed_in("coordinator", PartnershipFactory())

    assert member.get(listed).status_code == 200
    assert {member.get(url).status_code for url in writes} == {403}
    assert {stranger.get(url).status_code for url in [listed, *writes[:4]]} == {404}
    # The public sees which initiatives a public partnership works with, so a stranger is told whose they are to keep.
    assert {stranger.get(url).status_code for url in writes[4:]} == {403}


def test_list_filters_by_year_and_asks_as_often_for_three_rows_as_for_one(partnership):
    client = signed_in("coordinator", partnership)
    url = address("involvement_list", "riverside")
    InvolvementFactory(partnership=partnership, on=date(2026, 5, 12), who="This year")
    PartnerInitiativeFactory(partnership=partnership)
    client.get(url)
    for_one = queries_for(client, url)
    InvolvementFactory(partnership=partnership, on=date(2025, 5, 12), who="Last year")
    InvolvementFactory(partnership=partnership, on=date(2026, 5, 12))
    PartnerInitiativeFactory(partnership=partnership)

    assert queries_for(client, url) == for_one
    page = client.get(address("involvement_list", "riverside", year="2025")).content.decode()
    assert "Last year" in page
    assert "This year" not in page
