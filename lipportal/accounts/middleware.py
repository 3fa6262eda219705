"""Ends sessions at their limits, asks for the second proof, weighs no try uncounted, keeps pages out of caches."""

import logging
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from redis.exceptions import RedisError

from lipportal.accounts.browsers import remember
from lipportal.accounts.queries import second_factor_kinds
from lipportal.accounts.sessions import Left, has_given_second_factor, left_of, note_use
from lipportal.shared.access import keep_typed
from lipportal.shared.refusals import cannot_count

log = logging.getLogger(__name__)

ALWAYS_OPEN = frozenset({"account_logout", "demo", "demo_sign_in"})
TO_SET_UP = frozenset({"second_factor_set_up", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})
TO_GIVE = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
LEFT = "X-Session-Left"


def session_limits_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Sign out whoever was away too long or in for too long, note that a session is used, and a browser known.

    What was posted after the end goes on to its page as a visitor's, which keeps what was typed. A part that a page
    asks for by itself is no sign that anybody is there.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and (left := left_of(request)).is_over:
            _sign_out(request, left)
            if _is_part(request):
                return HttpResponseClientRedirect(redirect_to_login(_page_around(request)).url)
        response = get_response(request)
        if request.user.is_authenticated:
            if not _is_asked_by_itself(request):
                note_use(request)
            if _is_part(request) or not request.accepts("text/html"):
                response[LEFT] = str(left_of(request))
            remember(request, response)
        return response

    return middleware


def _sign_out(request: HttpRequest, left: Left) -> None:
    logout(request)
    was_away = _("For safety you were signed out, because nothing was done here for a while.")
    whole_day = _("For safety everybody signs in again after a long working day.")
    messages.info(request, f"{whole_day if left.longest <= 0 else was_away} {_('What you had typed is kept.')}")


def _is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page that is open."""
    return request.method == "GET" and bool(getattr(request, "htmx", False))


def _page_around(request: HttpRequest) -> str:
    """The page on which htmx asked for a part."""
    return request.htmx.current_url_abs_path or reverse("home")  # type: ignore[attr-defined]


def _is_asked_by_itself(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(_is_part(request) and match and getattr(match.func, "is_polled", False))


def second_factor_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send a person whose role needs a second proof to give one, or to set one up, whatever page they asked for.

    It stands behind every way in, so it also catches a session begun before the role, or before the proof was set up;
    what that session was typing is kept.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or not user.needs_second_factor or has_given_second_factor(request):
            return get_response(request)
        kinds = second_factor_kinds(user)
        is_set_up = bool(kinds & {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})
        if _name_of(request) in ALWAYS_OPEN | (TO_GIVE if is_set_up else TO_SET_UP):
            return get_response(request)
        kept = keep_typed(request) if request.method == "POST" else None
        return kept or _sent_to(request, _place_to_give(kinds) if is_set_up else "second_factor_set_up")

    return middleware


def counted_tries_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Weigh nothing uncounted: where tries are counted is away, so whoever asked is told calmly to come back.

    Only ways in and changes to them are counted; every other page goes on.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RedisError):
            return None
        log.error("tries cannot be counted, so none is weighed: %s", type(exception).__name__)
        return cannot_count(request)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def private_pages_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Keep every page behind signing in out of caches; the sign-in library says it for some of its own only."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.resolver_match and getattr(request.resolver_match.func, "access", "") == "signed in":
            response.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _place_to_give(kinds: set[str]) -> str:
    return "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"


def _sent_to(request: HttpRequest, name: str) -> HttpResponse:
    """There, and back to this page afterwards; a fragment asked for by htmx takes the whole page along."""
    is_page = request.method == "GET" and not getattr(request, "htmx", False)
    address = reverse(name)
    if is_page:
        address = f"{address}?{urlencode({'next': request.get_full_path()}, safe='/')}"
    return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else HttpResponseRedirect(address)
