"""The browser a person signed in with before: what strangers try at its address does not keep that person out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

LASTS = 180 * 24 * 3600
_SALT = "lipportal.accounts.browser"


def is_known(request: HttpRequest, email: str) -> bool:
    """Whether the person with this e-mail signed in with this browser in the last half year."""
    kept = request.get_signed_cookie(settings.BROWSER_COOKIE_NAME, default="", salt=_SALT, max_age=LASTS)
    return constant_time_compare(str(kept), _mark_of(email))


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser keep a sealed mark of who just signed in with it; it opens nothing by itself."""
    email = getattr(request, "signed_in_as", "")
    if email:
        response.set_signed_cookie(
            settings.BROWSER_COOKIE_NAME,
            _mark_of(email),
            salt=_SALT,
            max_age=LASTS,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )


def note_sign_in(request: HttpRequest, email: str) -> None:
    """Note that this very request signed its sender in."""
    request.signed_in_as = email  # type: ignore[attr-defined]


def _mark_of(email: str) -> str:
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()
