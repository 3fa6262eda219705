"""The directory page: found by any name, filtered by address, sorted, paged, downloaded whole."""

import io

import openpyxl
import pytest
from django.urls import reverse

from councils.choices import Role
from councils.models import Partnership
from councils.services import load_directory, record_stage
from tests.factories.councils import AliasFactory, PartnershipFactory, person_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeds():
    load_directory()


def names_on(response):
    return [str(partnership) for partnership, _older, _stages in response.context["rows"]]


def test_directory_lists_the_forty_eight_twenty_four_a_page(client, seeds):
    first = client.get(reverse("councils:directory"))
    second = client.get(reverse("councils:directory"), {"page": "2"})

    assert first.context["page"].paginator.count == 48
    assert len(names_on(first)) == 24
    assert len(set(names_on(first) + names_on(second))) == 48


def test_directory_opens_in_four_languages(client, seeds):
    for language in ("en", "fr", "es", "ar"):
        response = client.get(f"/{language}/partnerships/")

        assert response.status_code == 200
        assert f'<html lang="{language}' in response.content.decode()


def test_directory_finds_by_older_name_body_and_without_accents(client, seeds):
    places = {
        "Jobstart": "Central South Etobicoke",
        "lmlip": "London and Middlesex",
        "reseau est": "Réseau Est",
        "kitchener waterloo": "Waterloo",
        "SOUTHWEST SCARBOROUGH": "South West Scarborough",
        "sudbury ville": "Greater Sudbury",
    }

    for words, place in places.items():
        assert names_on(client.get("/en/partnerships/", {"q": words})) == [place]


def test_directory_says_under_which_older_name_it_was_met(client):
    partnership = PartnershipFactory(name_en="Guelph")
    AliasFactory(partnership=partnership, name="Guelph-Wellington")
    AliasFactory(partnership=partnership, name="Royal City")
    partnership.save()

    response = client.get("/en/partnerships/", {"q": "wellington"})

    assert "Also <bdi>Guelph-Wellington</bdi>" in response.content.decode()
    assert "Royal City" not in response.content.decode()


def test_directory_filters_by_kind_setting_region_lead_and_stage(client, seeds):
    def count(**query):
        return client.get("/en/partnerships/", query).context["page"].paginator.count

    assert count(kind="francophone_network") == 3
    assert count(setting="rural") == 1
    assert count(region="toronto") == 15
    assert count(lead_type="workforce_board") == 3
    assert count(stage="strategy") == 0


def test_directory_filters_by_furthest_stage_and_sorts_by_it(client):
    early, late = PartnershipFactory(name_en="Alpha"), PartnershipFactory(name_en="Beta")
    record_stage(early, "council", "done", by=None)
    record_stage(late, "plan", "now", by=None)

    assert names_on(client.get("/en/partnerships/", {"stage": "plan"})) == ["Beta"]
    assert names_on(client.get("/en/partnerships/", {"sort": "-stage"})) == ["Beta", "Alpha"]
    assert names_on(client.get("/en/partnerships/", {"sort": "stage"})) == ["Alpha", "Beta"]


def test_directory_offers_provinces_once_there_are_several(client):
    PartnershipFactory(name_en="Alpha")

    assert "province" not in client.get("/en/partnerships/").context["form"].fields

    PartnershipFactory(name_en="Beta", province="MB")
    response = client.get("/en/partnerships/", {"province": "MB"})

    assert names_on(response) == ["Beta"]
    assert "Manitoba" in response.content.decode()


def test_directory_hides_a_partnership_without_a_public_page_from_all_but_its_own(client):
    partnership = PartnershipFactory(name_en="Quiet", is_public=False)

    assert names_on(client.get("/en/partnerships/")) == []

    client.force_login(person_with_role(Role.MEMBER, partnership))

    assert names_on(client.get("/en/partnerships/")) == ["Quiet"]


def test_directory_says_kindly_that_nothing_was_found(client, seeds):
    response = client.get("/en/partnerships/", {"q": "Atlantis"})

    assert response.status_code == 200
    assert "Nothing by that name here" in response.content.decode()


def test_directory_takes_any_address_calmly(client):
    PartnershipFactory()

    for query in ("kind=nonsense", "page=99", "page=x", "sort=;drop", "q=" + "x" * 300, "province=QC", "q=%00"):
        assert client.get(f"/en/partnerships/?{query}").status_code == 200


def test_directory_asks_the_database_as_often_for_three_rows_as_for_one(client, django_assert_num_queries):
    AliasFactory(partnership=PartnershipFactory())
    with django_assert_num_queries(4):
        client.get("/en/partnerships/")
    AliasFactory(partnership=PartnershipFactory())
    AliasFactory(partnership=PartnershipFactory())

    with django_assert_num_queries(4):
        client.get("/en/partnerships/")


def test_directory_excel_holds_all_rows_found_not_one_page(client, seeds):
    whole = client.get("/en/partnerships/excel/")
    toronto = client.get("/fr/partnerships/excel/", {"region": "toronto"})

    sheet = openpyxl.load_workbook(io.BytesIO(whole.content)).active
    found = openpyxl.load_workbook(io.BytesIO(toronto.content)).active

    assert sheet.max_row == 49
    assert found.max_row == 16
    assert [cell.value for cell in sheet[1]][:3] == ["Place", "Other names", "Kind"]
    assert whole["Content-Disposition"].startswith('attachment; filename="partnerships-')


def test_directory_excel_tells_the_way_of_working_and_who_was_studied(client, seeds):
    Partnership.objects.filter(slug="ottawa").update(operating_model="advisory", has_university="yes")

    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/en/partnerships/excel/").content)).active
    heads = [cell.value for cell in sheet[1]]
    rows = {row[0]: dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)}

    told = ("Way of working", "A university in the area", "Studied by researchers")
    assert [rows["Ottawa"][name] for name in told] == [
        "Advises, and helps others find support",
        "Yes",
        "Participant observation",
    ]
    assert [rows["Kingston"][name] for name in told] == ["Not recorded", "Not recorded", "Preliminary case study"]
