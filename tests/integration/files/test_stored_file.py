"""Fetching a stored file: asked on every fetch, handed over as a download in which nothing acts."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from lipportal.files import services
from lipportal.files.registry import FileKind, register_kind
from lipportal.files.rules import FORMATS
from tests.unit.files.vectors import BENIGN, pdf

pytestmark = pytest.mark.django_db
LET_IN = set()
KIND = FileKind(
    "files.fetched", lambda user, stored: getattr(user, "pk", "anyone") in LET_IN, "partnership", set(FORMATS)
)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    settings.SECURE_SSL_REDIRECT = False
    register_kind(KIND)
    LET_IN.clear()
    LET_IN.add(AnonymousUser().pk)
    yield tmp_path / "files"
    LET_IN.clear()


def keep(name="report.pdf", content=None):
    return services.keep_bytes(
        pdf() if content is None else content, name=name, kind=KIND.key, record_code="", partnership_code="", by=None
    )


def body_of(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("case", BENIGN)
def test_a_file_comes_back_as_a_harmless_download(client, case):
    name, content, media_type = BENIGN[case]

    response = client.get(reverse("files:open", args=[keep(name, content).code]))

    assert body_of(response) == content
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Annual report.pdf", 'attachment; filename="Annual report.pdf"'),
        ("Procès-verbal.pdf", "attachment; filename*=utf-8''Proc%C3%A8s-verbal.pdf"),
        ('a"b\r\nX-Evil: 1.pdf', 'attachment; filename="a_b X-Evil_ 1.pdf"'),
    ],
)
def test_the_name_in_the_header_is_safe(client, name, expected):
    assert client.get(keep(name).get_absolute_url())["Content-Disposition"] == expected


def test_the_address_has_no_language_and_no_storage_name(client):
    stored = keep()

    assert stored.get_absolute_url() == f"/files/{stored.code}/"
    assert client.get(f"/files/{stored.storage_name}").status_code == 404


def test_a_right_that_ends_takes_its_files_with_it(client):
    address = keep().get_absolute_url()
    assert client.get(address).status_code == 200

    LET_IN.clear()

    assert client.get(address).status_code == 404


def test_not_yours_and_not_there_look_the_same(client):
    address = keep().get_absolute_url()
    LET_IN.clear()

    refused, absent = client.get(address), client.get("/files/22222222/")

    assert (refused.status_code, absent.status_code) == (404, 404)
    assert len(refused.content) == len(absent.content)


def test_an_ended_file_is_gone(client):
    stored = keep()
    services.end_file(stored, by=None, because="replaced")

    assert client.get(stored.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_file_can_only_be_read(client, method):
    assert getattr(client, method)(keep().get_absolute_url()).status_code == 405


def test_head_says_what_get_would_give(client):
    response = client.head(keep().get_absolute_url())

    assert (response.status_code, response["Content-Length"]) == (200, str(len(pdf())))


def test_fetching_a_file_asks_the_database_once(client, django_assert_num_queries):
    address = keep().get_absolute_url()

    with django_assert_num_queries(1):
        client.get(address)
