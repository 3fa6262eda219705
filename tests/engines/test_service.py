"""Bar 29: `make serve` in production shape on real engines; a restart of either is a pause and loses nothing."""

import subprocess
import sys
import time

import pytest

from tests.bars.forms import forms_in
from tests.engines.load import Load
from tests.engines.served import ROOT
from tests.engines.servers import OwnBroker, OwnDatabase
from tests.engines.service import Service, pause_after, wait_for
from tests.journeys.portal import free_port

pytestmark = pytest.mark.engine

LONDON = "/en/p/london-and-middlesex/"
WRITERS = 4
REPORT = (
    "SELECT r.code FROM reporting_yearlyreport r JOIN councils_partnership c ON c.id = r.partnership_id"
    " WHERE c.slug = 'london-and-middlesex' AND r.state = 'returned' LIMIT 1"
)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with OwnDatabase() as database, OwnBroker(tmp_path_factory.mktemp("broker")) as broker:
        service = Service(tmp_path_factory.mktemp("service"), database.address, broker.address)
        service.engines = (database, broker)
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

    with load.going_on():
        wait_for(lambda: len(load.saved) >= WRITERS)
        for _round in range(rounds):
            pauses += [pause_after(event, service, load) for event in (database.restart, broker.restart)]
        if is_full:
            database.stop()
            time.sleep(60)
            pauses.append(pause_after(database.begin_again, service, load))
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
