"""Adding and editing an entry of the directory."""

import pytest
from django.test import Client

from councils.models import Partnership
from councils.queries import partnerships_where
from councils.services import edit_partnership, names_of
from tests.factories.councils import PartnershipFactory
from tests.integration.councils.people_of_tests import address, post, signed_in

pytestmark = pytest.mark.django_db
NEW = {
    "name_en": "Prairie Rose",
    "name_fr": "",
    "slug": "",
    "written_in": "en",
    "kind": "zonal",
    "setting": "rural",
    "region": "unknown",
    "province": "MB",
    "time_zone": "America/Winnipeg",
    "lead_type": "unknown",
    "operating_model": "unknown",
    "has_university": "unknown",
    "case_study": "none",
    "aliases": "Rose Prairie\n\nRose Prairie\nOld Rose",
    "communities": "Carman",
    "is_public": "on",
}


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


def test_administrator_adds_a_partnership_once_however_often_it_is_posted():
    client = signed_in("administrator")
    url = address("partnership_create")
    assert client.get(url).status_code == 200

    first = post(client, url, "councils.partnership", NEW)
    second = post(client, url, "councils.partnership", NEW)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    created = Partnership.objects.get(slug="prairie-rose")
    assert names_of(created) == {"aliases": ["Rose Prairie", "Old Rose"], "communities": ["Carman"]}


def test_adding_a_partnership_is_the_administrators(partnership):
    assert signed_in("coordinator", partnership).get(address("partnership_create")).status_code == 403


def test_a_new_partnership_without_a_name_or_with_a_taken_address_is_explained(partnership):
    client = signed_in("administrator")
    url = address("partnership_create")

    nameless = post(client, url, "councils.partnership", {**NEW, "name_en": ""})
    taken = post(client, url, "councils.partnership", {**NEW, "slug": "riverside"}, key="key-2")

    assert nameless.status_code == taken.status_code == 200
    assert "Give the name in English, in French or in both." in nameless.content.decode()
    assert "violated" not in nameless.content.decode()
    assert "has this address already" in taken.content.decode()


def test_coordinator_edits_the_entry_of_their_own_partnership(partnership):
    client = signed_in("coordinator", partnership)
    url = address("partnership_edit", "riverside")
    page = client.get(url)

    response = post(client, url, "councils.partnership", {**NEW, "intro_en": "We plan together."}, base=1)

    assert page.status_code == 200
    assert response.status_code == 302
    partnership.refresh_from_db()
    assert (partnership.name_en, partnership.intro_en, partnership.slug) == (
        "Prairie Rose",
        "We plan together.",
        "riverside",
    )


def test_editing_an_entry_is_not_a_members_nor_another_coordinators(partnership):
    url = address("partnership_edit", "riverside")

    assert signed_in("member", partnership).get(url).status_code == 403
    assert signed_in("coordinator", PartnershipFactory()).get(url).status_code == 403
    assert signed_in("administrator").get(url).status_code == 200

    partnership.is_public = False
    partnership.save()
    assert signed_in("coordinator", PartnershipFactory()).get(url).status_code == 404


def test_two_people_on_one_entry_see_both_texts(partnership):
    client = signed_in("coordinator", partnership)
    edit_partnership(partnership, {"intro_en": "Their words."}, by=client.user, version=1)

    response = post(
        client,
        address("partnership_edit", "riverside"),
        "councils.partnership",
        {**NEW, "intro_en": "My words."},
        base=1,
    )

    assert response.status_code == 409
    page = response.content.decode()
    assert "Their" in page
    assert "My" in page


def test_what_was_typed_into_an_entry_comes_back(partnership):
    client = signed_in("coordinator", partnership)
    draft = {"_form": "councils.partnership", "_record": partnership.code, "_base": 1, "intro_en": "Half a sentence"}
    client.post("/en/drafts/save/", draft)

    page = client.get(address("partnership_edit", "riverside")).content.decode()

    assert "Half a sentence" in page


def test_an_ended_role_opens_no_doors_any_more(partnership):
    client = signed_in("coordinator", partnership)
    assert client.get(address("person_list", "riverside")).status_code == 200

    client.user.roleheld_set.update(ended_on=partnership.today(), ended_because="Left")

    assert client.get(address("person_list", "riverside")).status_code == 404
    assert not partnerships_where(type(client.user).objects.get(pk=client.user.pk), "councils.view_person").exists()


def test_the_entry_keeps_the_way_of_working_the_phase_and_the_profile(partnership):
    client = signed_in("coordinator", partnership)
    said = {
        "operating_model": "advisory",
        "phase": "2",
        "starting_conditions": "Two agencies and a library.",
        "council_structure": "A council and four tables.",
        "council_process": "Agreement without a vote.",
        "leadership_dynamics": "Two co-chairs.",
        "region": "west",
        "setting": "urban",
        "has_university": "yes",
        "community_count": "3",
    }

    post(client, address("partnership_edit", "riverside"), "councils.partnership", {**NEW, **said}, base=1)

    kept = Partnership.objects.get(slug="riverside")
    assert {name: str(getattr(kept, name)) for name in said} == said
    page = Client().get("/en/p/riverside/").content.decode()
    for words in ("Advises, and helps others find support", "Phase 2: developing the plan", "A university in the area"):
        assert words in page
    for name in ("starting_conditions", "council_structure", "council_process", "leadership_dynamics"):
        assert said[name] in page
    form = client.get(address("partnership_edit", "riverside")).context["form"]
    assert {name: str(form[name].value()) for name in said} == said
