"""A partnership's page, for the public and for those who work there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.choices import Role
from councils.models import Agreement
from councils.services import create_agreement, end_agreement
from lipportal.shared import clock
from reporting.models import YearlyReport
from tests.factories.actionplans import ActionFactory, ActionPlanFactory
from tests.factories.councils import (
    AgreementFactory,
    AliasFactory,
    BodyFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    TermsOfReferenceFactory,
    person_with_role,
)
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside", intro_fr="Nous planifions ensemble.", intro_en="")


def test_page_is_public_in_four_languages(client, partnership):
    for language in ("en", "fr", "es", "ar"):
        assert client.get(f"/{language}/p/riverside/").status_code == 200


def test_introduction_is_honest_about_its_language(client, partnership):
    page = client.get("/en/p/riverside/").content.decode()

    assert '<span lang="fr-CA" dir="ltr">Nous planifions ensemble.</span>' in page
    assert "(in French)" in page


def test_hidden_partnership_is_not_found_by_a_visitor_and_found_by_its_own(client):
    partnership = PartnershipFactory(slug="hidden", is_public=False)

    assert client.get("/en/p/hidden/").status_code == 404
    assert signed_in_client(person_with_role(Role.MEMBER, partnership)).get("/en/p/hidden/").status_code == 200
    stranger = signed_in_client(person_with_role(Role.COORDINATOR, PartnershipFactory()))
    assert stranger.get("/en/p/hidden/").status_code == 404


def test_nobody_is_named_on_the_public_page(client, partnership):
    person = PersonFactory(partnership=partnership, name="Ana Water")
    MembershipFactory(seat=SeatFactory(body__partnership=partnership), person=person)

    assert "Ana Water" not in client.get("/en/p/riverside/").content.decode()


def test_help_and_contact_lead_out(client):
    PartnershipFactory(slug="riverside", help_url="https://help.example.org/", contact_email="lip@example.org")

    page = client.get("/en/p/riverside/").content.decode()

    assert '<a class="btn" href="https://help.example.org/" rel="noreferrer">Where to get help</a>' in page
    assert 'href="mailto:lip@example.org"' in page


def test_while_no_address_stands_there_the_public_learns_whom_to_ask_and_staff_where_to_add_one(client, partnership):
    coordinator = signed_in_client(person_with_role(Role.COORDINATOR, partnership))
    add_one = 'href="/en/p/riverside/edit/#id_contact_email"'

    public, own = (each.get("/en/p/riverside/").content.decode() for each in (client, coordinator))
    assert "Ask the organization that leads this partnership:" in public
    assert "Newcomers find no e-mail address here yet." in own
    assert (add_one in public, add_one in own) == (False, True)
    assert 'id="id_contact_email"' in coordinator.get("/en/p/riverside/edit/").content.decode()

    partnership.contact_email = "lip@example.org"
    partnership.save()
    assert "no e-mail address" not in coordinator.get("/en/p/riverside/").content.decode()


def test_without_a_lead_the_public_is_still_told_where_to_turn(client):
    PartnershipFactory(slug="riverside", lead_name_en="", lead_name_fr="")

    assert "Newcomer services near you know who meets here." in client.get("/en/p/riverside/").content.decode()


def test_staff_find_their_desk_and_the_edit_link(partnership):
    page = signed_in_client(person_with_role(Role.COORDINATOR, partnership)).get("/en/p/riverside/").content.decode()

    assert "Your desk here" in page
    assert 'href="/en/p/riverside/edit/"' in page


def test_visitor_finds_no_desk(client, partnership):
    assert "Your desk here" not in client.get("/en/p/riverside/").content.decode()


def _rows(partnership, count):
    plan = ActionPlanFactory(strategy__partnership=partnership, in_year=True, year=2020)
    for number in range(count):
        ActionFactory(plan=plan)
        AliasFactory(partnership=partnership)
        body = BodyFactory(partnership=partnership)
        organization = OrganizationFactory(partnership=partnership)
        organization.sectors.add(SectorFactory())
        MembershipFactory(seat=SeatFactory(body=body), organization=organization)
        TermsOfReferenceFactory(
            body=body,
            state="in_force",
            in_force_on=date(2020, 4, 1),
            adopted_on=date(2020, 3, 1),
            motion=f"Yes {number}.",
        )


@pytest.mark.parametrize("role", ["", Role.COORDINATOR, Role.OFFICER])
def test_page_costs_the_same_with_one_row_and_with_many(client, role):
    few, many = PartnershipFactory(), PartnershipFactory()
    _rows(few, 1)
    _rows(many, 3)
    counts = []
    for partnership in (few, many):
        browser = signed_in_client(person_with_role(role, partnership)) if role else client
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/en/p/{partnership.slug}/").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= MOST_QUERIES


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Local bodies and residents who plan together"),
        ("fr", "Des organismes locaux et des résidents qui planifient ensemble"),
    ],
)
def test_a_page_without_words_of_its_own_tells_of_working_together(client, partnership, language, words):
    type(partnership).objects.update(intro_en="", intro_fr="")

    assert words in client.get(f"/{language}/p/riverside/").content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Studied by researchers", "Preliminary case study", "Way of working", "Delivers some services itself"]),
        ("fr", ["Étudié par des chercheurs", "Étude de cas préliminaire", "Façon de travailler", "Phase 1"]),
    ],
)
def test_page_tells_how_a_partnership_works_and_that_it_was_studied(client, language, words):
    entry = {"case_study": "preliminary", "operating_model": "delivering", "phase": 1, "has_university": "no"}
    PartnershipFactory(slug="riverside", region="east", setting="rural", **entry)

    page = client.get(f"/{language}/p/riverside/").content.decode()

    assert [each for each in words if each not in page] == []


def test_page_says_nothing_of_what_is_not_recorded(client):
    PartnershipFactory(slug="riverside")

    page = client.get("/en/p/riverside/").content.decode()

    unsaid = [
        "Studied by",
        "Way of working",
        "first funding",
        "A university",
        "how it works",
        "Not recorded",
        "<dt>Region",
    ]
    assert [each for each in unsaid if each in page] == []


def test_profile_stands_under_its_four_names_and_only_where_it_says_something(client):
    PartnershipFactory(slug="riverside", council_process="Agreement without a vote.", leadership_dynamics=" ")

    page = client.get("/fr/p/riverside/").content.decode()

    assert "Agreement without a vote." in page
    assert "Comment le conseil fonctionne" in page
    assert "Comment il est dirigé" not in page


@pytest.mark.parametrize(("language", "words"), [("en", "31\xa0March 2028"), ("fr", "31\xa0mars 2028")])
def test_a_member_reads_until_when_the_agreement_runs_and_not_its_number(partnership, monkeypatch, language, words):
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 5, 11, 16, 0, tzinfo=UTC))
    days = {"starts_on": date(2028, 4, 1), "ends_on": date(2030, 3, 31)}
    AgreementFactory(partnership=partnership, number="S25-0042", notes="Two instalments")
    AgreementFactory(partnership=partnership, **days)
    member = signed_in_client(person_with_role(Role.MEMBER, partnership))

    page = member.get(f"/{language}/p/riverside/").content.decode()

    assert words in page
    assert "2030" not in page
    assert "S25-0042" not in page
    assert "Two instalments" not in page


def test_an_agreement_ended_early_runs_until_its_last_day_and_then_says_nothing(partnership, monkeypatch):
    AgreementFactory(partnership=partnership, ended_on=date(2026, 6, 1), ended_because="Another lead")
    member = signed_in_client(person_with_role(Role.MEMBER, partnership))
    pages = []
    for day in (1, 2):
        now = datetime(2026, 6, day, 16, 0, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        pages.append(member.get("/en/p/riverside/").content.decode())

    assert "The agreement runs until 1\xa0June 2026." in pages[0]
    assert "The agreement runs until" not in pages[1]


@pytest.mark.parametrize("role", ["", Role.READER, Role.OFFICER])
def test_until_when_the_agreement_runs_is_for_those_at_the_table(client, partnership, role):
    today = clock.today("America/Toronto")
    AgreementFactory(partnership=partnership, starts_on=today, ends_on=today + timedelta(days=700))
    visitor = signed_in_client(person_with_role(role, partnership)) if role else client

    assert "The agreement runs until" not in visitor.get("/en/p/riverside/").content.decode()


def test_results_of_earlier_years_stay_readable_once_their_agreement_has_ended(client, season):
    season.submit()
    at = season.report.submitted_at
    accepted = {"accepted_at": at, "accepted_by": season.person("officer"), "published_at": at}
    YearlyReport.objects.update(state="published", **accepted)
    agreement = Agreement.objects.get(partnership=season.partnership)
    by = season.person("coordinator")
    results, place = f"/en/p/{season.partnership.slug}/results/2026/", season.partnership.get_absolute_url()
    before = client.get(results).content.decode()

    end_agreement(agreement, by=by, on=date(2027, 5, 1), because="Another lead")
    days = {"starts_on": date(2027, 5, 2), "ends_on": date(2030, 3, 31)}
    create_agreement(season.partnership, {"holder": "County", "number": "S27-1", **days}, by=by)

    after = client.get(results)
    assert after.status_code == 200
    assert "One door instead of two." in before
    assert "One door instead of two." in after.content.decode()
    assert f'href="{results}"' in client.get(place).content.decode()
    assert agreement.number in signed_in_client(by).get(f"{place}agreements/").content.decode()
