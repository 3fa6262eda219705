"""Documents of a submitted report: asked for by a press, drawn once, opened by those who may read the report."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from lipportal.files.models import StoredFile
from lipportal.jobs.models import Job
from reporting.models import ReportDocument
from reporting.services import draw_document


def url(season, tail=""):
    return f"/en/p/{season.partnership.slug}/reports/{season.report.code}/documents/{tail}"


@pytest.fixture
def sent(season):
    season.submit()
    return season


def test_a_draft_has_no_documents(season, at):
    assert at(season.person("coordinator")).get(url(season)).status_code == 404


def test_a_version_is_drawn_when_it_is_asked_for(sent, at):
    client = at(sent.person("coordinator"))

    answer = client.post(url(sent, "1/"))

    assert answer.headers["Location"] == url(sent)
    assert ReportDocument.objects.get().language == "en"
    assert client.get(url(sent)).status_code == 200


def test_the_versions_lead_back_to_the_report_as_each_side_reads_it(sent, at):
    own, desk = (at(sent.person(role)).get(url(sent)).content.decode() for role in ("coordinator", "officer"))

    assert f'href="{sent.report.get_absolute_url()}"' in own
    assert f"/reviews/{sent.report.code}/" in desk
    assert f'href="{sent.report.get_absolute_url()}"' not in desk


def test_asking_twice_makes_one_document(sent, at):
    client = at(sent.person("coordinator"))

    client.post(url(sent, "1/"))
    client.post(url(sent, "1/"))

    assert (ReportDocument.objects.count(), Job.objects.count()) == (1, 1)


def test_a_french_page_asks_for_the_french_document(sent, at):
    at(sent.person("coordinator")).post(url(sent, "1/").replace("/en/", "/fr/"))

    assert ReportDocument.objects.get().language == "fr"


def test_the_other_language_is_asked_for_from_the_same_page(sent, at):
    at(sent.person("coordinator")).post(url(sent, "1/"), {"language": "fr"})

    assert ReportDocument.objects.get().language == "fr"


def test_a_document_on_its_way_is_shown_to_the_other_side_without_its_job(sent, at):
    at(sent.person("coordinator")).post(url(sent, "1/"))

    page = at(sent.person("officer")).get(url(sent)).content.decode()

    assert Job.objects.get().code not in page
    assert Job.objects.get().get_state_display() in page


def test_a_version_that_was_never_sent_is_not_there(sent, at):
    assert at(sent.person("coordinator")).post(url(sent, "2/")).status_code == 404


def test_a_drawn_document_is_opened_by_both_sides_of_the_desk_and_nobody_else(sent, at):
    client = at(sent.person("coordinator"))
    client.post(url(sent, "1/"))
    draw_document(Job.objects.get().code)
    document = ReportDocument.objects.get()

    shown = client.get(url(sent)).content.decode()
    assert document.file_code in shown
    address = next(part for part in shown.split('"') if document.file_code in part)
    assert client.get(address).status_code == 200
    assert at(sent.person("officer")).get(address).status_code == 200
    assert at(sent.person("other_officer")).get(address).status_code == 404
    assert at(sent.person("other_coordinator")).get(address).status_code == 404
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("state", ["queued", "running", "failed"])
def test_the_page_says_how_far_a_document_has_come(sent, at, state):
    client = at(sent.person("coordinator"))
    client.post(url(sent, "1/"))
    Job.objects.update(state=state)

    assert client.get(url(sent)).status_code == 200


def test_an_officer_of_another_partnership_finds_no_versions(sent, at):
    assert at(sent.person("other_officer")).get(url(sent)).status_code == 404


def test_whoever_must_sign_in_again_comes_back_to_the_page_with_the_button(sent):
    page = f"http://testserver{url(sent)}?page=2"

    answer = Client().post(url(sent, "1/"), headers={"Referer": page})

    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [f"{url(sent)}?page=2"]}


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/en/", "http://testserver//elsewhere.example/", "x"])
def test_whoever_must_sign_in_again_without_a_page_to_come_back_to_begins_at_the_first(sent, referer):
    answer = Client().post(url(sent, "1/"), headers={"Referer": referer})

    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [reverse("home")]}


def test_nobody_is_led_back_to_an_address_that_is_no_page(sent):
    answer = Client().post(url(sent, "1/"), headers={"Referer": f"http://testserver{url(sent, '1/')}"})

    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [reverse("home")]}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_address_of_a_button_that_is_opened_says_so_and_leads_on(sent, at, language):
    client = at(sent.person("coordinator"))
    address = url(sent, "1/").replace("/en/", f"/{language}/")

    answer = client.get(address)

    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert f'<html lang="{language}' in page
    assert "<h1>" in page
    assert answer["Cache-Control"] == "private, no-store"
    assert client.get(address, headers={"Accept": "application/json"}).content == b""
    assert client.get(address, headers={"HX-Request": "true"}).content == b""
