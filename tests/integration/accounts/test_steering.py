"""Nobody learns who has an account (bar 10), and nobody is led out of the portal (bar 14)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from lipportal.notices.models import Mail
from tests.integration.accounts.conftest import PASSWORD, by_password, mailed_code

PAYLOADS = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example/x",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//testserver@evil.example",
    "https://testserver@evil.example",
    "https://testserver.evil.example",
    "https://evil.example/testserver",
    "https://evil.example#testserver",
    "https://evil.example?testserver",
    "//evil.example/%2f..",
    "/%09/evil.example\r\nX: y",
    "https://[::1]@evil.example/",
    "https://evil。example",
    "//\u2028evil.example",
    "ftp://testserver/",
    "//127.0.0.1:8000@evil.example",
    "http://127.0.0.1:8000.evil.example",
    "http://localhost@evil.example",
    "https://localhost:1234@evil.example",
    "\x00//evil.example",
    "%2f%2fevil.example\\@x//",
]


def leads_out(address):
    return bool(re.match(r"^\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2}|[/\\]\s*[/\\])", address, re.IGNORECASE))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("kind", ["in query", "in form"])
def test_sign_in_never_leads_out(client, member, payload, kind):
    values = {"login": member.email, "password": PASSWORD}
    if kind == "in form":
        answer = client.post(reverse("account_login"), values | {"next": payload})
    else:
        answer = client.post(reverse("account_login", query={"next": payload}), values)

    assert answer.status_code == 302
    assert not leads_out(answer.url)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("name", ["account_logout", "account_reauthenticate"])
def test_other_doors_never_lead_out(client, member, payload, name):
    by_password(client, member)

    answer = client.post(reverse(name), {"next": payload, "password": PASSWORD})

    assert answer.status_code == 302
    assert not leads_out(answer.url)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_set_up_never_leads_out(client, member, payload):
    from tests.integration.accounts.conftest import code_of, set_up_totp

    secret = set_up_totp(member)
    by_password(client, member)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    answer = client.get(reverse("second_factor_set_up", query={"next": payload}))

    assert answer.status_code == 200 or not leads_out(answer.url)


def test_sign_in_leads_back_to_the_page(client, member):
    answer = client.post(
        reverse("account_login"), {"login": member.email, "password": PASSWORD, "next": "/en/a-page/?x=1"}
    )

    assert answer.url == "/en/a-page/?x=1"


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_mail_has_no_link_to_a_foreign_host(member, name):
    for email in ("nobody@example.org", member.email):
        Client().post(reverse(name), {"email": email}, headers={"X-Forwarded-Host": "evil.example"})

    assert Mail.objects.count() == 2
    assert not [mail for mail in Mail.objects.all() if "evil.example" in mail.body_text + mail.body_html]


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_code_is_not_in_the_subject_that_a_mail_log_shows(member, name):
    Client().post(reverse(name), {"email": member.email})

    assert mailed_code(member.email) not in Mail.objects.get().subject


def seen(answer, email):
    """What an onlooker sees, without what differs at every request."""
    page = answer.content.decode().replace(email, "ADDRESS")
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"X-Reference", "Content-Length", "Expires"}
    }
    cookies = {name: (c["path"], c["secure"], c["httponly"], c["samesite"]) for name, c in answer.cookies.items()}
    return answer.status_code, headers, cookies, page


def walk(email, steps):
    client = Client()
    views = []
    for name, values in steps:
        answer = client.post(reverse(name), {key: value.format(email=email) for key, value in values.items()})
        views.append(seen(answer, email))
        if answer.status_code == 302:
            views.append(seen(client.get(answer.url), email))
    return views


@pytest.mark.parametrize(
    "steps",
    [
        [("account_login", {"login": "{email}", "password": "wrong but long enough"})],
        [
            ("account_request_login_code", {"email": "{email}"}),
            ("account_confirm_login_code", {"code": "WRONG1"}),
            ("account_confirm_login_code", {"action": "resend"}),
        ],
        [
            ("account_reset_password", {"email": "{email}"}),
            ("account_confirm_password_reset_code", {"code": "WRONG1"}),
        ],
    ],
    ids=["password", "mailed code", "new password"],
)
def test_known_and_unknown_addresses_look_the_same(member, steps):
    assert walk(member.email, steps) == walk("nobody@example.org", steps)


def test_closed_account_looks_like_none(member):
    from lipportal.accounts.services import deactivate

    deactivate(user=member, by=member, because="left")
    steps = [("account_request_login_code", {"email": "{email}"})]

    assert walk(member.email, steps) == walk("nobody@example.org", steps)


def test_adding_an_address_that_another_has_looks_like_any_other(client, member, coordinator):
    by_password(client, member)
    views = []
    for email in (coordinator.email, "nobody@example.org"):
        answer = client.post(reverse("account_email"), {"email": email, "action_add": ""})
        views.append(seen(answer, email)[:1])

    assert views[0] == views[1]


def test_guessing_is_slowed_down(client, member):
    for _try in range(12):
        answer = client.post(reverse("account_login"), {"login": member.email, "password": "wrong but long enough"})

    assert "many tries" in answer.content.decode()
