"""Browsers the demonstration has no door for: of somebody it leaves out, of who has keys, of who is midway in.

Run beside a portal, in its environment: `python -m tests.journeys.sessions WHO` prints the name and value of a cookie.
"""

import re
import sys
import time

import django

DRAFTER = "drafter"
HOLDER = "holder of keys"
CODE_ASKED = "asked for a code"
RESET_ASKED = "forgot the password"
RESET_PROVEN = "chooses a password"
PROOF_ASKED = "gave a password"
ADDRESS_ASKED = "has an address to prove"


def main(who: str) -> None:
    """Print the session cookie of one of them."""
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    print(settings.SESSION_COOKIE_NAME, client_of(who).cookies[settings.SESSION_COOKIE_NAME].value)


def client_of(who: str):
    """A browser as one of them has it; who holds keys has given one of them a moment ago."""
    made = {
        DRAFTER: _drafter,
        HOLDER: _holder,
        CODE_ASKED: _code_asked,
        RESET_ASKED: _reset_asked,
        RESET_PROVEN: _reset_proven,
        PROOF_ASKED: lambda: _with_password("reader"),
        ADDRESS_ASKED: lambda: _with_password("researcher"),
    }
    return made[who]()


def _drafter():
    from lipportal.accounts.models import User
    from reporting.demo.cast import email_of
    from tests.people import signed_in_client

    return signed_in_client(User.objects.get(email=email_of("reseau-coordinator")))


def _holder():
    from tests.world import browser_of

    client = browser_of("member")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = session.get("_auth_user_id")
    session.save()
    return client


def _posting(name: str, values: dict, client=None):
    from django.test import Client
    from django.urls import reverse

    client = client or Client()
    answer = client.post(reverse(name), values)
    assert answer.status_code == 302, f"{name} answered {answer.status_code}"
    return client


def _code_asked():
    return _posting("account_request_login_code", {"email": _address("moderator")})


def _reset_asked():
    return _posting("account_reset_password", {"email": _address("member")})


def _reset_proven():
    from lipportal.notices.models import Mail

    client = _reset_asked()
    mail = Mail.objects.filter(to_address=_address("member")).order_by("-pk").first()
    code = re.search(r"^    (\S+)$", mail.body_text, re.MULTILINE)[1]
    return _posting("account_confirm_password_reset_code", {"code": code}, client)


def _with_password(role: str):
    from tests.journeys.records import PASSWORD

    return _posting("account_login", {"login": _address(role), "password": PASSWORD})


def _address(role: str) -> str:
    from tests.world import person_in

    return person_in(role).email


if __name__ == "__main__":
    main(sys.argv[1])
