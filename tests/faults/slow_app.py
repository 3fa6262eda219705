"""A worker's app with one slow task, and what a test does beside it in processes of their own."""

import os
import sys
import time
from pathlib import Path

from lipportal.celery import app

PLACE = Path(os.environ["PORTAL_DATA_DIR"])


@app.task(name="tests.build_boat")
def build_boat(*, job_code, **_later):
    """Leaves a line when it begins and a line when it is done; slow until it is told to hurry."""
    from lipportal.jobs.services import running

    with running(job_code) as job:
        if job is None:
            return
        (PLACE / "child").write_text(str(os.getpid()))
        note("begun")
        for _moment in range(600):
            if (PLACE / "hurry").exists():
                break
            time.sleep(0.1)
        note("done")


@app.task(name="tests.sink_boat")
def sink_boat(*, name, **_later):
    """Fails with words about somebody."""
    raise InterruptedError(name)


def note(word):
    with (PLACE / "log").open("a") as log:
        log.write(f"{word}\n")


def migrate():
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)


def start():
    from lipportal.jobs.services import start_job

    start_job("boat", "tests.build_boat", owner=None, key="one boat")


def sweep():
    """Two minutes have passed: whoever held a job and is dead has been silent all the while."""
    from lipportal.jobs.models import Job
    from lipportal.jobs.services import take_up_stale

    Job.objects.filter(state="running").update(heartbeat_at="2020-01-01T00:00Z")
    take_up_stale()
    take_up_stale()


def mail():
    from lipportal.notices.models import Mail

    words = {"subject": "Boats", "body_text": "The boats are in.", "template": "boats"}
    Mail.objects.bulk_create([Mail(key=str(n), to_address=f"reader{n}@example.org", **words) for n in range(120)])


def send():
    from lipportal.notices.services import send_due_mail

    while send_due_mail(limit=20):
        pass


def age_mail():
    """Ten minutes have passed: whoever held a mail is dead, and what waited may be tried."""
    from lipportal.notices.models import Mail

    Mail.objects.filter(state="sending").update(claimed_at="2020-01-01T00:00Z")
    send()
    Mail.objects.filter(state="queued").update(next_try_at="2020-01-01T00:00Z")


def remind():
    from django.contrib.auth import get_user_model

    from lipportal.notices import registry, services
    from lipportal.shared import clock

    reader, _fresh = get_user_model().objects.get_or_create(email="reader@example.org", defaults={"name": "A"})
    day = clock.today("America/Toronto")
    at = clock.day_ends(day, "America/Toronto")
    due = [
        registry.Due(f"boat{n:04d}", "part2345", at, (reader,), "/en/boats/", "America/Toronto", step_offsets=(2, 1))
        for n in range(40)
    ]
    deadline = registry.Deadline("boats", lambda _now: due, lambda _code: True, "report_due")
    registry.register_deadline(deadline)
    for _turn in range(3):
        services.find_reminders(at=at)


if __name__ == "__main__":
    import django

    django.setup()
    globals()[sys.argv[1].replace(" ", "_")]()
