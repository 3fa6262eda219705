"""Notices: opened once, one's own only."""

import pytest
from django.contrib.auth import get_user_model

from lipportal.notices import registry, services
from lipportal.notices.models import Notice


@pytest.fixture
def reader():
    return get_user_model().objects.create_user("reader@example.org", name="Amina Diallo")


@pytest.fixture
def signed_in(client, reader, monkeypatch):
    monkeypatch.setitem(registry._sentences, "boat", "A boat is in: %(name)s")
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_notice_opens_marks_itself_read_and_leads_on_in_the_language_of_reading(signed_in, reader):
    notice = services.notify(reader, "boat", "/en/boats/", name="Ann")

    response = signed_in.get(f"/fr/notices/{notice.code}/")

    assert response["Location"] == "/fr/boats/"
    assert Notice.objects.get().read_at is not None


def test_notice_list_tells_and_can_be_cleared(signed_in, reader):
    services.notify(reader, "boat", "", name="<Ann>")

    assert "A boat is in: &lt;Ann&gt;" in signed_in.get("/en/notices/").content.decode()
    signed_in.post("/en/notices/read/")

    assert Notice.objects.filter(read_at=None).count() == 0


def test_notice_list_says_kindly_that_there_is_nothing(signed_in):
    assert "Nothing new." in signed_in.get("/en/notices/").content.decode()


def test_notice_of_another_person_is_not_there(signed_in):
    other = get_user_model().objects.create_user("other@example.org", name="Jean Roy")
    notice = services.notify(other, "boat", "/en/boats/", name="Private")

    assert signed_in.get(f"/en/notices/{notice.code}/").status_code == 404
    assert "Private" not in signed_in.get("/en/notices/").content.decode()
    assert Notice.objects.get().read_at is None


def test_notice_without_a_page_leads_back_to_the_list(signed_in, reader):
    notice = services.notify(reader, "boat", "", name="Ann")

    assert signed_in.get(f"/en/notices/{notice.code}/")["Location"] == "/en/notices/"


def test_notices_ask_a_visitor_to_sign_in(client):
    assert client.get("/en/notices/").status_code == 302
