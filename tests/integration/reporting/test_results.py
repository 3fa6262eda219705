"""What the public reads of an accepted report: published, frozen, in four languages of page."""

import pytest
from django.test import Client

from reporting.models import YearlyReport


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
