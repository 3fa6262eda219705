"""Organizations through their pages."""

import io
from datetime import date

import openpyxl
import pytest

from councils.models import Organization
from councils.services import edit_organization
from tests.factories.councils import (
    MembershipFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    SectorFactory,
)
from tests.integration.councils.people_of_tests import address, post, queries_for, signed_in

pytestmark = pytest.mark.django_db
NEW = {"name_en": "Library", "name_fr": "", "kind": "mainstream", "government_level": "none", "joined_on": "2026-05-01"}


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


def test_coordinator_adds_an_organization_once_with_its_spheres(partnership):
    sphere = SectorFactory()
    client = signed_in("coordinator", partnership)
    url = address("organization_create", "riverside")

    first = post(client, url, "councils.organization", {**NEW, "sectors": [sphere.pk]})
    post(client, url, "councils.organization", {**NEW, "sectors": [sphere.pk]})

    organization = Organization.objects.get()
    assert first["Location"] == organization.get_absolute_url()
    assert list(organization.sectors.all()) == [sphere]
    assert organization.joined_on == date(2026, 5, 1)
    assert "New in 2026" in client.get(organization.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("level", "words"), [("provincial", "Provincial"), ("federal", "Federal")])
def test_a_partner_may_be_of_the_province_or_the_country(partnership, level, words):
    client = signed_in("coordinator", partnership)
    values = {**NEW, "name_en": "Ministry of Welcome", "kind": "government", "government_level": level}

    answer = post(client, address("organization_create", "riverside"), "councils.organization", values)

    assert Organization.objects.get().government_level == level
    assert f"<span>{words}</span>" in signed_in("member", partnership).get(answer["Location"]).content.decode()


def test_another_partnerships_sphere_is_refused(partnership):
    foreign = SectorFactory(partnership=PartnershipFactory())
    client = signed_in("coordinator", partnership)

    response = post(
        client, address("organization_create", "riverside"), "councils.organization", {**NEW, "sectors": [foreign.pk]}
    )

    assert response.status_code == 200
    assert not Organization.objects.exists()


def test_a_member_reads_and_does_not_write_and_others_find_nothing(partnership):
    organization = OrganizationFactory(partnership=partnership)
    member, stranger = signed_in("member", partnership), signed_in("coordinator", PartnershipFactory())
    reads = [address("organization_list", "riverside"), organization.get_absolute_url()]
    writes = [
        address("organization_create", "riverside"),
        address("organization_edit", "riverside", organization.code),
        address("organization_end", "riverside", organization.code),
    ]

    assert [member.get(url).status_code for url in [*reads, *writes]] == [200, 200, 403, 403, 403]
    assert {stranger.get(url).status_code for url in [*reads, *writes]} == {404}
    assert signed_in("officer", partnership).get(reads[0]).status_code == 404


def test_a_stale_edit_shows_both_texts(partnership):
    organization = OrganizationFactory(partnership=partnership, name_en="Library")
    client = signed_in("coordinator", partnership)
    edit_organization(organization, {"name_en": "Public library"}, by=client.user, version=1)

    response = post(
        client,
        address("organization_edit", "riverside", organization.code),
        "councils.organization",
        {**NEW, "name_en": "City library"},
        base=1,
    )

    assert response.status_code == 409


def test_an_organization_leaves_with_a_reason_and_stays_readable(partnership):
    organization = OrganizationFactory(partnership=partnership, name_en="Mill")
    client = signed_in("coordinator", partnership)

    post(
        client,
        address("organization_end", "riverside", organization.code),
        "councils.organization_end",
        {"on": "2026-06-01", "because": "Closed its doors"},
    )

    assert "Closed its doors" in client.get(organization.get_absolute_url()).content.decode()
    assert "Mill" not in client.get(address("organization_list", "riverside")).content.decode()
    assert "Mill" in client.get(address("organization_list", "riverside", ended="all")).content.decode()


def test_contact_people_are_shown_to_staff_and_not_to_members(partnership):
    organization = OrganizationFactory(partnership=partnership)
    PersonFactory(partnership=partnership, name="Zebra Quagga").organizations.add(organization)

    assert "Zebra" in signed_in("co_chair", partnership).get(organization.get_absolute_url()).content.decode()
    assert "Zebra" not in signed_in("member", partnership).get(organization.get_absolute_url()).content.decode()


def test_list_and_detail_ask_as_often_for_three_as_for_one(partnership):
    client = signed_in("coordinator", partnership)
    url = address("organization_list", "riverside")

    def add():
        organization = OrganizationFactory(partnership=partnership, joined_on=date(2026, 5, 1))
        organization.sectors.add(SectorFactory())
        PersonFactory(partnership=partnership).organizations.add(organization)
        return organization

    first = add()
    client.get(url)
    for_one = queries_for(client, url)
    for_one_detail = queries_for(client, first.get_absolute_url())
    add()
    add()

    assert queries_for(client, url) == for_one
    PersonFactory(partnership=partnership).organizations.add(first)
    assert queries_for(client, first.get_absolute_url()) == for_one_detail


def test_excel_holds_every_organization_found(partnership):
    for number in range(30):
        OrganizationFactory(partnership=partnership, name_en=f"Org {number}")
    OrganizationFactory(name_en="Elsewhere")

    response = signed_in("member", partnership).get(address("organization_excel", "riverside"))

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet.max_row == 31
    assert "Elsewhere" not in {cell.value for cell in sheet["A"]}


def test_at_the_table_now_means_seated(partnership):
    seated, ended, never = (OrganizationFactory(partnership=partnership, name_en=name) for name in ("A", "B", "C"))
    MembershipFactory(seat__body__partnership=partnership, organization=seated)
    MembershipFactory(
        seat__body__partnership=partnership,
        organization=ended,
        state="ended",
        ends_on=date(2026, 5, 1),
        end_reason="term",
    )
    url, client = address("organization_list", "riverside"), signed_in("coordinator", partnership)

    assert list(client.get(url).context["page"]) == [seated, ended, never]
    assert list(client.get(f"{url}?ended=seated").context["page"]) == [seated]
