"""A page and its fragment are the same view: the whole template, or the partial htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page_or_part(request: HttpRequest, template: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or the template `part` alone when htmx asks for it."""
    is_part = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]
    response = render(request, part if is_part else template, context)
    response["Vary"] = "HX-Request"
    return response
