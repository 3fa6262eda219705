"""What the public sees of a yearly report: the accepted, published one, as it was frozen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lipportal.audit.queries import body_of, frozen_copies_of
from lipportal.shared.access import found, public
from lipportal.shared.languages import in_four_languages
from reporting.queries import published_reports
from reporting.queries.versions import public_documents


@in_four_languages
@public
@require_safe
def results_detail(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The published report on one fiscal year; in Spanish and Arabic, in the language it was written in."""
    report = found(published_reports().select_related("partnership"), partnership__slug=slug, year=year)
    copy = frozen_copies_of(report).last()
    asked = get_language() or "en"
    language = asked if asked in ("en", "fr") else report.language
    context = {
        "report": report,
        "partnership": report.partnership,
        "page": body_of(copy)[language] if copy else {},
        "page_language": language,
        "copy": copy,
        "documents": public_documents(report, copy),
    }
    return render(request, "reporting/results_detail.html", context)
