"""Bar 10: by no answer, header, cookie or mail, and by no waiting, does anybody learn who has an account."""

import re
import statistics
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from councils.models import RoleHeld
from lipportal.accounts.services import create_person_account, deactivate
from lipportal.notices.models import Mail
from tests.bars.rows import undone
from tests.integration.accounts.conftest import person_with
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "quiet otters paddle home", "wrong but long enough"
KNOWN, CLOSED, UNKNOWN, NO_PASSWORD = "knows@example.org", "shuts@example.org", "never@example.org", "codes@example.org"
PAIRS = 200
ADDRESSES = (KNOWN, CLOSED, NO_PASSWORD)
# What is new at every visit, whoever asks.
ALWAYS_NEW = re.compile(r'name="(?:csrfmiddlewaretoken|_key|_writer)" value="[^"]*"|data-left="[^"]*"')
STEPS = {
    "sign in with a password": [("account_login", {"login": "{email}", "password": WRONG})],
    "sign in with a code": [
        ("account_request_login_code", {"email": "{email}"}),
        ("account_confirm_login_code", {"code": "WRONG1"}),
        ("account_confirm_login_code", {"action": "resend"}),
        ("account_confirm_login_code", {"code": "WRONG1"}),
        ("account_confirm_login_code", {"code": "WRONG1"}),
        ("account_confirm_login_code", {"code": "WRONG1"}),
    ],
    "ask for a new password": [
        ("account_reset_password", {"email": "{email}"}),
        ("account_confirm_password_reset_code", {"code": "WRONG1"}),
        ("account_confirm_password_reset_code", {"code": "WRONG1"}),
        ("account_confirm_password_reset_code", {"code": "WRONG1"}),
    ],
    "open an account": [("account_signup", {"name": "X", "language": "en", "email": "{email}"})],
}


@pytest.fixture(autouse=True)
def people(settings):
    settings.SECURE_SSL_REDIRECT = False
    known, closed = (
        create_person_account(email=email, name="Somebody", password=RIGHT, by=None, is_address_proven=True)
        for email in (KNOWN, CLOSED)
    )
    create_person_account(email=NO_PASSWORD, name="Somebody", by=None, is_address_proven=True)
    deactivate(user=closed, by=known, because="left")


def seen(answer, email):
    """What an onlooker sees: everything but what is new at every visit and the address they typed themselves."""
    page = ALWAYS_NEW.sub("", answer.content.decode().replace(email, "ADDRESS"))
    page = page.replace(answer["X-Reference"], "")
    headers = {name: value for name, value in answer.headers.items() if name not in {"X-Reference", "Expires"}}
    cookies = {name: {key: one[key] for key in one if key != "expires"} for name, one in answer.cookies.items()}
    return answer.status_code, headers, cookies, page


def walked(client, email, steps):
    """Each answer on the way, redirects followed."""
    views = []
    for name, values in steps:
        answer = client.post(reverse(name), {key: value.format(email=email) for key, value in values.items()})
        views.append(seen(answer, email))
        while answer.status_code == 302:
            answer = client.get(answer.url)
            views.append(seen(answer, email))
    return views


@pytest.mark.parametrize("email", ADDRESSES)
@pytest.mark.parametrize("flow", STEPS)
def test_a_visitor_sees_the_same_for_every_address(flow, email):
    cache.clear()
    with undone():
        theirs = walked(Client(), email, STEPS[flow])
    cache.clear()

    assert theirs == walked(Client(), UNKNOWN, STEPS[flow])


@pytest.mark.parametrize("email", ADDRESSES)
def test_somebody_changing_their_own_address_sees_the_same_for_every_one(email):
    own = create_person_account(email="own@example.org", name="Own", password=RIGHT, by=None, is_address_proven=True)
    steps = [
        ("account_email", {"email": "{email}", "action_add": ""}),
        ("account_email_verification_sent", {"code": "WRONG1"}),
        ("account_email_verification_sent", {"code": "WRONG1"}),
    ]
    with undone():
        theirs = walked(signed_in_client(own), email, steps)
    cache.clear()

    assert theirs == walked(signed_in_client(own), UNKNOWN, steps)


@pytest.mark.parametrize("email", ADDRESSES)
def test_somebody_who_invites_sees_the_same_for_every_address(email):
    by = person_with("coordinator")
    partnership = RoleHeld.objects.get(user=by).partnership

    def invited(address):
        client = signed_in_client(by)
        page = reverse("councils:invitation_create", args=[partnership.slug])
        fields = client.get(page).context["writing"].fields
        answer = client.post(page, fields | {"email": address, "role": "member", "name": "New", "language": "en"})
        assert answer.status_code == 302
        return [seen(answer, address), nameless(seen(client.get(answer.url), address))]

    with undone():
        theirs = invited(email)

    assert theirs == invited(UNKNOWN)


def nameless(view):
    """Without the codes of records, which are new for each."""
    status, headers, cookies, page = view
    return status, headers, cookies, re.sub(r"/invitations/\w{8}/|[\w-]*\w{8}\"", "", page)


@pytest.mark.parametrize("email", ADDRESSES)
@pytest.mark.parametrize("flow", ["sign in with a code", "ask for a new password"])
def test_each_address_gets_one_mail_whether_or_not_it_is_known(flow, email):
    walked(Client(), email, STEPS[flow][:1])
    walked(Client(), UNKNOWN, STEPS[flow][:1])

    assert [Mail.objects.filter(to_address=one).count() for one in (email, UNKNOWN)] == [1, 1]


@pytest.mark.prove
@pytest.mark.parametrize("flow", STEPS)
def test_a_visitor_waits_as_long_for_every_address(flow, settings, record_property):
    """Medians of two hundred pairs, taken in turns; the figure is for people to read, the bound only for a broken lock."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    create_person_account(email="slow@example.org", name="S", password=RIGHT, by=None, is_address_proven=True)
    name, values = STEPS[flow][0]

    def waited(email):
        cache.clear()
        client, body = Client(), {key: value.format(email=email) for key, value in values.items()}
        with undone():
            begun = time.perf_counter()
            client.post(reverse(name), body)
            return time.perf_counter() - begun

    waited("slow@example.org"), waited(UNKNOWN)
    ratios = []
    for turn in range(PAIRS):
        first, second = ("slow@example.org", UNKNOWN) if turn % 2 else (UNKNOWN, "slow@example.org")
        times = {first: waited(first), second: waited(second)}
        ratios.append(times["slow@example.org"] / times[UNKNOWN])

    record_property("pairs, median of known to unknown", (PAIRS, round(statistics.median(ratios), 3)))
    assert 0.5 < statistics.median(ratios) < 2
