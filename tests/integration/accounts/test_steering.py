"""Nobody is led out of the portal by what an address or a form asks for, and no mail leads elsewhere (bar 14)."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lipportal.accounts.registry import Welcome, sign_up_allowed_with
from lipportal.notices.models import Mail
from tests.integration.accounts.conftest import PASSWORD, by_password, code_of, mailed_code, set_up_totp

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
    "/\\/evil.example",
    "\\/\\/evil.example",
    "/\r/evil.example",
    "/\x0b/evil.example",
    "\t//evil.example",
    "\x01//evil.example",
    "\u00a0//evil.example",
    "\u200b//evil.example",
    "/\u200b/evil.example",
    "\uff0f\uff0fevil.example",
    "/\uff0fevil.example",
    "https:\\\\evil.example",
    "https:\t//evil.example",
    "ht\ntps://evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "//EVIL.EXAMPLE:443/",
    "//0x7f000001.evil.example",
    "//evil.example\\testserver",
    "//evil.example%00testserver",
    "https://evil.example%2etestserver",
    "https://testserver%40evil.example",
    "https://testserver:pass@evil.example:443/",
    "//[::ffff:203.0.113.66]/",
    "///testserver@evil.example/..",
    "blob:https://evil.example/x",
    "file:///etc/passwd",
    "mailto:x@evil.example",
    "ws://evil.example",
    "view-source:https://evil.example",
]


def leads_out(address):
    """As browsers read an address: controls at its ends and line breaks inside fall away, a backslash is a slash."""
    read = re.sub(r"[\t\r\n]", "", address.strip("".join(map(chr, range(33))))).replace("\\", "/")
    return read.startswith("//") or bool(re.match(r"[a-z][a-z0-9+.-]*:", read, re.IGNORECASE))


def in_by_password(client, member, payload):
    return client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD, "next": payload})


def in_by_password_with_a_query(client, member, payload):
    values = {"login": member.email, "password": PASSWORD}
    return client.post(reverse("account_login", query={"next": payload}), values)


def in_by_mailed_code(client, member, payload):
    answer = client.post(reverse("account_request_login_code"), {"email": member.email, "next": payload})
    return client.post(answer.url, {"code": mailed_code(member.email), "next": payload})


def in_by_new_password(client, member, payload):
    query = {"next": payload}
    client.post(reverse("account_reset_password", query=query), {"email": member.email})
    code = {"code": mailed_code(member.email), "next": payload}
    client.post(reverse("account_confirm_password_reset_code", query=query), code)
    fresh = {"password1": PASSWORD, "password2": PASSWORD, "next": payload}
    return client.post(reverse("account_complete_password_reset", query=query), fresh)


def in_by_proving_the_address(client, member, payload):
    EmailAddress.objects.filter(user=member).update(verified=False)
    answer = in_by_password(client, member, payload)
    return client.post(answer.url, {"code": mailed_code(member.email), "next": payload})


def in_with_a_second_proof(client, member, payload):
    secret = set_up_totp(member)
    in_by_password(client, member, payload)
    return client.post(reverse("mfa_authenticate"), {"code": code_of(secret), "next": payload})


def in_by_invitation(client, member, payload):
    sign_up_allowed_with(lambda request: Welcome("new@example.org", "New"))
    return client.post(
        reverse("account_signup", query={"next": payload}), {"name": "N", "language": "en", "next": payload}
    )


def already_in(name):
    def knocking(client, member, payload):
        by_password(client, member)
        return client.get(reverse(name, query={"next": payload}))

    return knocking


def once_in(address, field="next", **values):
    def posting(client, member, payload):
        by_password(client, member)
        return client.post(reverse(address), values | {field: payload})

    return posting


def setting_up_again(client, member, payload):
    in_with_a_second_proof(client, member, "")
    return client.get(reverse("second_factor_set_up", query={"next": payload}))


def saying_it_again(client, member, payload):
    by_password(client, member)
    secret = set_up_totp(member)
    return client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret), "next": payload})


def a_visitors_draft(client, member, payload):
    return client.post(reverse("drafts:keep"), {"_form": "councils.person", "name": "Typed", "_go": payload})


DOORS = {
    "sign in": in_by_password,
    "sign in, in the address": in_by_password_with_a_query,
    "mailed code": in_by_mailed_code,
    "new password": in_by_new_password,
    "proving the address": in_by_proving_the_address,
    "second proof": in_with_a_second_proof,
    "invitation": in_by_invitation,
    "sign in, once in": already_in("account_login"),
    "mailed code, once in": already_in("account_request_login_code"),
    "open an account, once in": already_in("account_signup"),
    "sign out": once_in("account_logout"),
    "password again": once_in("account_reauthenticate", password=PASSWORD),
    "second proof again": saying_it_again,
    "set up, once set up": setting_up_again,
    "a visitor's draft kept": a_visitors_draft,
    "a draft kept": once_in("drafts:keep", "_go", _form="councils.person", name="Typed"),
    "a draft let go": once_in("drafts:discard", "_go", _form="councils.person"),
}


@pytest.mark.parametrize("is_https", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("door", DOORS)
def test_no_door_leads_out(member, invitations, *, door, is_https, in_turn, record_property):
    out, led, asked = [], 0, in_turn(PAYLOADS, int(is_https), 2)
    for payload in asked:
        cache.clear()
        with transaction.atomic():
            client = Client(headers={"Host": "testserver"}, **({"wsgi.url_scheme": "https"} if is_https else {}))
            answer = DOORS[door](client, member, payload)
            for _hop in range(4):
                if answer.status_code != 302:
                    break
                led += 1
                if leads_out(answer.url):
                    out.append((payload, answer.url))
                    break
                answer = client.get(answer.url)
            transaction.set_rollback(True)

    record_property("payloads, redirects followed, led out", (len(asked), led, len(out)))
    assert out == []
    # That page opens by itself when the address asked for is none of ours.
    assert led >= (1 if door == "set up, once set up" else len(asked)), "the door was not opened"


def test_payloads_are_sixty_and_each_is_another():
    assert len(set(PAYLOADS)) >= 60
    assert leads_out("https://evil.example/")
    assert leads_out(" /\\evil.example")
    assert not leads_out("/en/a-page/?next=//evil.example")


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
