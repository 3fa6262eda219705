"""A broker that takes a connection and says nothing: who asks is answered all the same, and workers come through it."""

import socket
import subprocess
import sys
import time

import pytest

from lipportal.celery import ANSWER_PATIENCE
from lipportal.health.queries.looks import PATIENCE
from tests.faults.conftest import ROOT

ASK = """
import time, django
django.setup()
from lipportal.shared.later import later
from lipportal.health.queries import look_at

def timed(what):
    begun = time.monotonic()
    found = what()
    print(round(time.monotonic() - begun, 2))
    return found

timed(lambda: later("notices.send_mail"))
found = timed(look_at)
print(next(part.standing.value for part in found.parts if part.key == "broker"))
"""


@pytest.fixture
def silent_port():
    """A port where every connection is taken and nothing is ever answered."""
    with socket.create_server(("127.0.0.1", 0), backlog=20) as listening:
        yield listening.getsockname()[1]


def test_a_page_and_health_are_answered_while_the_broker_says_nothing(portal, silent_port):
    portal.environment["PORTAL_BROKER_URL"] = f"redis://127.0.0.1:{silent_port}/0"
    command, place = [sys.executable, "-c", ASK], {"cwd": ROOT, "env": portal.environment}
    done = subprocess.run(command, **place, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    queueing, looking, standing = done.stdout.split()
    assert float(queueing) < ANSWER_PATIENCE + 2
    assert "the sweep will" in done.stderr
    assert float(looking) < PATIENCE + 2
    assert standing == "trouble"


@pytest.fixture
def broker(tmp_path_factory):
    """A Redis-protocol server of this test's own, and what is asked of it beside the portal."""
    from redis import Redis

    from tests.engines.servers import OwnBroker

    with OwnBroker(tmp_path_factory.mktemp("broker")) as server, Redis.from_url(server.address) as beside:
        yield server.address, beside


def connections_taken(beside):
    return beside.info("stats")["total_connections_received"]


@pytest.mark.engine
def test_a_worker_with_nothing_to_do_keeps_its_connections_and_outlives_a_silence(portal, broker):
    address, beside = broker
    portal.environment["PORTAL_BROKER_URL"] = address
    ask = "from lipportal.celery import app; app.send_task('health.beat_queue', kwargs={'queue': 'mail'}, queue='mail')"

    def asked():
        subprocess.run([sys.executable, "-c", ask], cwd=ROOT, env=portal.environment, check=True, timeout=60)

    def heard():
        return dict(portal.rows("select name, beaten_at from health_pulse")).get("mail")

    with portal.worker("--pool=prefork", "-c1", "--without-gossip", "--without-mingle"):
        asked()
        portal.wait_for(heard, 60)
        before = connections_taken(beside)
        time.sleep(2 * ANSWER_PATIENCE + 2)
        assert connections_taken(beside) == before  # waiting for work is no silence

        first = heard()
        beside.client_pause(int(1000 * (ANSWER_PATIENCE + 3)), all=True)
        time.sleep(ANSWER_PATIENCE + 4)
        asked()
        portal.wait_for(lambda: heard() != first, 60)
