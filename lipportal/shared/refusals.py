"""Error pages: calm, in the reader's language, with the reference that finds the log line."""

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, gettext, override

from lipportal.shared.languages import language_of
from lipportal.shared.reference import current_reference

# How long whoever asks by machine is told to wait until what is away is back.
MINUTES_AWAY = 2


def _page(request: HttpRequest, status: int, template: str, **context: Any) -> HttpResponse:
    """The page, in the reader's language; the request may be bare, refused before anybody knew whose it is."""
    with override(language_of(request)):
        return render(request, template, {"reference": current_reference(), **context}, status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into a form that keeps drafts, to be copied: the door shut while its page was open."""
    if request.method != "POST" or "_form" not in request.POST:
        return []
    fields = [values for name, values in request.POST.lists() if not name.startswith(("_", "csrf"))]
    texts = [value for values in fields for value in values if value.strip()]
    return [(gettext("Text %(number)s") % {"number": number}, text) for number, text in enumerate(texts, start=1)]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself was not understood."""
    return _page(request, 400, "400.html")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the page exists and is seen, but this step is not this person's; says whose it is."""
    reasons = [reason for reason in getattr(exception, "args", ()) if reason]
    return _page(request, 403, "403.html", reasons=reasons, words=_typed(request))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not this person's to know of; the two look the same."""
    return _page(request, 404, "404.html", words=_typed(request))


def not_a_page_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """405: an address that a button sends to and nobody opens, said with a way on; the header Allow stays.

    Whoever asks by machine, or for a part of a page, gets the bare answer.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_read = request.accepts("text/html") and not getattr(request, "htmx", False)
        if response.status_code == 405 and is_read and not response.content:
            response.content = _page(request, 405, "405.html").content
            response.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def cannot_count(request: HttpRequest) -> HttpResponse:
    """503: tries cannot be counted now, so none is weighed; says when to come back."""
    response = _page(request, 503, "503.html")
    response["Retry-After"] = str(MINUTES_AWAY * 60)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the page asks nothing of the database. 503 when it is the database that does not answer."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _away(request)
    response = HttpResponse(render_to_string("500.html", {"reference": current_reference()}), status=500)
    response["Cache-Control"] = "no-store"
    return response


def _away(request: HttpRequest) -> HttpResponse:
    """503: come back in a moment; drawn without the frame around pages, which would ask for what is away."""
    language = language_of(request)
    with override(language):
        context = {
            "reference": current_reference(),
            "language": f"{language}-CA" if language in settings.OFFICIAL_LANGUAGES else language,
            "direction": "rtl" if get_language_bidi() else "ltr",
            "was_sent": request.method not in ("GET", "HEAD"),
        }
        response = HttpResponse(render_to_string("away.html", context), status=503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: usually an old page; says how to send it again."""
    return _page(request, 403, "403_csrf.html")
