"""Bar 22: every kind of response carries the headers the portal promises, as it is set up for people."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.test.client import RequestFactory

from lipportal.drafts.writing import WRITER_SALT
from lipportal.files.models import StoredFile
from lipportal.shared.refusals import bad_request, server_error
from tests.bars.crawl import pages, sign_in_pages
from tests.bars.telling import held
from tests.world import person_in

pytestmark = pytest.mark.django_db

LONDON = "/en/p/london-and-middlesex/"
NAMES = [
    "HTTPS",
    "SECURE_SSL_REDIRECT",
    "SECURE_SSL_HOST",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "SECURE_REFERRER_POLICY",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY",
    "X_FRAME_OPTIONS",
    "SECURE_CONTENT_TYPE_NOSNIFF",
    "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "DEBUG",
]
SECRET = "only-for-this-test-and-never-for-people-abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def as_for_people(tmp_path_factory) -> dict[str, Any]:
    """The values the settings take where people use the portal, read from the settings themselves."""
    code = (
        "import django, json; from django.conf import settings; "
        f"print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "lipportal.settings",
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_DATA_DIR": str(tmp_path_factory.mktemp("people")),
        "PORTAL_HOSTS": "testserver",
        "PORTAL_URL": "https://testserver",
    }
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture
def https(as_for_people, settings):
    for name, value in as_for_people.items():
        setattr(settings, name, value)
    settings.ALLOWED_HOSTS = ["testserver"]
    return settings


@pytest.fixture
def signed_in(world, https) -> Client:
    client = Client(raise_request_exception=False)
    user = person_in("coordinator")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = {"user": user.pk, "by": "second_factor"}
    session.save()
    return client


def policy(response: HttpResponse) -> dict[str, list[str]]:
    """The content security policy, by directive."""
    header = response.get("Content-Security-Policy", "")
    parts = [part.split() for part in header.split(";") if part.strip()]
    return {part[0]: part[1:] for part in parts}


def missing(response: Any) -> list[str]:
    """What this response lacks of what every response carries."""
    rules, lacks = policy(response), []
    sources = [source for directive in rules.values() for source in directive]
    sandboxed = "sandbox" in rules
    if rules.get("default-src") != ["'none'"]:
        lacks.append("default-src")
    if any("unsafe" in source or source in ("*", "https:", "http:") for source in sources):
        lacks.append("unsafe source")
    if not sandboxed and (rules.get("frame-ancestors"), rules.get("base-uri")) != (["'none'"], ["'none'"]):
        lacks.append("frame-ancestors, base-uri")
    if not sandboxed and rules.get("form-action") != ["'self'"]:
        lacks.append("form-action")
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    lacks += [name for name, value in expected.items() if response.get(name) != value]
    hsts = response.get("Strict-Transport-Security", "")
    if "max-age=31536000" not in hsts or "includeSubDomains" not in hsts:
        lacks.append("Strict-Transport-Security")
    lacks += [name for name in ("Server", "X-Powered-By") if name in response]
    return lacks


def get(client: Client, address: str, **kwargs: Any) -> Any:
    return client.get(address, secure=True, **kwargs)


def test_every_kind_of_response_carries_the_headers(signed_in):
    visitor = Client(raise_request_exception=False)
    enforcing = Client(enforce_csrf_checks=True)
    file = StoredFile.objects.filter(partnership_code=person_partnership(), content_type="application/pdf").first()
    body = {"_form": "councils.person", "_record": "x", "_base": "1", "name": "Typed"}
    foreign = Client(raise_request_exception=False, headers={"Host": "evil.example"})
    responses = {
        "public page": get(visitor, "/en/partnerships/"),
        "signed-in page": get(signed_in, f"{LONDON}people/"),
        "form": get(signed_in, f"{LONDON}people/new/"),
        "redirect to signing in": get(visitor, f"{LONDON}people/"),
        "sign-in page": get(visitor, "/en/account/login/"),
        "403": get(signed_in, "/en/p/huron/edit/"),
        "400": get(foreign, "/en/partnerships/"),
        "404": get(visitor, f"{LONDON}nothing/"),
        "405": signed_in.put(f"{LONDON}people/", secure=True),
        "no token": enforcing.post("/en/account/login/", {}, secure=True),
        "workbook": get(signed_in, f"{LONDON}people/excel/"),
        "feed": get(visitor, "/en/new/feed/"),
        "stored file": get(signed_in, f"/files/{file.code}/"),
        "kept draft": signed_in.post("/en/drafts/save/", body, secure=True),
        "static file": get(visitor, "/static/css/base.css"),
    }

    assert responses["stored file"].status_code == 200
    statuses = {kind: response.status_code for kind, response in responses.items()}
    wrong = {kind: lacks for kind, response in responses.items() if (lacks := missing(response))}
    held(wrong, f"{len(responses)} kinds of response, {statuses}")


def person_partnership() -> str:
    from councils.models import Partnership

    return Partnership.objects.get(slug="london-and-middlesex").code


@pytest.mark.parametrize(("handler", "status"), [(bad_request, 400), (server_error, 500)])
def test_the_last_error_pages_carry_them_too(https, world, handler, status):
    def answer(request: Any) -> HttpResponse:
        return bad_request(request, ValueError()) if handler is bad_request else server_error(request)

    from csp.middleware import CSPMiddleware
    from django.middleware.clickjacking import XFrameOptionsMiddleware
    from django.middleware.security import SecurityMiddleware

    request = RequestFactory().get("/en/", secure=True)
    response = SecurityMiddleware(CSPMiddleware(XFrameOptionsMiddleware(answer)))(request)

    assert response.status_code == status
    assert missing(response) == []


def test_an_unencrypted_request_is_sent_to_the_encrypted_page(https, world):
    response = Client().get("/en/partnerships/")

    assert (response.status_code, response["Location"]) == (301, "https://testserver/en/partnerships/")


def test_an_unencrypted_request_for_a_foreign_host_is_sent_to_the_configured_one(https, world):
    response = Client().get("/fr/partnerships/", headers={"Host": "evil.example"})

    assert (response.status_code, response["Location"]) == (301, "https://testserver/fr/partnerships/")


def test_every_signed_in_page_stays_out_of_shared_and_later_caches(signed_in):
    read, wrong = 0, []

    for page in [*pages(), *sign_in_pages()]:
        response = get(signed_in, page.address)
        if response.status_code not in (200, 302) or page.route.access == "public":
            continue
        read += 1
        control = response.get("Cache-Control", "")
        if "no-store" not in control or "private" not in control:
            wrong.append((page.address, response.status_code, control))
        wrong += [(page.address, lacks) for lacks in missing(response)]

    held(wrong, f"{read} private pages, {len(wrong)} could be kept")
    assert read > 60, f"only {read} private pages"


def test_public_pages_read_by_somebody_signed_in_are_not_shared_either(signed_in):
    read, wrong = 0, []

    for page in pages():
        if page.route.access != "public":
            continue
        response = get(signed_in, page.address)
        if response.status_code != 200:
            continue
        read += 1
        control = response.get("Cache-Control", "")
        shared = "private" not in control and "Cookie" not in response.get("Vary", "")
        if shared or "public" in control:
            wrong.append((page.address, control, response.get("Vary")))

    held(wrong, f"{read} public pages, {len(wrong)} could be shared with somebody else")


# A form that one of our pages gave to a visitor.
OURS = signing.dumps(0, salt=WRITER_SALT)


def test_cookies_are_exact(https, world):
    client = Client()
    get(client, "/en/account/login/")
    client.post("/en/drafts/keep/", {"_form": "councils.person", "name": "Typed", "_writer": OURS}, secure=True)

    for name in ("__Host-csrf", "__Host-session"):
        cookie = client.cookies[name]
        flags = bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"]
        assert flags == (True, True, "Lax", "/", ""), name
