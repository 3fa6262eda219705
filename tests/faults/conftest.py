"""A portal of its own in a folder of its own, run by real processes; and a mail server that counts."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "tests" / "faults" / "slow_app.py"


class Group(subprocess.Popen):
    """A process with its children, killed together."""

    def kill_all(self):
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()


class Portal:
    """A portal run by real processes on SQLite and the filesystem broker."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            **os.environ,
            "PORTAL_DATA_DIR": str(folder),
            "PORTAL_SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789",
            "PORTAL_HTTPS": "false",
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "lipportal.settings",
        }
        for name in ("PORTAL_DATABASE_URL", "PORTAL_BROKER_URL", "PORTAL_DEMONSTRATION"):
            self.environment.pop(name, None)

    def begin(self, *wish):
        """Something done beside the test, in a process of its own."""
        output = (self.folder / "beside").open("a")
        command = [sys.executable, str(APP), " ".join(wish)]
        with output:
            return Group(command, cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True)

    def beside(self, *wish):
        assert self.begin(*wish).wait() == 0, (self.folder / "beside").read_text()[-2000:]

    @contextmanager
    def worker(self, *options):
        command = [sys.executable, "-m", "celery", "-A", "tests.faults.slow_app", "worker", "-l", "ERROR", *options]
        with (self.folder / "worker").open("w") as output:
            process = Group(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )
            try:
                yield process
            finally:
                process.kill_all()

    def log(self):
        path = self.folder / "log"
        return path.read_text().split() if path.exists() else []

    def child(self):
        """The process that does the work now."""
        return int((self.folder / "child").read_text())

    def rows(self, question):
        with sqlite3.connect(self.folder / "portal.sqlite3", timeout=20) as base:
            return base.execute(question).fetchall()

    def job(self):
        return self.rows("select state, attempts from jobs_job")[0]

    def mails(self, state):
        return dict(self.rows("select state, count(*) from notices_mail group by state")).get(state, 0)

    def wait_for(self, wanted, seconds=20):
        until = time.monotonic() + seconds
        while not wanted():
            said = [path.read_text()[-1500:] for path in self.folder.glob("[wb][oe]*") if path.is_file()]
            assert time.monotonic() < until, (self.log(), said)
            time.sleep(0.05)


@pytest.fixture
def portal(tmp_path):
    portal = Portal(tmp_path)
    portal.beside("migrate")
    return portal


class Sink:
    """A mail server that takes everything and remembers it."""

    def __init__(self):
        self.taken = []
        self.delay = 0.0
        self.environment = {}

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - its caller's name
        self.taken.append(envelope.content)
        await asyncio.sleep(self.delay)
        return "250 OK"

    def messages(self):
        return [message_from_bytes(content, policy=policy.default) for content in self.taken]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def mail_server():
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    place = {"PORTAL_MAIL_HOST": "127.0.0.1", "PORTAL_MAIL_PORT": str(controller.port), "PORTAL_MAIL_TLS": "false"}
    sink.environment = {**place, "PORTAL_MAIL_USER": ""}
    yield sink
    controller.stop()
