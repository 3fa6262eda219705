"""The reminder of a due report is found by the timetable, leaves by a worker and reaches a mail server once each."""

import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes, policy

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from reporting.demo.cast import email_of
from tests.journeys.portal import ROOT

COORDINATOR, CHAIR = email_of("other-coordinator"), email_of("huron-chair")
READS_FRENCH = """
import sys, django
django.setup()
from lipportal.accounts.models import User
assert User.objects.filter(email=sys.argv[1]).update(language="fr") == 1
"""
ASK = """
import sys
from lipportal.celery import app
for name in sys.argv[1:]:
    app.send_task(name)
"""
# The timetable's own memory, as it is where nobody ran it for a day: every turn is due.
AWAY = """
from datetime import timedelta
from celery.beat import PersistentScheduler
from lipportal.celery import app
timetable = PersistentScheduler(app, schedule_filename=app.conf.beat_schedule_filename)
for turn in timetable.schedule.values():
    turn.last_run_at -= timedelta(days=1)
timetable.close()
"""
WORKER = ["-m", "celery", "-A", "lipportal", "worker", "--pool", "solo", "--without-gossip", "--without-mingle"]
TASKS = ("notices.find_reminders", "notices.send_mail")


@pytest.fixture
def told(portal, mail_server, tmp_path):
    """The environment of an ordinary portal with the same people, whose mail goes to our server."""
    shutil.copy(portal.pristine, tmp_path / "portal.sqlite3")
    told = {name: value for name, value in portal.environment.items() if name != "PORTAL_DEMONSTRATION"}
    return {**told, "PORTAL_DATA_DIR": str(tmp_path), "PORTAL_HTTPS": "false", **mail_server.told}


def python(told, *arguments):
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@contextmanager
def working(told, folder, *more):
    """A worker that takes up everything asked for in the block, finishes it, and goes."""
    with (folder / "worker.log").open("a") as log:
        worker = subprocess.Popen([sys.executable, *WORKER, *more], cwd=ROOT, env=told, stdout=log, stderr=log)
        try:
            yield
            until = time.monotonic() + 90
            while any((folder / "broker" / "queue").iterdir()):
                assert time.monotonic() < until, (folder / "worker.log").read_text()[-3000:]
                time.sleep(0.2)
            worker.terminate()
            assert worker.wait(60) == 0, (folder / "worker.log").read_text()[-3000:]
        finally:
            worker.kill()
            worker.wait()


def due_subject(language):
    """How the reminder's subject begins."""
    with translation.override(language):
        words = ngettext(
            "The yearly report is due in %(counter)s day", "The yearly report is due in %(counter)s days", 12
        )
    return words.partition("%(counter)s")[0].strip()


def reminders(mail_server, language):
    """Who was reminded in a language, and how often."""
    messages = [message_from_bytes(one.content, policy=policy.default) for one in mail_server.taken]
    beginning = " ".join(due_subject(language).split())
    found = [one for one in messages if " ".join(one["Subject"].split()).startswith(beginning)]
    assert all(one["Content-Language"] == language for one in found)
    return Counter(one["To"] for one in found)


def until_reminded(mail_server, people):
    """Wait for the portal's own timetable: it finds in one turn and sends in one of the next."""
    until = time.monotonic() + 150
    while sum(reminders(mail_server, "fr").values()) + sum(reminders(mail_server, "en").values()) < people:
        assert time.monotonic() < until, [one.rcpt_tos for one in mail_server.taken]
        time.sleep(0.5)


def test_each_person_gets_one_reminder_in_their_own_language(told, mail_server, tmp_path):
    python(told, "-c", READS_FRENCH, COORDINATOR)
    python(told, "-c", AWAY)
    with working(told, tmp_path, "--beat"):
        until_reminded(mail_server, 2)
    for _turn in range(2):
        with working(told, tmp_path):
            python(told, "-c", ASK, *TASKS, *TASKS)

    assert due_subject("fr") != due_subject("en")
    assert reminders(mail_server, "fr") == {COORDINATOR: 1}
    assert reminders(mail_server, "en") == {CHAIR: 1}
