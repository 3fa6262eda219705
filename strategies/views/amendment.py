"""Amendments of an adopted strategy: what each struck out and added."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lipportal.shared.access import found, public
from lipportal.shared.languages import in_four_languages
from strategies.queries import amendment_texts, amendments_visible_to


@require_safe
@public
@in_four_languages
def amendment_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One amendment: when, by which motion, and both texts side by side."""
    rows = amendments_visible_to(request.user).select_related("partnership", "strategy", "direction")
    amendment = found(rows, code=code, partnership__slug=slug)
    context = {
        "amendment": amendment,
        "strategy": amendment.strategy,
        "partnership": amendment.partnership,
        "texts": amendment_texts(amendment),
    }
    return render(request, "strategies/amendment_detail.html", context)
