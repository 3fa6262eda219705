"""Documents of a frozen report: ask for one, watch it being drawn, fetch it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from lipportal.audit.queries import frozen_copies_of
from lipportal.shared.access import signed_in
from lipportal.shared.bilingual import OFFICIAL
from reporting.models import YearlyReport
from reporting.queries import reports_visible_to, submitted_reports_visible_to
from reporting.queries.versions import versions_of
from reporting.services import ask_document


def _readable(request: HttpRequest, slug: str, code: str) -> YearlyReport:
    """A submitted report this person reads, from either side of the desk."""
    for rows in (reports_visible_to(request.user), submitted_reports_visible_to(request.user)):
        report = (
            rows.select_related("partnership")
            .filter(code=code, partnership__slug=slug, first_submitted_at__isnull=False)
            .first()
        )
        if report is not None:
            return report
    raise Http404


@require_POST
@signed_in
def document_ask(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Ask for the PDF of one version in the language being read, and go where its progress shows."""
    report = _readable(request, slug, code)
    copy = frozen_copies_of(report).filter(number=number).first()
    if copy is None:
        raise Http404
    asked = request.POST.get("language") or get_language() or "en"
    ask_document(report, copy, language=asked if asked in OFFICIAL else "en", by=request.user)
    return HttpResponseRedirect(reverse("reporting:document_list", args=[slug, code]))


@require_safe
@signed_in
def document_list(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The versions of a report and the documents drawn from each: queued, running, ready, failed."""
    report = _readable(request, slug, code)
    is_own = request.user.has_perm("reporting.view_report", report)
    desk = reverse("reporting:review_detail", args=[slug, code])
    context = {
        "report": report,
        "report_url": report.get_absolute_url() if is_own else desk,
        "partnership": report.partnership,
        "versions": versions_of(report),
    }
    return render(request, "reporting/document_list.html", context)
