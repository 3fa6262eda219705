"""A partnership's public page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.queries import partnerships_visible_to
from lipportal.shared.access import found, public
from lipportal.shared.languages import in_four_languages
from reporting.queries.partnership_page import partnership_page


@require_safe
@public
@in_four_languages
def partnership_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Who it is, what it does this year, who sits at its table; more for those who work there."""
    partnership = found(partnerships_visible_to(request.user), slug=slug)
    request.partnership = partnership  # type: ignore[attr-defined]
    context = {"partnership": partnership, "page": partnership_page(partnership, request.user)}
    return render(request, "reporting/partnership_detail.html", context)
