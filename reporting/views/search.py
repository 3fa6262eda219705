"""Search over what the person may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lipportal.shared.access import public
from lipportal.shared.asked import whole_number
from lipportal.shared.languages import in_four_languages
from reporting.queries.search import search_page

LONGEST = 120


@require_safe
@public
@in_four_languages
def search(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words, in groups; one group alone, page by page, when the address names it."""
    typed = request.GET.get("q", "")[:LONGEST]
    number = max(whole_number(request.GET.get("page", ""), digits=5), 1)
    page = search_page(request.user, typed, only=request.GET.get("in", ""), number=number)
    return render(request, "reporting/search.html", {"page": page})
