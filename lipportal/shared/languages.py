"""Which languages a page is offered in: official ones everywhere, Spanish and Arabic wherever the public goes."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import activate, get_language, get_language_from_request

ALL = ("en", "fr", "es", "ar")


View = TypeVar("View", bound=Callable[..., Any])


def in_four_languages(view: View) -> View:
    """Mark a view as one the public meets: it is offered in Spanish and Arabic too."""
    view.offered_languages = ALL  # type: ignore[attr-defined]
    return view


def offered_languages(view: Any) -> tuple[str, ...]:
    """The languages `view` is offered in."""
    return tuple(getattr(view, "offered_languages", settings.OFFICIAL_LANGUAGES))


def language_of(request: HttpRequest) -> str:
    """The language this request is answered in; of one refused before it was settled, what it asks for itself."""
    settled = getattr(request, "LANGUAGE_CODE", "")
    return str(settled or get_language_from_request(request, check_path=True))


def same_place(request: HttpRequest, language: str) -> str:
    """The address of this very page, with its query, in `language`."""
    match = request.resolver_match
    query = request.META.get("QUERY_STRING", "")
    if match is None or not match.view_name:
        return f"/{language}/"
    before = get_language()
    try:
        activate(language)
        address = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    finally:
        activate(before or settings.LANGUAGE_CODE)
    return f"{address}?{query}" if query else address


def offered_language_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send a reader who asks for a page in a language it is not offered in to the same page in an official one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = get_language() or settings.LANGUAGE_CODE
        if language not in settings.OFFICIAL_LANGUAGES and request.method in ("GET", "HEAD"):
            try:
                match = resolve(request.path_info)
            except Resolver404:
                return get_response(request)
            if match.url_name and language not in offered_languages(match.func):
                request.resolver_match = match
                return HttpResponseRedirect(same_place(request, "en"))
        return get_response(request)

    return middleware
