"""Documents of a submitted report: asked for, drawn by a worker from the frozen copy, kept once made."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lipportal.audit.models import FrozenCopy
from lipportal.audit.queries import body_of
from lipportal.files.services import keep_bytes
from lipportal.jobs.models import Job
from lipportal.jobs.services import running, start_job
from reporting.documents.yearly_report import RENDERER_VERSION, yearly_report_pdf
from reporting.models import ReportDocument, YearlyReport


@transaction.atomic
def ask_document(report: YearlyReport, copy: FrozenCopy, *, language: str, by: Any) -> ReportDocument:
    """Ask for the PDF of one frozen copy in one language; whoever asks second gets the first one's."""
    document, __ = ReportDocument.objects.get_or_create(
        copy=copy, language=language, format="pdf", renderer_version=RENDERER_VERSION, defaults={"report": report}
    )
    if not document.file_code:
        document.job = start_job(
            "report_document",
            "reporting.draw_document",
            owner=by,
            partnership_code=report.partnership.code,
            key=f"report_document:{copy.code}:{language}:pdf:{RENDERER_VERSION}",
            document_id=document.pk,
        )
        document.save(update_fields=["job"])
    return document


def draw_document(job_code: str) -> None:
    """Draw the document a job asks for; leaves quietly when it is drawn, gone, or in other hands."""
    with running(job_code) as job:
        if job is None:
            return
        document = (
            ReportDocument.objects.select_related("copy", "report__partnership")
            .filter(pk=job.arguments["document_id"])
            .first()
        )
        if document is None:
            return
        if not document.file_code:
            _draw(document, job)
        job.result_file = document.file_code
        job.result_url = reverse("files:open", kwargs={"code": document.file_code})


def _draw(document: ReportDocument, job: Job) -> None:
    """Draw and keep it, unless a run that was thought dead has kept it meanwhile: then that one's file is the one."""
    report = document.report
    copy, language = document.copy, document.language
    content = yearly_report_pdf(body_of(copy)[language], language=language, version=_version_words(copy, language))
    with transaction.atomic():
        stored = keep_bytes(
            content,
            name=f"{report.partnership.slug}-{report.year}-{document.copy.number}-{document.language}.pdf",
            kind="reporting.document",
            record_code=report.code,
            partnership_code=report.partnership.code,
            by=job.owner,
        )
        is_first = ReportDocument.objects.filter(pk=document.pk, file_code="").update(file_code=stored.code) == 1
        transaction.set_rollback(not is_first)
    document.refresh_from_db(fields=["file_code"])


def _version_words(copy: FrozenCopy, language: str) -> str:
    with translation.override(language):
        words = {"number": copy.number, "print": f"{copy.fingerprint[:4]} {copy.fingerprint[4:8]}"}
        return _("Version %(number)s, fingerprint %(print)s") % words
