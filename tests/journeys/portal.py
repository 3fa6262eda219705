"""A portal of its own, run by real processes in a folder of its own, with the small demonstration world in it."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from lipportal import launch
from lipportal.family import PATIENCE_AT_END, Child, Family, Trouble, tell
from lipportal.processes import Sizes, web, worker_of_all

ROOT = Path(__file__).resolve().parents[2]
# All that a start does, in one process: `prepare_portal`, but with the world of the tests.
PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("compilecatalogues", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("migrate", interactive=False, verbosity=0)
call_command("make_demonstration", small=True, verbosity=0)
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Portal:
    """The folder, the processes and the address of one portal."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.place = launch.Place(folder, port or free_port())
        launch.check_it_is_a_demonstration(self.place)
        self.environment = launch.environment_of_demonstration(self.place)
        self.log = self.place.logs / "portal.log"
        self.place.logs.mkdir(exist_ok=True)
        self.family = Family(self.environment)

    @property
    def address(self) -> str:
        return self.place.address.rstrip("/")

    def python(self, *arguments: str, **told: str) -> str:
        """A Python of this portal's, beside the others; its output, and what it wrote when it fails."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**self.environment, **told},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    @property
    def pristine(self) -> Path:
        """The world as it was before anybody came."""
        return self.place.folder / "pristine.sqlite3"

    @property
    def with_records(self) -> Path:
        """That world with what tests.journeys.records adds, once somebody has asked for it."""
        return self.place.folder / "with-records.sqlite3"

    @property
    def _world(self) -> Path:
        return self.place.folder / "portal.sqlite3"

    def prepare(self) -> None:
        self.python("-c", PREPARE)
        _copy_world(self._world, self.pristine)

    def start_over(self) -> None:
        """The world as it was before anybody came, under the running processes; its older trail is the newest again."""
        self._begin_with(self.pristine)

    def _begin_with(self, world: Path) -> None:
        _copy_world(world, self._world)
        (self.place.folder / "trail-head.json").unlink(missing_ok=True)

    def start_over_with_records(self) -> None:
        """The world as it was before anybody came, with a record at every place of the access table."""
        if self.with_records.exists():
            self._begin_with(self.with_records)
            return
        if self.pristine.exists():
            self.start_over()
        self.python("-m", "tests.journeys.records")
        if self.pristine.exists():
            _copy_world(self._world, self.with_records)

    def session_of(self, who: str) -> dict[str, str]:
        """The session cookie of somebody the demonstration has no door for, by their name in tests.journeys.sessions."""
        words = self.python("-m", "tests.journeys.sessions", who).split()
        return {"name": words[-2], "value": words[-1], "url": self.address}

    @contextmanager
    def running(self):
        """Web server, worker and timetable, until the block ends."""
        try:
            self.family.start(Child("The web server", web(self.place.bind, Sizes(web_processes=1)), log=self.log))
            self.family.start(Child("The worker", worker_of_all(self.place.ready), log=self.log))
            self._wait_until_open()
            yield self
        finally:
            _stop(self.family)

    @contextmanager
    def without_web(self):
        """The web server falls as a machine does, with no time to say so, and stands again when the block ends."""
        server = self.family.children[0]
        tell(server, signal.SIGKILL)
        server.process.wait()
        try:
            yield
        finally:
            self.family.start_again(server)
            self._wait_until_open()

    def _wait_until_open(self) -> None:
        try:
            launch.wait_until_open(self.place, self.family)
        except Trouble as trouble:
            raise AssertionError(f"{trouble}\n{self.tail()}") from trouble

    def tail(self, lines: int = 60) -> str:
        """The last lines the processes wrote."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def _copy_world(source: Path, target: Path) -> None:
    """One database over another, whoever has it open."""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def _stop(family: Family) -> None:
    """As the launcher stops its family, but leaving the signals of the test run alone."""
    for child in reversed(family.children):
        tell(child, signal.SIGTERM)
    until = time.monotonic() + PATIENCE_AT_END
    for child in family.children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(until - time.monotonic(), 0.1))
        tell(child, signal.SIGKILL)
        child.process.wait()


def chromium_found() -> str:
    """Where Chromium is, or the sentence that says what to do."""
    from tests.preflight import chromium

    path = chromium()
    assert path, "Chromium is missing: install it, or name one in PORTAL_CHROMIUM."
    assert os.access(path, os.X_OK)
    return path
