"""Agreements, reporting dates and officers through their pages."""

from datetime import date, timedelta

import pytest

from councils.models import Agreement, RoleHeld
from councils.queries import officers_of
from councils.services import edit_agreement
from tests.factories.councils import AgreementFactory, PartnershipFactory, ReportingDateFactory, person_with_role
from tests.integration.councils.people_of_tests import address, post, queries_for, signed_in

pytestmark = pytest.mark.django_db
NEW = {
    "holder": "City",
    "funder_en": "Department of Welcome",
    "funder_fr": "Ministère de l’Accueil",
    "number": "S1",
    "starts_on": "2026-04-01",
    "ends_on": "2028-03-31",
    "notes": "",
}


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


@pytest.fixture
def agreement(partnership):
    return AgreementFactory(partnership=partnership)


def test_coordinator_records_an_agreement_then_its_days(partnership):
    client = signed_in("coordinator", partnership)

    response = post(client, address("agreement_create", "riverside"), "councils.agreement", NEW)
    agreement = Agreement.objects.get(number="S1")
    dates = address("agreement_reporting_dates", "riverside", agreement.code)
    assert response["Location"] == dates
    saved = post(
        client, dates, "councils.reporting_dates", {"due_2026": "2027-05-31", "due_2027": ""}, base=1, key="key-2"
    )

    assert saved.status_code == 302
    assert list(agreement.reportingdate_set.values_list("year", "due_on")) == [(2026, date(2027, 5, 31))]
    page = client.get(agreement.get_absolute_url()).content.decode()
    assert 'datetime="2027-05-31"' in page
    assert "No day yet" in page


def test_agreement_pages_are_seen_by_staff_chairs_and_the_officer_only(partnership, agreement):
    urls = [address("agreement_list", "riverside"), agreement.get_absolute_url()]
    for role in ("coordinator", "manager", "co_chair", "officer", "regional_lead", "administrator"):
        assert [signed_in(role, partnership).get(url).status_code for url in urls] == [200, 200], role
    for role in ("member", "table_lead", "reader", "moderator"):
        assert [signed_in(role, partnership).get(url).status_code for url in urls] == [404, 404], role
    assert [signed_in("coordinator", PartnershipFactory()).get(url).status_code for url in urls] == [404, 404]


def test_an_officer_reads_an_agreement_and_may_not_edit_it(partnership, agreement):
    client = signed_in("officer", partnership)

    assert client.get(address("agreement_edit", "riverside", agreement.code)).status_code == 403
    assert client.get(address("agreement_create", "riverside")).status_code == 403


def test_wrong_dates_are_explained_at_their_field(partnership, agreement):
    client = signed_in("coordinator", partnership)
    url = address("agreement_edit", "riverside", agreement.code)

    response = post(client, url, "councils.agreement", {**NEW, "ends_on": "2025-01-01"}, base=1)
    due = post(
        client,
        address("agreement_reporting_dates", "riverside", agreement.code),
        "councils.reporting_dates",
        {"due_2025": "1999-01-01"},
        base=1,
    )

    assert "The last day is not after the first." in response.content.decode()
    assert "does not belong to a report on that year" in due.content.decode()


def test_the_federal_funder_is_the_department_until_another_is_named(partnership, settings):
    settings.DEPARTMENT_NAME_EN, settings.DEPARTMENT_NAME_FR = "Immigration", "Immigration Canada"
    client = signed_in("coordinator", partnership)
    url = address("agreement_create", "riverside")
    form = client.get(url).context["form"]

    post(client, url, "councils.agreement", NEW)

    assert (form["funder_en"].value(), form["funder_fr"].value()) == ("Immigration", "Immigration Canada")
    page = Agreement.objects.get(number="S1").get_absolute_url()
    assert "Funded by <bdi>Department of Welcome</bdi>" in client.get(page).content.decode()
    assert "Financée par <bdi>Ministère de l’Accueil</bdi>" in client.get(f"/fr{page[3:]}").content.decode()


def test_an_agreement_without_its_federal_funder_is_not_saved(partnership):
    client = signed_in("coordinator", partnership)

    post(client, address("agreement_create", "riverside"), "councils.agreement", {**NEW, "funder_fr": ""})

    assert Agreement.objects.count() == 0


