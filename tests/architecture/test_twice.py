"""Twice is once: each background task is run twice with something to do, and the second run changes nothing."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from councils.models import Partnership
from councils.services import ask_import
from lipportal.audit.queries import frozen_copies_of
from lipportal.celery import app
from lipportal.drafts.models import Draft, Intention
from lipportal.drafts.services import Holder, keep_draft
from lipportal.files.models import StoredFile
from lipportal.jobs.models import Job
from lipportal.notices.models import Mail, Notice
from lipportal.shared import clock
from reporting.models import YearlyReport
from reporting.services import ask_document
from tests.architecture.places import LONDON
from tests.bars.rows import checksums
from tests.world import person_in

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=100)
YEARS_AGO = timedelta(days=3 * 365)
# One in each share of the store, since a night looks through one share.
ORPHANS = [f"a{digit}/cd/orphan" for digit in "0123456789abcdef"]


def an_old_draft() -> dict[str, Any]:
    keep_draft(Holder(user=person_in("member")), form="f", record_code="22222222", base_version=1, body="words=Typed")
    Intention.objects.create(key="old", form="f", result_url="/")
    Draft.objects.update(saved_at=clock.now() - LONG_AGO)
    Intention.objects.update(at=clock.now() - LONG_AGO)
    return {}


def bytes_without_a_row() -> dict[str, Any]:
    then = (clock.now() - LONG_AGO).timestamp()
    for name in ORPHANS:
        default_storage.delete(name)
        default_storage.save(name, ContentFile(b"left by a process that died"))
        os.utime(default_storage.path(name), (then, then))
    return {}


def a_job_nobody_took() -> dict[str, Any]:
    Job.objects.update(state="ready")
    owner, at = person_in("coordinator"), clock.now() - timedelta(hours=1)
    Job.objects.create(kind="report_document", task="reporting.draw_document", owner=owner, queued_at=at)
    return {}


def a_job_long_finished() -> dict[str, Any]:
    owner, at = person_in("coordinator"), clock.now() - LONG_AGO
    Job.objects.create(kind="boats", task="tests.count_boats", owner=owner, state="failed", finished_at=at)
    Notice.objects.create(user=owner, kind="job_failed", created_at=at)
    return {}


def a_sheet_kept_long_ago() -> dict[str, Any]:
    sheets = StoredFile.objects.filter(kind="councils.import", erased_at__isnull=True)
    assert sheets.update(uploaded_at=clock.now() - LONG_AGO)
    return {}


def mail_of_years_ago() -> dict[str, Any]:
    at = clock.now() - YEARS_AGO
    values = {"to_address": "a@example.org", "template": "boats", "subject": "Boats", "created_at": at}
    Mail.objects.create(key="years-ago", state="sent", sent_at=at, **values)
    return {}


def a_session_that_ran_out() -> dict[str, Any]:
    Session.objects.create(session_key="over", session_data="x", expire_date=clock.now() - LONG_AGO)
    return {}


def mail_that_waits() -> dict[str, Any]:
    assert Mail.objects.filter(state="queued").exists()
    return {}


def security_mail_that_left() -> dict[str, Any]:
    left = {"is_security": True, "state": "sent", "sent_at": clock.now() - timedelta(hours=2)}
    Mail.objects.filter(pk=Mail.objects.earliest("pk").pk).update(**left, body_text="The code is 123456.")
    return {}


def a_document_asked_for() -> dict[str, Any]:
    report = YearlyReport.objects.get(partnership__slug=LONDON, state="returned")
    copy = frozen_copies_of(report).order_by("pk").first()
    return {"job_code": ask_document(report, copy, language="en", by=person_in("coordinator")).job.code}


def a_sheet_to_bring_in() -> dict[str, Any]:
    coordinator, london = person_in("coordinator"), Partnership.objects.get(slug=LONDON)
    sheet = StoredFile.objects.filter(kind="councils.import", uploaded_by=coordinator).first()
    return {"job_code": ask_import(london, sheet.code, by=coordinator, seen={}).code}


def a_queue_to_sign_for() -> dict[str, Any]:
    return {"queue": "mail"}


def nothing_more() -> dict[str, Any]:
    """What the world holds is work enough."""
    return {}


# Each task, and what gives it something to do.
WORK: dict[str, Callable[[], dict[str, Any]]] = {
    "accounts.forget_ended_sessions": a_session_that_ran_out,
    "audit.check_trail": nothing_more,  # no checkpoint lists the world's lines, which is announced
    "audit.seal_trail": nothing_more,
    "councils.import_people": a_sheet_to_bring_in,
    "drafts.forget_old_work": an_old_draft,
    "files.erase_old_files": a_sheet_kept_long_ago,
    "files.remove_orphans": bytes_without_a_row,
    "health.beat_queue": a_queue_to_sign_for,
    "jobs.forget_finished_jobs": a_job_long_finished,
    "jobs.take_up_stale": a_job_nobody_took,
    "notices.erase_security_mail": security_mail_that_left,
    "notices.find_reminders": nothing_more,
    "notices.forget_old_mail": mail_of_years_ago,
    "notices.send_mail": mail_that_waits,
    "reporting.draw_document": a_document_asked_for,
}


@pytest.fixture
def still(monkeypatch, settings):
    """The clock stands, and mail is shown on a page instead of being sent."""
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)
    settings.DEMONSTRATION = True


def state_of_things() -> tuple[dict[str, str], list[bool], set[str]]:
    """Every table's fingerprint, which bytes without a row are there, and which sessions."""
    return checksums(), list(map(default_storage.exists, ORPHANS)), set(Session.objects.values_list("pk", flat=True))


def registered_tasks() -> set[str]:
    app.loader.import_default_modules()
    return {name for name in current_app.tasks if not name.startswith(("celery.", "tests."))}


def test_every_registered_task_is_run_twice_here():
    assert sorted(registered_tasks() ^ set(WORK)) == []


@pytest.mark.parametrize("name", WORK)
def test_a_task_run_twice_does_it_once(world, still, name):
    app.loader.import_default_modules()
    task, arguments = current_app.tasks[name], WORK[name]()
    before = state_of_things()

    task(**arguments)
    after_once = state_of_things()
    task(**arguments, an_argument_of_tomorrow=1)

    assert after_once != before
    assert state_of_things() == after_once
