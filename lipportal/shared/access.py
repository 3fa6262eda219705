"""Fetching is authorising: the loaders and decorators every view begins with."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from lipportal.shared.workflow import who_may

Row = TypeVar("Row", bound=Model)
View = Callable[..., HttpResponseBase]
Keeper = Callable[[HttpRequest], HttpResponse | None]
Rememberer = Callable[[HttpRequest], HttpResponseBase | None]
_keepers: list[Keeper] = []
_rememberers: list[Rememberer] = []


def keep_typed_with(keeper: Keeper) -> None:
    """Name who keeps what was typed when a session has expired in mid-form; the drafts app does."""
    _keepers[:] = [keeper]


def keep_typed(request: HttpRequest) -> HttpResponse | None:
    """Have what was posted kept, before its writer is sent elsewhere; an answer of its own where that fails."""
    return next((answer for answer in [keep(request) for keep in _keepers] if answer), None)


def answer_again_with(rememberer: Rememberer) -> None:
    """Name who knows how a form sent twice was answered the first time; the drafts app does."""
    _rememberers[:] = [rememberer]


def public(view: View) -> View:
    """Mark a view that needs no signing in; the access table names each one."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Ask a visitor to sign in, keep what was typed, and come back to the same page, or to the one with the button."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            response = _answered_once(view, request, *args, **kwargs)
            response.setdefault("Cache-Control", "private, no-store")
            return response
        kept = keep_typed(request) if request.method == "POST" else None
        return kept or redirect_to_login(_page_to_return_to(request))

    guarded.access = "signed in"  # type: ignore[attr-defined]
    return guarded


def _page_to_return_to(request: HttpRequest) -> str:
    """The page that was asked for; of an address that takes only what a button sends, the page with the button."""
    match = request.resolver_match
    if request.method != "POST" or match is None or _is_page(match.func):
        return request.get_full_path()
    sent_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, require_https=request.is_secure()):
        page = urlsplit(sent_from)
        try:
            is_page = _is_page(resolve(page.path).func)
        except Resolver404:
            is_page = False
        if is_page:
            return f"{page.path}?{page.query}" if page.query else page.path
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _is_page(view: Any) -> bool:
    """Whether a view can be opened, as Django's decorators of methods have it; a view without one can."""
    while inspect.isfunction(view):
        taken = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if taken is not None:
            return "GET" in taken
        view = getattr(view, "__wrapped__", None)
    return True


def _answered_once(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The view's answer, or for a form sent twice the first one, also when its twin was done in this very moment."""
    if request.method != "POST":
        return view(request, *args, **kwargs)
    if known := _remembered(request):
        return known
    try:
        response = view(request, *args, **kwargs)
    except (Http404, PermissionDenied):
        if known := _remembered(request):
            return known
        raise
    return response if response.has_header("Location") else _remembered(request) or response


def _remembered(request: HttpRequest) -> HttpResponseBase | None:
    return next((answer for answer in (ask(request) for ask in _rememberers) if answer), None)


def found(rows: QuerySet[Row], **lookup: Any) -> Row:
    """The one row of an already narrowed queryset, or 404: not there and not yours look the same."""
    try:
        return rows.get(**lookup)
    except (ObjectDoesNotExist, ValueError) as error:
        raise Http404 from error


def allowed(request: HttpRequest, permission: str, rows: QuerySet[Row], **lookup: Any) -> Row:
    """The one row this person sees, on which they hold `permission`.

    404 when it is not in `rows` (which are narrowed to the person), 403 with who can when it is seen but not theirs.
    """
    row = found(rows, **lookup)
    require(request, permission, row)
    return row


def require(request: HttpRequest, permission: str, row: Any = None) -> None:
    """Raise PermissionDenied, saying who can, unless this person holds `permission` on `row`."""
    if not request.user.has_perm(permission, row):
        raise PermissionDenied(who_may(permission))
