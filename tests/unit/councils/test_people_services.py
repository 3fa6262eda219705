"""People and organizations, one by one and from a sheet."""

from datetime import date

import pytest
from django.utils import translation

from councils.choices import OrganizationKind
from councils.documents.people import people_sheet
from councils.models import Organization, Person
from councils.queries import new_organizations, organizations_found, people_found, people_of, person_lines
from councils.services import (
    create_organization,
    create_person,
    edit_organization,
    edit_person,
    end_organization,
    read_people,
)
from lipportal.audit.models import Entry
from lipportal.shared.documents.excel import Column, write_sheet
from lipportal.shared.errors import Conflict
from tests.factories.councils import (
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    SectorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HEADINGS = ("Code", "Name", "E-mail", "Telephone", "Language for mail", "Organizations", "Takes part in French")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def partnership():
    return PartnershipFactory()


def workbook(*rows, headings=HEADINGS):
    columns = [Column(heading, heading) for heading in headings]
    return write_sheet("People", columns, [dict(zip(headings, row, strict=False)) for row in rows])


def kinds(partnership, content):
    return [row.kind for row in read_people(partnership, content)[1]]


# --- one by one ------------------------------------------------------------------------------------------------------
def test_create_organization_keeps_its_spheres_and_edit_changes_them_with_one_line(partnership):
    by, first, second = UserFactory(), SectorFactory(), SectorFactory()
    organization = create_organization(partnership, {"name_en": "Library", "sectors": [first]}, by=by)

    edited = edit_organization(organization, {"sectors": [first, second]}, by=by, version=1)

    assert set(edited.sectors.all()) == {first, second}
    assert edited.version == 2
    with pytest.raises(Conflict):
        edit_organization(organization, {"name_en": "Other"}, by=by, version=1)


def test_new_organizations_are_those_that_joined_in_the_fiscal_year(partnership):
    OrganizationFactory(partnership=partnership, name_en="Before", joined_on=date(2026, 3, 31))
    new = OrganizationFactory(partnership=partnership, name_en="In", joined_on=date(2026, 4, 1))
    OrganizationFactory(partnership=partnership, name_en="After", joined_on=date(2027, 4, 1))
    OrganizationFactory(name_en="Elsewhere", joined_on=date(2026, 4, 1))

    assert list(new_organizations(partnership, 2026)) == [new]


def test_organizations_found_by_name_without_accents_and_by_sphere(partnership):
    sphere = SectorFactory(key="libraries")
    library = OrganizationFactory(partnership=partnership, name_fr="Bibliothèque")
    library.sectors.add(sphere)
    gone = OrganizationFactory(partnership=partnership, name_en="Gone")
    end_organization(gone, by=UserFactory(), on=date(2026, 5, 1), because="Closed")
    rows = type(library).objects.filter(partnership=partnership)

    assert list(organizations_found(rows, {"q": "BIBLIOTHEQUE"})) == [library]
    assert list(organizations_found(rows, {"sector": "libraries"})) == [library]
    assert list(organizations_found(rows, {"ended": "all"})) == [gone, library]


def test_people_are_found_by_name_or_mail_and_sorted(partnership):
    zoe = PersonFactory(partnership=partnership, name="Zoë Østergård", email="z@example.org")
    anna = PersonFactory(partnership=partnership, name="Anna")
    rows = Person.objects.filter(partnership=partnership)

    assert list(people_found(rows, {"q": "zoe ostergard"})) == [zoe]
    assert list(people_found(rows, {"q": "z@example"})) == [zoe]
    assert list(people_found(rows, {"sort": "-name"})) == [zoe, anna]


def test_edit_person_writes_only_what_changed(partnership):
    by = UserFactory()
    person = create_person(partnership, {"name": "Kim", "email": "kim@example.org"}, by=by)

    edit_person(person, {"name": "Kim", "phone": "519"}, by=by, version=1)

    assert Entry.objects.filter(action="person.changed").get().after == {"phone": "519"}


# --- the sheet -------------------------------------------------------------------------------------------------------
def test_a_downloaded_sheet_sent_back_untouched_changes_nothing(partnership):
    library = OrganizationFactory(partnership=partnership, name_en="Library; main branch")
    school = OrganizationFactory(partnership=partnership, name_en="School", name_fr="École")
    PersonFactory(partnership=partnership, name="=1+1", language="fr").organizations.add(school)
    PersonFactory(partnership=partnership, name="Same Name", email="")
    assert library

    content = people_sheet(person_lines(people_of(partnership)))

    assert kinds(partnership, content) == ["same", "same"]


def test_a_sheet_downloaded_in_french_is_understood_in_english_too(partnership):
    PersonFactory(partnership=partnership, name="Kim", language="fr", is_francophone=True)
    with translation.override("fr"):
        content = people_sheet(person_lines(people_of(partnership)))

    assert kinds(partnership, content) == ["same"]


def test_a_sheet_shows_new_changed_same_and_wrong_rows(partnership):
    OrganizationFactory(partnership=partnership, name_en="Library")
    kim = PersonFactory(partnership=partnership, name="Kim", email="kim@example.org")
    same = PersonFactory(partnership=partnership, name="Lou", email="lou@example.org")

    report, rows = read_people(
        partnership,
        workbook(
            (kim.code, "Kim Lee", "kim@example.org", "", "French", "Library", "yes"),
            (same.code, "Lou", "lou@example.org", "", "en", "", "no"),
            ("", "New Person", "new@example.org", "519", "français", "", "oui"),
            ("", "Bad Mail", "not-an-address", "", "", "", ""),
            ("", "Lost", "lost@example.org", "", "Klingon", "Nowhere Inc", "maybe"),
        ),
    )

    assert report.problems == []
    assert [row.kind for row in rows] == ["changed", "same", "new", "problem", "problem"]
    assert {change.label for change in rows[0].changes} == {
        "Name",
        "Language for mail",
        "Organizations",
        "Takes part in French",
    }
    assert rows[3].problems[0].startswith("Row 5, column C (E-mail)")
    assert [problem.split(":")[0] for problem in rows[4].problems] == [
        "Row 6, column E (Language for mail)",
        "Row 6, column F (Organizations)",
        "Row 6, column G (Takes part in French)",
    ]


def test_a_sheet_names_rows_about_the_same_or_an_unknown_person(partnership):
    PersonFactory(partnership=partnership, name="Twin", email="")
    PersonFactory(partnership=partnership, name="Twin", email="")
    elsewhere = PersonFactory()

    _report, rows = read_people(
        partnership,
        workbook(
            ("", "Twin", "", "", "", "", ""),
            (elsewhere.code, "Foreign", "", "", "", "", ""),
            ("", "New", "new@example.org", "", "", "", ""),
            ("", "Newer", "NEW@example.org", "", "", "", ""),
        ),
    )

    assert [row.kind for row in rows] == ["problem", "problem", "new", "problem"]
    assert "several people" in rows[0].problems[0]
    assert "this code" in rows[1].problems[0]
    assert "row 4" in rows[3].problems[0]


def test_a_sheet_without_names_says_which_heading_is_missing(partnership):
    report, rows = read_people(partnership, workbook(("x",), headings=("Something",)))

    assert rows == []
    assert "Name" in report.problems[0]


@pytest.mark.parametrize("kind", OrganizationKind.values)
def test_an_organization_is_marked_with_what_it_is_to_newcomers(partnership, kind):
    by = UserFactory()

    organization = create_organization(partnership, {"name_en": "Library", "kind": kind}, by=by)

    assert Organization.objects.get(pk=organization.pk).kind == kind
    assert list(organizations_found(Organization.objects.all(), {"kind": kind})) == [organization]


def test_the_kinds_of_organization_name_those_of_the_source():
    assert {"mainstream", "settlement", "government", "ethnocultural", "employer"} <= set(OrganizationKind.values)
