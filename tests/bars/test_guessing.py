"""Bar 9: guessing is stopped, whatever address it claims to come from, and nobody honest is kept out meanwhile."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lipportal.accounts.services import create_person_account
from tests.integration.accounts.conftest import code_of, mailed_code, set_up_totp

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "quiet otters paddle home", "wrong but long enough"
OFFICE, ATTACKER = "198.51.100.7", "203.0.113.66"
PER_ACCOUNT, PER_ADDRESS, PER_CODE, CODES = 5, 30, 3, 3
MANY = [40, pytest.param(1000, marks=pytest.mark.prove)]
HONEST = {40: 8, 1000: 50}


@pytest.fixture(autouse=True)
def moment(settings):
    """A clock that stands still, so that no limit runs out while a slow machine counts."""
    settings.SECURE_SSL_REDIRECT = False
    with time_machine.travel(datetime(2026, 9, 8, 13, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture(params=[0, 1], ids=["no proxy", "one proxy"])
def proxies(request, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = request.param
    return request.param


def account(email):
    return create_person_account(email=email, name="Somebody", password=RIGHT, by=None, is_address_proven=True)


def accounts(name, number):
    return [account(f"{name}{which}@example.org") for which in range(number)]


def forged(which):
    """Another address for every try."""
    return f"10.{which >> 16 & 255}.{which >> 8 & 255}.{which & 255}"


def browser(address, proxies, *, forging=""):
    """A browser at `address`, as the portal meets it: behind our proxy, which adds whom it saw, or directly."""
    claimed = [part for part in (forging, address if proxies else "") if part]
    headers = {"X-Forwarded-For": ", ".join(claimed)} if claimed else {}
    return Client(REMOTE_ADDR="127.0.0.1" if proxies else address, headers=headers)


def signs_in(client, email, password=RIGHT):
    answer = client.post(reverse("account_login"), {"login": email, "password": password})
    assert answer.status_code in (200, 302, 429)
    return "_auth_user_id" in client.session


def is_weighed(client, email, password=WRONG):
    """Whether this guess was compared with the password at all."""
    page = client.post(reverse("account_login"), {"login": email, "password": password})
    return page.status_code == 200 and "do not go together" in page.content.decode()


def signs_in_by_code(client, email):
    client.post(reverse("account_request_login_code"), {"email": email})
    client.post(reverse("account_confirm_login_code"), {"code": mailed_code(email)})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("tries", MANY)
@pytest.mark.parametrize("is_forging", [False, True], ids=["one address", "forged addresses"])
def test_wrong_passwords_on_one_account(tries, is_forging, proxies, record_property):
    owner = account("owner@example.org")
    known = browser(OFFICE, proxies)
    assert signs_in(known, owner.email)
    known.post(reverse("account_logout"))

    weighed = 0
    for which in range(tries):
        attacker = browser(ATTACKER, proxies, forging=forged(which) if is_forging else "")
        weighed += is_weighed(attacker, owner.email)

    record_property("wrong passwords, weighed", (tries, weighed))
    assert weighed == PER_ACCOUNT
    assert not signs_in(browser(ATTACKER, proxies, forging=forged(tries)), owner.email)
    assert signs_in(known, owner.email), "the owner is kept out"
    assert signs_in_by_code(browser(OFFICE, proxies), owner.email), "the owner is kept out of another browser"


@pytest.mark.parametrize("tries", MANY)
@pytest.mark.parametrize("is_forging", [False, True], ids=["one address", "forged addresses"])
def test_one_password_on_many_accounts_beside_honest_people(tries, is_forging, proxies, record_property):
    targets = accounts("target", tries)
    colleagues = [(person, browser(ATTACKER, proxies)) for person in accounts("colleague", HONEST[tries])]
    newcomers, elsewhere = accounts("newcomer", HONEST[tries]), accounts("elsewhere", HONEST[tries])
    for person, known in colleagues:
        assert signs_in(known, person.email)
        known.post(reverse("account_logout"))

    weighed = 0
    for which, target in enumerate(targets):
        attacker = browser(ATTACKER, proxies, forging=forged(which) if is_forging else "")
        weighed += is_weighed(attacker, target.email)

    assert weighed == PER_ADDRESS
    assert not signs_in(browser(ATTACKER, proxies, forging=forged(tries)), targets[-1].email)
    ins = {
        "known at the same address": sum(signs_in(known, person.email) for person, known in colleagues),
        "new at the same address": sum(signs_in_by_code(browser(ATTACKER, proxies), one.email) for one in newcomers),
        "at other addresses": sum(
            signs_in(browser(f"192.0.2.{which}", proxies), one.email) for which, one in enumerate(elsewhere, start=1)
        ),
    }
    record_property("accounts tried, weighed, honest people in", (tries, weighed, ins))
    assert ins == dict.fromkeys(ins, HONEST[tries])


@pytest.mark.parametrize("people", [50])
def test_a_whole_office_signs_in_at_once(people, proxies):
    colleagues = accounts("colleague", people)

    slips = [is_weighed(browser(OFFICE, proxies), one.email) for one in colleagues[: PER_ADDRESS - 1]]
    ins = [signs_in(browser(OFFICE, proxies), one.email) for one in colleagues]

    assert (sum(slips), sum(ins)) == (PER_ADDRESS - 1, people)


def test_another_name_of_the_host_or_another_port_begins_no_new_count(settings, proxies):
    settings.ALLOWED_HOSTS = ["portal.example", "portail.example"]
    owner, weighed = account("owner@example.org"), 0
    for port in range(8000, 8020):
        for host in ("portal.example", "portail.example"):
            attacker = browser(f"192.0.2.{port % 250}", proxies)
            attacker.defaults["HTTP_HOST"] = f"{host}:{port}"
            weighed += is_weighed(attacker, owner.email)

    assert weighed == PER_ACCOUNT


def test_tries_are_given_back_with_time_and_not_with_a_success(moment, proxies):
    owner, attackers_own = account("owner@example.org"), account("own@example.org")
    for _try in range(PER_ACCOUNT):
        assert is_weighed(browser(ATTACKER, proxies), owner.email)
        assert signs_in(browser(ATTACKER, proxies), attackers_own.email)
    assert not is_weighed(browser(ATTACKER, proxies), owner.email)

    moment.shift(timedelta(minutes=5, seconds=1))

    assert is_weighed(browser(ATTACKER, proxies), owner.email)


def test_no_count_is_pushed_out_by_much_else(proxies):
    owner = account("owner@example.org")
    for _try in range(PER_ACCOUNT):
        assert is_weighed(browser(ATTACKER, proxies), owner.email)

    for which in range(2000):
        cache.set(f"something-else-{which}", which)

    assert not is_weighed(browser(OFFICE, proxies), owner.email)


def test_a_known_browser_counts_too_and_knows_one_person(proxies):
    owner, other = account("owner@example.org"), account("other@example.org")
    known = browser(OFFICE, proxies)
    assert signs_in(known, owner.email)
    known.post(reverse("account_logout"))

    assert sum(is_weighed(known, owner.email) for _try in range(20)) == PER_ACCOUNT
    assert sum(is_weighed(known, other.email) for _try in range(20)) == PER_ACCOUNT


def test_a_forged_mark_of_a_known_browser_is_worth_nothing(proxies):
    owner, attackers_own = account("owner@example.org"), account("own@example.org")
    mine = browser(ATTACKER, proxies)
    assert signs_in(mine, attackers_own.email)
    mark = mine.cookies["browser"].value
    weighed = 0
    for forgery in (mark, mark.replace(mark[:8], "00000000"), "", f"x:{mark}", mark + "a"):
        for _try in range(4):
            attacker = browser(ATTACKER, proxies)
            attacker.cookies["browser"] = forgery
            weighed += is_weighed(attacker, owner.email)

    assert weighed == PER_ACCOUNT


@pytest.mark.parametrize("tries", MANY)
@pytest.mark.parametrize(
    ("ask", "confirm"),
    [
        ("account_request_login_code", "account_confirm_login_code"),
        ("account_reset_password", "account_confirm_password_reset_code"),
    ],
    ids=["mailed code", "code for a new password"],
)
def test_guessing_mailed_codes(ask, confirm, tries, proxies, record_property):
    account("owner@example.org")
    weighed, addresses = 0, count()
    attacker = browser(ATTACKER, proxies, forging=forged(next(addresses)))
    for _try in range(tries):
        answer = attacker.post(reverse(confirm), {"code": "WRONG1"})
        if answer.status_code == 200 and "not the code" in answer.content.decode():
            weighed += 1
            continue
        attacker = browser(ATTACKER, proxies, forging=forged(next(addresses)))
        attacker.post(reverse(ask), {"email": "owner@example.org"})

    record_property("codes tried, weighed", (tries, weighed))
    assert 0 < weighed <= PER_CODE * (CODES if "login" in ask else 5)


@pytest.mark.parametrize("tries", MANY)
def test_guessing_the_second_proof_in_ever_new_sessions(tries, proxies, record_property):
    owner = account("owner@example.org")
    secret = set_up_totp(owner)
    weighed = 0
    for which in range(tries):
        attacker = browser(f"192.0.2.{which % 250}", proxies, forging=forged(which))
        attacker.post(reverse("account_login"), {"login": owner.email, "password": RIGHT})
        answer = attacker.post(reverse("mfa_authenticate"), {"code": "000000"})
        weighed += answer.status_code == 200 and "does not fit" in answer.content.decode()

    record_property("codes tried, weighed", (tries, weighed))
    assert weighed == PER_ACCOUNT
    attacker.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "_auth_user_id" not in attacker.session


@pytest.mark.parametrize("tries", MANY)
def test_guessing_in_a_stolen_session(tries, proxies, record_property):
    owner = account("owner@example.org")
    theirs = browser(OFFICE, proxies)
    assert signs_in(theirs, owner.email)
    weighed = 0
    for which in range(tries):
        thief = browser(ATTACKER, proxies, forging=forged(which))
        thief.cookies["session"] = theirs.cookies["session"].value
        answer = thief.post(reverse("account_reauthenticate"), {"password": WRONG})
        weighed += answer.status_code == 200 and "not your password" in answer.content.decode()

    record_property("passwords tried, weighed", (tries, weighed))
    assert weighed == PER_ACCOUNT


def test_guessing_the_code_of_an_app_in_a_stolen_session(proxies):
    owner = account("owner@example.org")
    secret = set_up_totp(owner)
    theirs = browser(OFFICE, proxies)
    signs_in(theirs, owner.email)
    theirs.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert totp.format_hotp_value(0) == "000000"

    answers = [theirs.post(reverse("mfa_reauthenticate"), {"code": "000000"}) for _try in range(20)]

    assert sum(one.status_code == 200 and "does not fit" in one.content.decode() for one in answers) <= PER_ACCOUNT
