"""A page and its fragment are the same view: the whole template, or the partial htmx asked for."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = TypeVar("View", bound=Callable[..., Any])


def polled(view: View) -> View:
    """Mark a view whose part a page asks for by itself, again and again: that keeps nobody signed in."""
    view.is_polled = True  # type: ignore[attr-defined]
    return view


def page_or_part(request: HttpRequest, template: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or the template `part` alone when htmx asks for it."""
    is_part = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]
    response = render(request, part if is_part else template, context)
    response["Vary"] = "HX-Request"
    return response
