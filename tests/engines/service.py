"""The portal in production's shape: every process of `make serve`, on engines that a test may take away."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from lipportal.family import PATIENCE_AT_END
from tests.engines.load import Load
from tests.engines.served import ROOT, Served, Window

TOKEN = "a-token-for-this-test-alone"
PATIENCE = 180
RECOVERED_WITHIN = 30


class Service(Served):
    """The portal as `make serve` runs it: several web processes, two workers, a timetable."""

    def __init__(self, folder: Path, database: str, broker: str) -> None:
        super().__init__(folder, database, ("coordinator",))
        self.environment |= {
            "PORTAL_BROKER_URL": broker,
            "PORTAL_CACHE_URL": broker.replace("/0", "/1"),
            "PORTAL_PORT": str(self.place.port),
            "PORTAL_HEALTH_TOKEN": TOKEN,
            "PORTAL_WORKER_PROCESSES": "1",
        }
        self.launcher = None

    @contextmanager
    def running(self):
        """The launcher and whatever it starts, until the block ends."""
        command = [sys.executable, "-m", "lipportal.launch", "serve"]
        with self.log.open("a") as log:
            self.launcher = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
            try:
                wait_for(lambda: "The portal answers at" in self.log.read_text(), self.log.read_text)
                yield self
            finally:
                self.launcher.send_signal(signal.SIGINT)
                self.launcher.wait(PATIENCE_AT_END + 15)

    def family(self):
        """The processes the launcher looks after, by what they are told to be."""
        listed = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(self.launcher.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        return dict(line.split(maxsplit=1) for line in listed.stdout.splitlines())

    def health(self):
        """What a monitor is told: each part and how it stands."""
        answer = Window(self.place.port, headers={"Authorization": f"Bearer {TOKEN}"}).open("/health/")
        return {key: part["status"] for key, part in json.loads(answer.content)["parts"].items()}

    def heard_since(self, moment):
        """Who has given a sign of life since then."""
        pulses = self.rows("SELECT kind, name, extract(epoch FROM beaten_at) FROM health_pulse")
        return {kind if kind == "timetable" else name for kind, name, beaten_at in pulses if beaten_at >= moment}


def wait_for(is_so: Callable[[], object], told: Callable[[], str] = str, patience: float = PATIENCE) -> None:
    """Wait until it is so; what is told stands in the failure of a wait that was too long."""
    until = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < until, f"it did not come about within {patience} seconds\n{told()[-4000:]}"
        time.sleep(0.5)


def pause_after(event: Callable[[], object], service: Service, load: Load) -> float:
    """Seconds from the end of an event until the portal saves again; too many fail."""
    event()
    again = time.monotonic()
    wait_for(lambda: load.saved_after(again), service.log.read_text, RECOVERED_WITHIN)
    return (load.saved_after(again) or again) - again
