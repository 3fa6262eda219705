"""A portal served by real processes on a real engine, with the world of the tests, and windows that post all at once."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from lipportal.launch import Place
from lipportal.processes import HOST, Sizes, web
from tests.bars.forms import PageForm, forms_in
from tests.journeys.portal import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
# Two processes, so that two requests really run at the same moment.
SERVERS = Sizes(web_processes=2, web_threads=10)
PATIENT = ["--timeout", "120"]
PREPARE = """
import sys, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from lipportal.accounts.models import User
from reporting.demo.cast import email_of
from reporting.demo.world import SMALL, make_world
from tests.people import signed_in_client
call_command("compilecatalogues", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("migrate", interactive=False, verbosity=0)
make_world(size=SMALL)
for key in sys.argv[1:]:
    client = signed_in_client(User.objects.get(email=email_of(key)))
    print("session", key, settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


@dataclass
class Answer:
    """What came back: as much of a response as reading its forms takes."""

    status: int
    headers: dict[str, str]
    content: bytes
    context: Any = None

    def get(self, name: str, default: str = "") -> str:
        """One header."""
        return self.headers.get(name.lower(), default)

    @property
    def place(self) -> str:
        """Where it leads, without the host."""
        return urlsplit(self.get("Location"))._replace(scheme="", netloc="").geturl()


@dataclass
class Window:
    """One browser window of one person: a session, a token, and a wire of its own for every request."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def _told(self) -> dict[str, str]:
        return {**self.headers, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _ask(self, method: str, path: str, body: bytes | None = None, *, at: threading.Barrier | None = None) -> Answer:
        told = self._told()
        if body is not None:
            told["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection(HOST, self.port, timeout=PATIENCE)) as wire:
            wire.connect()
            if at is not None:
                at.wait()
            wire.request(method, path, body=body, headers=told)
            response = wire.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            for cookie in response.headers.get_all("Set-Cookie") or []:
                self.cookies.update({name: one.value for name, one in SimpleCookie(cookie).items()})
            return Answer(response.status, headers, response.read())

    def open(self, path: str) -> Answer:
        """Read a page."""
        return self._ask("GET", path)

    def form(self, path: str, route: str) -> PageForm:
        """The form on a page that posts to `route`."""
        answer = self.open(path)
        found = {form.route: form for form in forms_in(answer, path)}
        assert route in found, f"{path} answered {answer.status} and holds {sorted(found)}"
        return found[route]

    def post(self, path: str, body: dict[str, Any], *, at: threading.Barrier | None = None) -> Answer:
        """Send a form; with `at`, at the very moment the others do."""
        return self._ask("POST", path, urlencode(body, doseq=True).encode(), at=at)

    def post_and_hang_up(self, path: str, body: dict[str, Any]) -> None:
        """Send a form and be gone before any answer comes, as when something between the two gives up."""
        told = self._told()
        told["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection(HOST, self.port, timeout=PATIENCE)) as wire:
            wire.request("POST", path, body=urlencode(body, doseq=True).encode(), headers=told)


def all_at_once(windows: list[Window], path: str, bodies: list[dict[str, Any]]) -> list[Answer]:
    """Send one form from every window at the same moment; the answers, in the order of the windows."""
    gate = threading.Barrier(len(windows))
    with ThreadPoolExecutor(len(windows)) as pool:
        sent = [pool.submit(window.post, path, body, at=gate) for window, body in zip(windows, bodies, strict=True)]
        return [one.result() for one in sent]


class Served:
    """One portal on one engine: its folder, its address, its rows, its people's windows."""

    def __init__(self, folder: Path, database: str, people: tuple[str, ...]) -> None:
        self.place = Place(folder, free_port())
        self.database = database
        self.people = people
        self.sessions: dict[str, dict[str, str]] = {}
        self.log = folder / "web.log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": "lipportal.settings",
            "PORTAL_DATABASE_URL": database,
            "PORTAL_DATA_DIR": str(folder),
            "PORTAL_SECRET_KEY": "only-for-tests-and-never-for-people-0123456789",
            "PORTAL_HTTPS": "false",
            "PORTAL_URL": self.place.address.rstrip("/"),
            "PORTAL_LOG_LEVEL": "WARNING",
        }

    def prepare(self, script: str = PREPARE) -> None:
        """Make the tables and the world, and sign the people in; or what another script makes."""
        done = subprocess.run(
            [sys.executable, "-c", script, *self.people],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        for line in done.stdout.splitlines():
            if line.startswith("session "):
                __, key, name, value = line.split()
                self.sessions[key] = {name: value}

    @contextmanager
    def running(self) -> Iterator["Served"]:
        """The web server, until the block ends."""
        with self.log.open("a") as log:
            process = subprocess.Popen(
                [*web(self.place.bind, SERVERS), *PATIENT], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
            try:
                self._wait_until_open(process)
                yield self
            finally:
                process.terminate()
                process.wait(30)

    def _wait_until_open(self, process: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            try:
                if Window(self.place.port).open("/en/").status < 500:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"the portal did not open\n{self.log.read_text()[-4000:]}")

    def window(self, key: str) -> Window:
        """A window of somebody who is signed in."""
        return Window(self.place.port, dict(self.sessions[key]))

    def trouble(self) -> str:
        """What the server wrote that it should never have to write."""
        written = self.log.read_text(errors="replace")
        signs = ("Traceback", " raised at ", "is locked")
        return written[-4000:] if any(sign in written for sign in signs) else ""

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What the engine answers, over a connection of the test's own."""
        if self.database.startswith("sqlite"):
            import sqlite3

            with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=20)) as wire:
                return wire.execute(question).fetchall()
        import psycopg2

        with closing(psycopg2.connect(self.database)) as wire, wire.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall()

    def one(self, question: str) -> Any:
        """The single value the engine answers."""
        return self.rows(question)[0][0]


__all__ = ["Answer", "Served", "Window", "all_at_once"]
