"""Bar 14, hosts: no request names another host into a page, a redirect or a mail; error pages need no more than it."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.test import Client
from django.test.client import RequestFactory
from django.utils import translation

from lipportal.launch import ROOT
from lipportal.notices.models import Mail
from lipportal.shared import refusals
from tests.bars.accepted import Visitors
from tests.bars.crawl import Page, content_of, pages, sign_in_pages, steady
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

EVIL = "evil.example"
HOSTS = (
    EVIL,
    f"testserver.{EVIL}",
    f"testserver@{EVIL}",
    f"{EVIL}:80",
    "testserver\r\nX: y",
    "",
    "127.0.0.1:8000@x",
    "[",
)
FORWARDED = {
    "X-Forwarded-Host": EVIL,
    "X-Host": EVIL,
    "X-Original-Host": EVIL,
    "X-Forwarded-Server": EVIL,
    "Forwarded": f"host={EVIL};proto=https",
    "X-Original-URL": f"https://{EVIL}/",
    "X-Rewrite-URL": f"https://{EVIL}/",
}
ROLES = ("anonymous", "coordinator")
LINK = re.compile(r"https?://[^\s\"'<>)]+")
HANDLERS = {
    400: lambda request: refusals.bad_request(request, ValueError()),
    403: lambda request: refusals.permission_denied(request, PermissionError("Only the co-chair may.")),
    404: lambda request: refusals.not_found(request, ValueError()),
    "403, no token": refusals.csrf_refused,
    500: refusals.server_error,
    503: refusals.cannot_count,
}


def every_page() -> list[Page]:
    return [*pages(), *sign_in_pages()]


@pytest.mark.parametrize("role", ROLES)
def test_a_foreign_host_is_refused_on_every_page(world, role, in_turn):
    visit, wrong, asked = Visitors(), [], 0
    found = in_turn(every_page(), ROLES.index(role), 2)

    for number, page in enumerate(found):
        for host in {EVIL, HOSTS[number % len(HOSTS)]}:
            answer = visit(role, quiet=True).get(page.address, headers={"Host": host})
            asked += 1
            if answer.status_code != 400 or EVIL.encode() in content_of(answer):
                wrong.append((page.address, host, answer.status_code))

    held(wrong, f"{asked} requests for a foreign host, {len(wrong)} were not refused with 400")
    assert asked > 1.5 * len(found) > 75, f"only {asked} requests"


@pytest.mark.parametrize("role", ROLES)
def test_a_forwarded_host_changes_no_page(world, role, in_turn):
    visit, wrong, asked = Visitors(), [], 0
    found = in_turn(every_page(), ROLES.index(role), 2)

    for page in found:
        plain = visit(role, quiet=True).get(page.address)
        steered = visit(role, quiet=True).get(page.address, headers=FORWARDED)
        asked += 1
        same = (plain.status_code, plain.get("Location")) == (steered.status_code, steered.get("Location"))
        if not same or EVIL.encode() in steady(steered) or EVIL in str(dict(steered.headers)):
            wrong.append((page.address, plain.status_code, steered.status_code))

    held(wrong, f"{asked} pages asked for with {len(FORWARDED)} forwarding headers, {len(wrong)} answered otherwise")
    assert asked > 50, f"only {asked} pages"


def test_every_accepted_post_mails_links_to_the_configured_host_only(world, found_posts, settings, record_property):
    settings.PORTAL_URL = "https://portal.example"
    visit, wrong, mails, links = Visitors(), [], 0, 0

    for each in found_posts:
        with each.arranged.undone():
            before = set(Mail.objects.values_list("pk", flat=True))
            client = visit(each.role, quiet=True)
            client.defaults |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in FORWARDED.items()}
            answer = each.send(client)
            sent = list(Mail.objects.exclude(pk__in=before))
        mails += len(sent)
        for text in [mail.subject + mail.body_text + mail.body_html for mail in sent]:
            found = LINK.findall(text)
            links += len(found)
            if EVIL in text or any(not link.startswith("https://portal.example") for link in found):
                wrong.append((each.route, found))
        if EVIL in answer.get("Location", ""):
            wrong.append((each.route, answer["Location"]))

    record_property("posts, mails, links", (len(found_posts), mails, links))
    held(wrong, f"{len(found_posts)} posts, {mails} mails, {links} links, {len(wrong)} lead elsewhere")
    assert min(mails, links) > 3, f"only {mails} mails with {links} links"


def test_no_post_for_a_foreign_host_writes_or_mails_anything(world, found_posts):
    visit, wrong = Visitors(), []

    for each in found_posts:
        with each.arranged.undone():
            before = Mail.objects.count()
            client = visit(each.role, quiet=True)
            client.defaults["HTTP_HOST"] = EVIL
            answer = each.send(client)
            if answer.status_code != 400 or Mail.objects.count() != before:
                wrong.append((each.route, answer.status_code))

    held(wrong, f"{len(found_posts)} posts for a foreign host, {len(wrong)} were taken")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("kind", HANDLERS)
def test_an_error_page_needs_nothing_but_the_request(kind, language):
    request = RequestFactory().get(f"/{language}/p/london-and-middlesex/")

    with translation.override("ar" if language != "ar" else "fr"):
        answer = HANDLERS[kind](request)

    page = answer.content.decode()
    wanted = {"en": "en-CA", "fr": "fr-CA"}.get(language, language) if kind != 500 else "en-CA"
    assert answer.status_code == int(str(kind)[:3])
    assert f'<html lang="{wanted}"' in page
    assert '<main id="main"' in page


def test_a_refused_request_without_a_language_in_its_address_is_answered_in_the_readers():
    answer = Client().get("/calendar/", headers={"Host": EVIL, "Accept-Language": "fr-CA,fr;q=0.9"})

    assert answer.status_code == 400
    assert '<html lang="fr-CA"' in answer.content.decode()


@contextmanager
def web_server(folder):
    """The portal's own web server on a free port, with an empty database."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    told = {
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_SECRET_KEY": "only-for-this-test-and-never-for-people-abcdefghijklmnop",
        "PORTAL_HTTPS": "false",
        "PORTAL_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "gunicorn", "lipportal.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=ROOT, env=kept | told, check=True
    )
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=kept | told, check=True)
    server = subprocess.Popen([*command, "--no-control-socket", "--log-level", "error"], cwd=ROOT, env=kept | told)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the web server did not start")


def asked(port, target, host):
    """The answer to a request line written by hand."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        parts = []
        while piece := line.recv(65536):
            parts.append(piece)
    return b"".join(parts).decode(errors="replace")


def test_an_absolute_request_target_steers_no_page(world, tmp_path, in_turn, record_property):
    """Through the real web server, since it is the server that takes such a target apart."""
    wrong, addresses = [], [page.address for page in in_turn(every_page(), 0, 4)]
    with web_server(tmp_path) as port:
        here = f"127.0.0.1:{port}"
        for address in addresses:
            named = asked(port, f"http://{EVIL}{address}", here)
            status = int(named.split(" ", 2)[1])
            if EVIL in named or status >= 500:
                wrong.append((address, status, named[:300]))
            refused = asked(port, f"http://{here}{address}", EVIL)
            if not refused.startswith("HTTP/1.1 400") or EVIL in refused:
                wrong.append((address, refused[:300]))

    record_property("requests", 2 * len(addresses))
    held(wrong, f"{2 * len(addresses)} absolute targets, {len(wrong)} steered")
