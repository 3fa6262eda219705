"""What a worker's own process writes: the portal's lines at the portal's level, and nothing of Celery's chatter."""

import re
import subprocess
import sys

import pytest

from tests.faults.conftest import ROOT

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (DEBUG|INFO|WARNING|ERROR|CRITICAL) \S+ \S+ .+")
LEVELS = re.compile(r"^.*(?:DEBUG|INFO|WARNING|ERROR|CRITICAL).*$", re.MULTILINE)
SEAL = """
import django
django.setup()
from lipportal.audit.services import log
from lipportal.celery import app
log("boats.counted", by=None)
app.send_task("audit.seal_trail")
app.send_task("tests.sink_boat", kwargs={"name": "Amina Diallo"})
"""


@pytest.mark.parametrize(("level", "pool", "is_told"), [("INFO", "prefork", True), ("WARNING", "solo", False)])
def test_a_checkpoint_of_the_trail_stands_in_the_workers_log(portal, level, pool, is_told):
    portal.environment["PORTAL_LOG_LEVEL"] = level
    with portal.worker(f"--pool={pool}", "-c1"):
        subprocess.run([sys.executable, "-c", SEAL], cwd=ROOT, env=portal.environment, check=True, timeout=60)
        written = portal.folder / "worker"
        portal.wait_for(lambda: "InterruptedError" in written.read_text(), 60)

    told = written.read_text()
    assert ("INFO lipportal.audit.head - the trail is sealed up to checkpoint 1, " in told) == is_told
    assert [line for line in LEVELS.findall(told) if not LINE.fullmatch(line)] == []
    assert " INFO celery" not in told
    assert "Amina Diallo" not in told
