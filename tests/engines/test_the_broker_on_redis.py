"""The same task through a Redis-protocol broker: asked for in one process, done in a worker of its own, once."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def manage(env, *words):
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout


@pytest.mark.engine
def test_beat_ticks_and_a_task_runs_on_a_redis_protocol_broker(redis, tmp_path):
    env = {
        **os.environ,
        "PORTAL_BROKER_URL": redis,
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789",
        "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
    }
    manage(env, "migrate", "-v0")
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "lipportal", "worker", "--pool=solo", "-l", "warning"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        ask = "from lipportal.celery import app; app.send_task('health.beat_queue', kwargs={'queue': 'mail'}, queue='mail')"
        look = "from lipportal.health.models import Pulse; print(Pulse.objects.count())"
        manage(env, "shell", "-v0", "-c", ask)
        deadline = time.monotonic() + 60
        while manage(env, "shell", "-v0", "-c", look).split()[-1] != "1":
            assert time.monotonic() < deadline, "the worker did not take the task"
            time.sleep(1)
    finally:
        worker.terminate()
        worker.wait(30)
