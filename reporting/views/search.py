"""Search over what the person may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lipportal.shared.access import public
from lipportal.shared.languages import in_four_languages
from reporting.queries.search import search_page

LONGEST = 120


@require_safe
@public
@in_four_languages
def search(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words, in groups; one group alone, page by page, when the address names it."""
    typed = request.GET.get("q", "")[:LONGEST]
    number = request.GET.get("page", "")
    page_number = max(int(number), 1) if number.isdigit() and len(number) < 6 else 1
    page = search_page(request.user, typed, only=request.GET.get("in", ""), number=page_number)
    return render(request, "reporting/search.html", {"page": page})
