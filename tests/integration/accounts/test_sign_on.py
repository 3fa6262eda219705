"""Sign-on through an organization from the button to the page, against a provider that checks what it is asked."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.integration.accounts.conftest import is_in, set_up_totp
from tests.integration.accounts.provider import CLIENT, SECRET, open_provider

WAIT = 10
CALLBACKS = [f"http://testserver/{language}/account/oidc/organization/login/callback/" for language in ("en", "fr")]


@pytest.fixture
def provider(organization, settings):
    with open_provider(*CALLBACKS) as provider:
        app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        app |= {"client_id": CLIENT, "secret": SECRET, "settings": {"server_url": provider.issuer}}
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["OAUTH_PKCE_ENABLED"] = True
        yield provider


def assert_calm(answer):
    assert answer.status_code == 401
    assert "sign-on did not answer as it should" in answer.content.decode()


def vouch_for(provider, user, **claims):
    provider.person = {"sub": "7731", "email": user.email, "email_verified": True, "name": "Another name"}
    provider.claims = claims


def to_provider(client, language="en"):
    """Where the button of the sign-in page leads."""
    with translation.override(language):
        return client.post(reverse("openid_connect_login", kwargs={"provider_id": "organization"})).url


def back_from(address):
    """Where the provider sends the browser, once the person proved there who they are."""
    answer = requests.get(address, allow_redirects=False, timeout=WAIT)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def signed_on(client, language="en"):
    return client.get(back_from(to_provider(client, language)))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_officer_signs_on_with_a_second_proof_given_there(client, provider, officer, language):
    vouch_for(provider, officer, amr=["pwd", "mfa"])

    answer = signed_on(client, language)

    assert answer.status_code == 302
    assert is_in(client)
    assert int(client.session["_auth_user_id"]) == officer.pk
    assert provider.refusals == []
    officer.refresh_from_db()
    assert officer.name == "Amina Diallo"


def test_without_the_claim_the_second_proof_is_asked_here(client, provider, officer):
    set_up_totp(officer)
    vouch_for(provider, officer, amr=["pwd"])

    answer = signed_on(client)

    assert answer.url == reverse("mfa_authenticate")
    assert not is_in(client)


def test_member_signs_on_with_what_the_organization_knows(client, provider, member):
    vouch_for(provider, member)

    signed_on(client)

    assert is_in(client)


def test_second_sign_on_finds_the_same_person(client, provider, member):
    vouch_for(provider, member)
    signed_on(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)

    signed_on(client)

    assert is_in(client)


def test_answer_comes_once_and_to_the_browser_that_asked(client, provider, member):
    vouch_for(provider, member)
    back = back_from(to_provider(client))

    stranger = Client()
    stranger.get(back)
    assert not is_in(stranger)

    client.get(back)
    assert is_in(client)

    client.post(reverse("account_logout"))
    client.get(back)
    assert not is_in(client)


@pytest.mark.parametrize(
    "said",
    [{"iss": "https://elsewhere.example.org"}, {"aud": "another-client"}, {"exp": 1}],
    ids=["issuer", "audience", "over"],
)
def test_token_for_somebody_else_opens_nothing(client, provider, officer, said):
    vouch_for(provider, officer, amr=["mfa"], **said)

    answer = signed_on(client)

    assert_calm(answer)
    assert not is_in(client)


def test_provider_that_refuses_the_portal_is_told_calmly_and_noted(client, provider, member, settings, caplog):
    vouch_for(provider, member)
    back = back_from(to_provider(client))
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["secret"] = "an old secret"

    assert_calm(client.get(back))

    assert provider.refusals == ["client or secret"]
    assert "Sign-on through the organization failed: OAuth2Error" in caplog.text
    assert member.email not in caplog.text
    assert not is_in(client)


@pytest.mark.parametrize("what", ["away", "another server"])
def test_provider_that_is_not_there_is_told_calmly_on_both_ways(client, provider, member, settings, what):
    vouch_for(provider, member)
    back = back_from(to_provider(client))
    elsewhere = "http://127.0.0.1:9" if what == "away" else f"{provider.issuer}/keys?"
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = elsewhere

    leaving = client.post(reverse("openid_connect_login", kwargs={"provider_id": "organization"}))
    returning = client.get(back)

    assert_calm(leaving)
    assert_calm(returning)
    assert not is_in(client)


def test_person_who_turns_back_there_is_led_back_to_the_ways_in(client, provider, caplog):
    state = parse_qs(urlsplit(to_provider(client)).query)["state"][0]

    answer = client.get(CALLBACKS[0], {"error": "access_denied", "state": state}, follow=True)

    assert answer.status_code == 200
    assert reverse("account_login") in answer.content.decode()
    assert "failed" not in caplog.text
    assert not is_in(client)
