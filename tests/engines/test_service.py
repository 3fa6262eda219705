"""Bar 29: `make serve` in production shape on real engines; a restart of either is a pause and loses nothing."""

import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from lipportal.family import PATIENCE_AT_END
from tests.bars.forms import forms_in
from tests.engines.load import Load
from tests.engines.served import ROOT, Served, Window
from tests.engines.servers import OwnBroker, OwnDatabase
from tests.journeys.portal import free_port

pytestmark = pytest.mark.engine

LONDON = "/en/p/london-and-middlesex/"
TOKEN = "a-token-for-this-test-alone"
WRITERS = 4
RECOVERED_WITHIN = 30
PATIENCE = 180
REPORT = (
    "SELECT r.code FROM reporting_yearlyreport r JOIN councils_partnership c ON c.id = r.partnership_id"
    " WHERE c.slug = 'london-and-middlesex' AND r.state = 'returned' LIMIT 1"
)


class Service(Served):
    """The portal as `make serve` runs it: several web processes, two workers, a timetable."""

    def __init__(self, folder, database, broker):
        super().__init__(folder, database.address, ("coordinator",))
        self.engines = (database, broker)
        self.environment |= {
            "PORTAL_BROKER_URL": broker.address,
            "PORTAL_CACHE_URL": broker.address.replace("/0", "/1"),
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


def wait_for(is_so, told=lambda: "", patience=PATIENCE):
    until = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < until, f"it did not come about within {patience} seconds\n{told()[-4000:]}"
        time.sleep(0.5)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with OwnDatabase() as database, OwnBroker(tmp_path_factory.mktemp("broker")) as broker:
        service = Service(tmp_path_factory.mktemp("service"), database, broker)
        service.prepare()
        with service.running():
            yield service


def ask(service, task):
    """A task put into its queue, as the timetable does."""
    script = f"from lipportal.celery import app; app.send_task({task!r})"
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", script]
    subprocess.run(command, cwd=ROOT, env=service.environment, check=True, timeout=120)


def test_serve_runs_every_process_of_production(service):
    told = "\n".join(service.family().values())

    assert "gunicorn lipportal.wsgi:application" in told
    assert "--workers 2" in told
    assert "--pool prefork --concurrency 1 --queues portal,mail" in told
    assert "--queues documents,imports" in told
    assert " beat " in told


def test_the_probe_of_a_container_hears_the_web_server(service):
    command = [sys.executable, "-m", "lipportal.launch", "probe"]
    away = {**service.environment, "PORTAL_PORT": str(free_port())}

    assert subprocess.run(command, cwd=ROOT, env=service.environment, check=False).returncode == 0
    assert subprocess.run(command, cwd=ROOT, env=away, check=False, stderr=subprocess.DEVNULL).returncode == 1


def test_the_years_report_is_drawn_and_the_reminders_are_written(service):
    report = service.one(REPORT)
    window = service.window("coordinator")
    page = f"{LONDON}reports/{report}/documents/"
    form = next(one for one in forms_in(window.open(page), page) if one.route == "reporting:document_ask")
    answer = window.post(form.action, form.values)
    assert answer.status == 302, answer.status
    wait_for(lambda: service.one("SELECT count(*) FROM jobs_job WHERE state = 'ready'") >= 1, service.log.read_text)

    assert service.one("SELECT count(*) FROM notices_reminder") == 0
    ask(service, "notices.find_reminders")
    wait_for(lambda: service.one("SELECT count(*) FROM notices_reminder") >= 1, service.log.read_text)


def test_a_restart_of_either_engine_is_a_pause(service, is_full, record_property):
    database, broker = service.engines
    rounds = 5 if is_full else 1
    pauses = []
    before = set(service.family())
    load = Load(service, WRITERS)

    def happens(event):
        event()
        again = time.monotonic()
        wait_for(lambda: load.saved_after(again), service.log.read_text, RECOVERED_WITHIN)
        pauses.append(load.saved_after(again) - again)

    with load.going_on():
        wait_for(lambda: len(load.saved) >= WRITERS)
        for _round in range(rounds):
            happens(database.restart)
            happens(broker.restart)
        if is_full:
            database.stop()
            time.sleep(60)
            happens(database.begin_again)
    moment = time.time()

    lost = load.lost()
    assert lost == set()
    assert load.ugly == []
    assert service.launcher.poll() is None
    everybody = {"timetable", "portal", "mail", "documents", "imports"}
    wait_for(lambda: service.heard_since(moment) >= everybody, service.log.read_text)
    assert {key: state for key, state in service.health().items() if state == "trouble"} == {}
    record_property("restarts", 2 * rounds + bool(is_full))
    record_property("saved", len(load.saved))
    record_property("lost", len(lost))
    record_property("longest pause in s", round(max(pauses), 1))
    record_property("processes started again", len(set(service.family()) - before))
