"""The worker's door: it draws, it draws once, and it leaves quietly when there is nothing to draw."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from lipportal.audit.models import Entry
from lipportal.audit.personal import KEPT_FOR
from lipportal.audit.queries import frozen_copies_of
from lipportal.files.models import StoredFile
from lipportal.files.services import erase_old_files
from lipportal.jobs.choices import DEAD_AFTER
from lipportal.jobs.models import Job
from lipportal.jobs.services import forget_finished_jobs
from lipportal.shared import clock
from reporting import services
from reporting.models import ReportDocument
from reporting.services import documents
from reporting.tasks import draw_document


@pytest.fixture
def asked(season):
    """A document asked for in English, and not yet drawn."""
    season.submit()
    copy = frozen_copies_of(season.report).get()
    return services.ask_document(season.report, copy, language="en", by=season.person("coordinator"))


def test_draw_document_keeps_one_pdf(asked):
    draw_document(job_code=asked.job.code)

    asked.refresh_from_db()
    stored = StoredFile.objects.get()
    assert (asked.file_code, stored.kind) == (stored.code, "reporting.document")
    assert Job.objects.get().state == "ready"


def test_draw_document_twice_keeps_one_pdf(asked):
    draw_document(job_code=asked.job.code)
    draw_document(job_code=asked.job.code)

    assert StoredFile.objects.count() == 1


def test_a_drawn_document_stays_when_its_work_is_forgotten(asked):
    draw_document(job_code=asked.job.code)
    long_ago = clock.now() - KEPT_FOR["working"] - timedelta(hours=1)
    Job.objects.update(finished_at=long_ago)
    StoredFile.objects.update(uploaded_at=long_ago)

    assert (forget_finished_jobs(), erase_old_files()) == (1, 0)

    asked.refresh_from_db()
    assert asked.job is None
    assert default_storage.exists(StoredFile.objects.get(code=asked.file_code).storage_name)


def test_draw_document_by_two_runs_at_once_keeps_one_pdf(asked, monkeypatch):
    """A run whose worker seems dead draws on while a second one takes the job up and is done first."""
    code = asked.job.code

    def slowly(*what, **how):
        monkeypatch.setattr(documents, "yearly_report_pdf", drawn)
        Job.objects.filter(code=code).update(heartbeat_at=clock.now() - 2 * DEAD_AFTER)
        draw_document(job_code=code)
        return drawn(*what, **how)

    drawn = documents.yearly_report_pdf
    monkeypatch.setattr(documents, "yearly_report_pdf", slowly)

    draw_document(job_code=code)

    asked.refresh_from_db()
    stored = StoredFile.objects.get()
    assert asked.file_code == stored.code
    assert Entry.objects.filter(action="file.kept").count() == 1
    job = Job.objects.get(code=code)
    assert (job.state, job.result_file, job.attempts) == ("ready", stored.code, 2)


def test_draw_document_leaves_quietly_when_the_document_is_gone(asked):
    code = asked.job.code
    ReportDocument.objects.all().delete()

    draw_document(job_code=code)

    assert StoredFile.objects.count() == 0


def test_draw_document_leaves_quietly_when_the_job_is_gone(db):
    draw_document(job_code="22222222")

    assert StoredFile.objects.count() == 0


def test_ask_document_twice_is_one_document_and_one_job(asked, season):
    copy = frozen_copies_of(season.report).get()

    again = services.ask_document(season.report, copy, language="en", by=season.person("co_chair"))

    assert again.pk == asked.pk
    assert Job.objects.count() == 1


def test_a_drawn_document_is_the_language_that_was_asked_for(season):
    season.submit()
    copy = frozen_copies_of(season.report).get()
    document = services.ask_document(season.report, copy, language="fr", by=season.person("coordinator"))

    draw_document(job_code=document.job.code)

    document.refresh_from_db()
    stored = StoredFile.objects.get(code=document.file_code)
    assert stored.original_name.endswith("-fr.pdf")
    assert PdfReader(default_storage.open(stored.storage_name)).trailer["/Root"]["/Lang"] == "fr-CA"
