"""What the public reads of an accepted report: published, frozen, in four languages of page."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from actionplans.models import Action, ActionPlan
from lipportal.audit.queries import frozen_copies_of
from reporting import services
from reporting.models import ReportDocument, YearlyReport


@pytest.fixture
def published(season):
    season.submit()
    YearlyReport.objects.update(
        state="published",
        accepted_at=season.report.submitted_at,
        accepted_by=season.person("officer"),
        published_at=season.report.submitted_at,
    )
    return season


def url(season, language="en"):
    return f"/{language}/p/{season.partnership.slug}/results/2026/"


def test_anyone_reads_the_published_report(published):
    page = Client().get(url(published)).content.decode()

    assert "One door instead of two." in page
    assert "18 pairs" in page


def test_the_french_page_gives_the_french_text(published):
    assert "Une porte au lieu de deux." in Client().get(url(published, "fr")).content.decode()


@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_page_in_spanish_or_arabic_gives_the_report_as_it_was_written(published, language):
    page = Client().get(url(published, language)).content.decode()

    assert "One door instead of two." in page
    assert '<article lang="en" dir="ltr">' in page


def test_a_report_that_is_only_accepted_is_not_there(season):
    season.submit()
    YearlyReport.objects.update(
        state="accepted", accepted_at=season.report.submitted_at, accepted_by=season.person("officer")
    )

    assert Client().get(url(season)).status_code == 404


def test_a_year_without_a_report_is_not_there(published):
    assert Client().get(url(published).replace("2026", "2019")).status_code == 404


def test_a_partnership_that_is_not_public_shows_no_results(published):
    type(published.partnership).objects.update(is_public=False)

    assert Client().get(url(published)).status_code == 404


def test_the_public_page_gives_no_way_to_evidence_or_desks(published):
    page = Client().get(url(published)).content.decode()

    assert "/actions/" not in page
    assert "/files/" not in page


# --- the PDF for anyone -------------------------------------------------------------------------------------------
def accept(season):
    values = {"accepted_at": season.report.submitted_at, "accepted_by": season.person("officer")}
    YearlyReport.objects.update(state="accepted", **values)


def test_publishing_asks_for_the_pdf_in_both_languages_and_anyone_fetches_it(season):
    season.submit()
    accept(season)
    services.publish_report(season.report, by=season.person("co_chair"))
    asked = list(ReportDocument.objects.order_by("language"))
    assert [document.language for document in asked] == ["en", "fr"]
    assert "/files/" not in Client().get(url(season)).content.decode()

    services.draw_document(asked[1].job.code)
    asked[1].refresh_from_db()

    page = Client().get(url(season)).content.decode()
    assert page.count("/files/") == 1
    assert "PDF, French" in page
    assert Client().get(reverse("files:open", kwargs={"code": asked[1].file_code})).status_code == 200


def test_the_pdf_of_a_version_that_was_not_published_stays_with_those_who_read_it(season):
    season.submit()
    first = services.ask_document(
        season.report, frozen_copies_of(season.report).get(), language="en", by=season.person("coordinator")
    )
    services.draw_document(first.job.code)
    first.refresh_from_db()
    address = reverse("files:open", kwargs={"code": first.file_code})
    assert Client().get(address).status_code == 404
    season.answer(season.give_back())
    services.submit_report(season.report, by=season.person("coordinator"))
    accept(season)
    services.publish_report(season.report, by=season.person("co_chair"))

    assert Client().get(address).status_code == 404
    assert first.file_code not in Client().get(url(season)).content.decode()


# --- what the plan tells those beyond the table -------------------------------------------------------------------
@pytest.fixture
def closed(season):
    """The year is over and closed, its one action done; what the report holds of it is not published yet."""
    Action.objects.update(state="done")
    season.submit()
    ActionPlan.objects.update(state="closed")
    return season


def publish(season):
    at = season.report.submitted_at
    values = {"accepted_at": at, "accepted_by": season.person("officer"), "published_at": at}
    YearlyReport.objects.update(state="published", **values)


OUTSIDERS = (None, "reader", "researcher", "moderator", "officer", "regional_lead")


@pytest.mark.parametrize("role", OUTSIDERS)
def test_not_yet_is_not_said_of_what_a_reader_may_not_see(closed, at, role):
    client = at(closed.person(role)) if role else Client()

    page = client.get(closed.action.get_absolute_url())

    kinds = [link.kind for link in page.context["page"].chain.links]
    assert "Update" not in kinds
    assert "Achievement" not in kinds
    assert ("Report line" in kinds) == (role in ("officer", "regional_lead"))
    assert "Not yet" not in [str(link.text) for link in page.context["page"].chain.links[2:]]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_those_beyond_the_table_see_the_state_the_published_report_gives(closed, at, role):
    client = at(closed.person(role)) if role else Client()
    plan, action = closed.plan.get_absolute_url(), closed.action.get_absolute_url()
    assert "Done" not in client.get(f"{plan}?view=list").content.decode()
    publish(closed)
    Action.objects.update(state="stopped")  # what was published stands

    line = f"{url(closed)}#line-{closed.action.code}"
    for address in (f"{plan}?view=list", f"{plan}?view=year", action):
        page = client.get(address).content.decode()
        assert line in page, address
        assert "Done" in page
        assert "Stopped" not in page


def test_the_workbook_of_a_published_year_gives_its_states_to_anyone(closed):
    publish(closed)

    sheet = load_workbook(BytesIO(Client().get(closed.plan.get_absolute_url() + "sheet/").content)).worksheets[0]

    assert "Done" in [cell.value for row in sheet.iter_rows() for cell in row]
