"""The outbox: for those who look after the portal; codes are shown to nobody."""

import pytest
import rules
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lipportal.notices.models import Mail

KEEPERS = ("notices.view_outbox", "notices.retry_mail")


@pytest.fixture
def keeper(client, monkeypatch):
    user = get_user_model().objects.create_user("keeper@example.org", name="Jean Roy")
    held = rules.RuleSet({name: rules.predicate(lambda one, _row=None: one == user) for name in KEEPERS})
    monkeypatch.setattr("rules.permissions.permissions", held)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def member(client, monkeypatch):
    user = get_user_model().objects.create_user("member@example.org", name="Amina Diallo")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def mail_of(key="1", **values):
    words = {"subject": "Boats are in", "body_text": "Come and <b>see</b>", "template": "boats"}
    return Mail.objects.create(key=key, to_address=f"reader{key}@example.org", **{**words, **values})


def words(response):
    assert response.status_code == 200
    return response.content.decode()


def test_outbox_lists_and_finds(keeper):
    mail_of("1")
    mail_of("2", subject="Ships", state="failed", failure="refused")

    assert "Boats are in" in words(keeper.get("/en/mail/"))
    found = words(keeper.get("/en/mail/?state=failed&q=ships"))
    assert "Ships" in found
    assert "Boats are in" not in found
    assert "refused this address" in found


def test_outbox_makes_as_many_queries_for_three_rows_as_for_one(keeper):
    mail_of("1")
    keeper.get("/en/mail/")
    with CaptureQueriesContext(connection) as one:
        keeper.get("/en/mail/")
    mail_of("2")
    mail_of("3")
    with CaptureQueriesContext(connection) as three:
        keeper.get("/en/mail/")

    assert len(three) == len(one) <= 12


def test_outbox_says_that_no_server_is_named(keeper, settings):
    settings.MAIL_HOST, settings.DEMONSTRATION = "", False

    assert "No mail server is named" in words(keeper.get("/en/mail/"))


def test_outbox_shows_the_words_of_a_mail_but_never_a_code(keeper):
    plain = mail_of("1")
    secret = mail_of("2", subject="123456 is your code", body_text="123456", is_security=True)

    assert "Come and &lt;b&gt;see&lt;/b&gt;" in words(keeper.get(plain.get_absolute_url()))
    assert "123456" not in words(keeper.get(secret.get_absolute_url()))
    assert "123456" not in words(keeper.get("/en/mail/"))


def test_outbox_sends_again_what_failed(keeper):
    mail = mail_of(state="failed", failure="refused")

    response = keeper.post(f"/en/mail/{mail.code}/retry/", follow=True)

    mail.refresh_from_db()
    assert mail.state == "queued"
    assert "It will be sent again." in words(response)


def test_outbox_refuses_to_send_again_what_was_sent(keeper):
    mail = mail_of(state="sent")

    response = keeper.post(f"/en/mail/{mail.code}/retry/", follow=True)

    assert "not waiting for a decision" in words(response)
    assert Mail.objects.get().state == "sent"


def test_outbox_is_closed_to_others(member):
    mail = mail_of(state="failed")

    assert member.get("/en/mail/").status_code == 403
    assert member.get(mail.get_absolute_url()).status_code == 404
    assert member.post(f"/en/mail/{mail.code}/retry/").status_code == 404
    assert Mail.objects.get().state == "failed"


def test_outbox_asks_a_visitor_to_sign_in(client):
    assert client.get("/en/mail/").status_code == 302


def test_unknown_mail_is_not_there(keeper):
    assert keeper.get("/en/mail/nothing2/").status_code == 404
