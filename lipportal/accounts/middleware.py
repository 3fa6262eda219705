"""Keeps those who need a second proof out of every page until they gave one, and private pages out of caches."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django_htmx.http import HttpResponseClientRedirect

from lipportal.accounts.queries import second_factor_kinds
from lipportal.accounts.sessions import has_given_second_factor

ALWAYS_OPEN = frozenset({"account_logout", "demo", "demo_sign_in"})
TO_SET_UP = frozenset({"second_factor_set_up", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})
TO_GIVE = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


def second_factor_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send a person whose role needs a second proof to give one, or to set one up, whatever page they asked for.

    It stands behind every way in, so it also catches a session begun before the role, or before the proof was set up.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or not user.needs_second_factor or has_given_second_factor(request):
            return get_response(request)
        kinds = second_factor_kinds(user)
        is_set_up = bool(kinds & {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})
        if _name_of(request) in ALWAYS_OPEN | (TO_GIVE if is_set_up else TO_SET_UP):
            return get_response(request)
        return _sent_to(request, _place_to_give(kinds) if is_set_up else "second_factor_set_up")

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