def test_days_another_agreement_covers_are_refused_on_the_form_by_its_number(partnership, agreement):
    client = signed_in("coordinator", partnership)

    answer = post(client, address("agreement_create", "riverside"), "councils.agreement", NEW)

    assert answer.status_code == 200
    assert f"Agreement {agreement.number} runs from" in answer.content.decode()
    assert list(Agreement.objects.all()) == [agreement]


def test_the_next_agreement_is_offered_from_the_day_after_the_last(partnership):
    client = signed_in("coordinator", partnership)
    url = address("agreement_create", "riverside")
    empty = client.get(url).context["form"]["starts_on"].value()
    AgreementFactory(partnership=partnership, starts_on=date(2020, 4, 1), ends_on=date(2025, 3, 31))
    AgreementFactory(partnership=partnership, ended_on=date(2026, 5, 31), ended_because="Another lead")

    page = client.get(url).content.decode()

    assert empty is None
    assert 'value="2026-06-01"' in page


def test_a_stale_agreement_shows_both_texts(partnership, agreement):
    client = signed_in("coordinator", partnership)
    edit_agreement(agreement, {"notes": "Theirs"}, by=client.user, version=1)

    response = post(
        client,
        address("agreement_edit", "riverside", agreement.code),
        "councils.agreement",
        {**NEW, "notes": "Mine"},
        base=1,
    )

    assert response.status_code == 409


def test_an_agreement_ends_early_with_a_reason(partnership, agreement):
    client = signed_in("manager", partnership)
    url = address("agreement_end", "riverside", agreement.code)

    refused = post(client, url, "councils.agreement_end", {"on": "2026-06-01", "because": ""})
    ended = post(client, url, "councils.agreement_end", {"on": "2026-06-01", "because": "Merged"}, key="key-2")

    assert refused.status_code == 200
    assert ended.status_code == 302
    agreement.refresh_from_db()
    assert (agreement.ended_on, agreement.ended_because) == (date(2026, 6, 1), "Merged")


def test_regional_lead_assigns_reassigns_and_ends_an_officer(partnership):
    client = signed_in("regional_lead", partnership)
    first, second = person_with_role("officer", PartnershipFactory()), person_with_role("officer", PartnershipFactory())
    url = address("officer_assign", "riverside")
    today = partnership.today()

    post(client, url, "councils.officer", {"user": first.code, "starts_on": str(today - timedelta(days=9))})
    post(client, url, "councils.officer", {"user": second.code, "starts_on": str(today)}, key="key-2")

    assert officers_of(partnership, today - timedelta(days=1)) == [first]
    assert officers_of(partnership, today) == [second]
    held = RoleHeld.objects.get(user=second, partnership=partnership)
    ended = post(
        client,
        address("officer_end", "riverside", held.code),
        "councils.officer_end",
        {"because": "Leave"},
        key="key-3",
    )
    assert ended.status_code == 302
    assert officers_of(partnership, today) == []
    assert "Leave" in client.get(address("agreement_list", "riverside")).content.decode()


@pytest.mark.parametrize("slip", ["0001-01-01", "0206-04-01", "9999-12-31"])
def test_a_first_day_nobody_can_mean_ends_no_officers_assignment(partnership, slip):
    client = signed_in("regional_lead", partnership)
    first, second = person_with_role("officer", PartnershipFactory()), person_with_role("officer", PartnershipFactory())
    url = address("officer_assign", "riverside")
    post(client, url, "councils.officer", {"user": first.code, "starts_on": str(partnership.today())})

    answer = post(client, url, "councils.officer", {"user": second.code, "starts_on": slip}, key="key-2")

    assert answer.status_code == 200
    assert officers_of(partnership, partnership.today()) == [first]


def test_nobody_at_the_table_assigns_an_officer(partnership):
    url = address("officer_assign", "riverside")

    assert signed_in("coordinator", partnership).get(url).status_code == 403
    assert signed_in("member", partnership).get(url).status_code == 404
    assert signed_in("regional_lead", partnership, region="east").get(url).status_code == 404


def test_agreement_list_asks_as_often_for_three_rows_as_for_one(partnership):
    client = signed_in("coordinator", partnership)
    ReportingDateFactory(agreement=AgreementFactory(partnership=partnership))
    client.get(address("agreement_list", "riverside"))
    for_one = queries_for(client, address("agreement_list", "riverside"))
    for _ in range(2):
        ReportingDateFactory(agreement=AgreementFactory(partnership=partnership))
        person_with_role("officer", partnership)

    assert queries_for(client, address("agreement_list", "riverside")) == for_one
