"""Bar 28: on SQLite eight processes write beside web and worker; killed at any moment, nothing committed is lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress

import pytest

from lipportal.processes import web, worker_of_all
from tests.engines.load import Load
from tests.engines.served import ROOT, SERVERS, Served

pytestmark = [pytest.mark.engine, pytest.mark.prove]

WRITERS = 8
KILLS = 20
MINUTES = 10


class Stress(Served):
    """A portal on one SQLite file: web, worker, and processes that write to it directly."""

    def __init__(self, folder):
        super().__init__(folder, f"sqlite:///{folder / 'portal.sqlite3'}", ("coordinator",))
        self.promised = folder / "promised"
        self.promised.mkdir()

    def begin(self, *command):
        with self.log.open("a") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    @contextmanager
    def beside(self):
        """Web, worker and writers; at the end they are killed in the middle of whatever they do."""
        begun = [self.begin(*web(self.place.bind, SERVERS)), self.begin(*worker_of_all(self.folder / "ready"))]
        for number in range(WRITERS):
            told = self.promised / str(number)
            begun.append(self.begin(sys.executable, "-m", "tests.engines.writer", f"{number}-{time.time()}", str(told)))
        try:
            yield
        finally:
            for process in begun:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    @property
    def folder(self):
        return self.place.folder

    def written(self):
        return [line for path in self.promised.iterdir() for line in path.read_text().splitlines()]

    def is_whole(self):
        with closing(sqlite3.connect(self.folder / "portal.sqlite3")) as wire:
            return wire.execute("PRAGMA integrity_check").fetchone()[0] == "ok"

    def missing(self):
        there = {
            name for (name,) in self.rows("SELECT name_en FROM councils_organization WHERE name_en LIKE 'Stress %'")
        }
        return {line for line in self.written() if not line.startswith("!")} - there


def test_eight_writers_beside_web_and_worker_lose_nothing_however_they_end(tmp_path, record_property):
    draw = random.Random(os.environ.get("PORTAL_TEST_SEED", "28"))  # noqa: S311 - when to kill, no secret
    stress, loads, broken = Stress(tmp_path), [], []
    stress.prepare()
    for kill in range(KILLS):
        load = Load(stress, 2)
        loads.append(load)
        with load.going_on(), stress.beside():
            before = len(stress.written())
            until = time.monotonic() + 60
            while len(stress.written()) < before + WRITERS and time.monotonic() < until:
                time.sleep(0.2)
            time.sleep(MINUTES * 60 / KILLS * draw.uniform(0.5, 1.5))
        if not stress.is_whole():
            broken.append(kill)

    told = [line for line in stress.written() if line.startswith("!")]
    lost = stress.missing() | {name for load in loads for name in load.lost()}
    shown = [page for load in loads for page in load.ugly]
    record_property("kills", KILLS)
    record_property("written", len(stress.written()) - len(told))
    record_property("saved by people", sum(len(load.saved) for load in loads))
    record_property("lost", len(lost))
    record_property("locked, shown to people", len(shown))
    record_property("whole after a kill", KILLS - len(broken))
    assert (broken, lost, shown, told) == ([], set(), [], [])
    assert "is locked" not in stress.log.read_text()
