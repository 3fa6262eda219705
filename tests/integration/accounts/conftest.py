"""People and things the sign-in tests share."""

import importlib
import json
import re
import sys
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.urls import clear_url_caches, reverse

import lipportal.accounts.urls
import lipportal.urls
from councils.choices import BODY_ROLES, PLATFORM_ROLES
from councils.services import give_role
from lipportal.accounts.registry import DemoAccount, _casts, _doorkeepers, demo_accounts_from
from lipportal.accounts.services import create_person_account, require_second_factor
from lipportal.notices.models import Mail
from tests.factories.councils import BodyFactory, PartnershipFactory

ADDRESSES = "tests.integration.accounts.addresses"
PASSWORD = "quiet otters paddle home"
# How long an app's code is good, and how long sending it may take on a busy machine.
TOTP_SECONDS, SLOW = 30, 3


@pytest.fixture(autouse=True)
def sign_in_place(settings, db, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.ROOT_URLCONF = ADDRESSES
    settings.SECURE_SSL_REDIRECT = False
    cache.clear()


def open_account(email, *, password=PASSWORD, needed=False, **values):
    values.setdefault("name", "Amina Diallo")
    user = create_person_account(email=email, password=password, by=None, is_address_proven=True, **values)
    require_second_factor(user, needed, by=None)
    return user


@pytest.fixture
def member():
    return open_account("member@example.org")


def person_with(role):
    """A person whom the role was given as the portal gives it: the role decides whether a second proof is needed."""
    user = open_account(f"{role.replace('_', '-')}@example.org")
    body = BodyFactory() if role in BODY_ROLES else None
    partnership = None if role in PLATFORM_ROLES else body.partnership if body else PartnershipFactory()
    give_role(user=user, role=role, by=None, partnership=partnership, body=body)
    return user


@pytest.fixture
def coordinator():
    return person_with("coordinator")


@pytest.fixture
def officer():
    return person_with("officer")


@pytest.fixture
def administrator():
    return person_with("administrator")


def set_up_totp(user):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret):
    """A code that is still good when it arrives, also where requests are slow."""
    left = TOTP_SECONDS - time.time() % TOTP_SECONDS
    if left < SLOW:
        time.sleep(left)
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def mailed_code(address):
    mail = Mail.objects.filter(to_address=address).order_by("-pk").first()
    return re.search(r"^    (\S+)$", mail.body_text, re.MULTILINE)[1]


def is_in(client):
    """Whether the page opens; not merely whether a session exists."""
    return client.get(reverse("a_page")).status_code == 200


def by_password(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def by_mailed_code(client, user):
    client.post(reverse("account_request_login_code"), {"email": user.email})
    return client.post(reverse("account_confirm_login_code"), {"code": mailed_code(user.email)})


def by_new_password(client, user):
    client.post(reverse("account_reset_password"), {"email": user.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": mailed_code(user.email)})
    fresh = "seven green kettles sing"
    client.post(reverse("account_complete_password_reset"), {"password1": fresh, "password2": fresh})
    return client.post(reverse("account_login"), {"login": user.email, "password": fresh})


def by_proving_the_address(client, user):
    EmailAddress.objects.filter(user=user).update(verified=False)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client.post(reverse("account_email_verification_sent"), {"code": mailed_code(user.email)})


def through_organization(client, user, *, verified=True, process="login", **claims):
    said = {
        "userinfo": {"sub": "s1", "email": user.email, "email_verified": verified},
        "id_token": {"sub": "s1", **claims},
    }
    return client.post(reverse("organization_says"), {"said": json.dumps(said), "process": process})


@pytest.fixture
def organization(settings):
    settings.OIDC_SERVER_URL = "https://login.example.org"
    settings.OIDC_NAME = "Example City"
    settings.OIDC_SECOND_FACTOR_CLAIM = "amr"
    settings.OIDC_SECOND_FACTOR_VALUES = ["mfa"]
    app = {
        "provider_id": "organization",
        "name": "Example City",
        "client_id": "c",
        "secret": "s",
        "settings": {"server_url": "https://login.example.org"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    _read_addresses_again()
    yield
    settings.OIDC_SERVER_URL = ""
    _read_addresses_again()


@pytest.fixture
def demonstration(settings):
    settings.DEMONSTRATION = True
    before = list(_casts)
    demo_accounts_from(lambda: [DemoAccount("coordinator", "Coordinator", "Report season", "coordinator@example.org")])
    _read_addresses_again()
    yield
    settings.DEMONSTRATION = False
    _casts[:] = before
    _read_addresses_again()


@pytest.fixture
def invitations():
    before = list(_doorkeepers)
    yield
    _doorkeepers[:] = before


def _read_addresses_again():
    importlib.reload(lipportal.accounts.urls)
    importlib.reload(lipportal.urls)
    if ADDRESSES in sys.modules:
        importlib.reload(sys.modules[ADDRESSES])
    clear_url_caches()
