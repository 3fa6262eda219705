"""How the portal stands: for people as a page, for machines as JSON."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lipportal.health.permissions import VIEW_HEALTH
from lipportal.health.queries import Health, look_at, look_at_vital
from lipportal.shared.access import public, require, signed_in

IN_THE_OPEN = "The token came over plain HTTP, where others can read it. Change it, and show it over HTTPS alone."


@require_safe
@signed_in
def health_page(request: HttpRequest) -> HttpResponse:
    """Each part of the portal and how it stands, for those who look after it."""
    require(request, VIEW_HEALTH)
    return render(request, "health/health_page.html", {"health": look_at()})


@never_cache
@require_safe
@public
def health_told(request: HttpRequest) -> HttpResponse:
    """The same for a monitor that shows its token; without one, whether pages can be answered, in one word.

    503 when a part is in trouble. The words are English: what reads them is a machine or an engineer. A balancer may
    ask over plain HTTP; a token that came that way was open to read, and is refused unread, so that its owner notices.
    """
    if _shows_in_the_open(request):
        return JsonResponse({"status": "refused", "says": IN_THE_OPEN}, status=403)
    is_known = _shows_token(request)
    with override("en"):
        health = look_at() if is_known else look_at_vital()
        body = _told(health) if is_known else {"status": health.standing.value}
        return JsonResponse(body, status=503 if health.is_in_trouble else 200)


@never_cache
@require_safe
@public
def health_live(request: HttpRequest) -> HttpResponse:
    """That this process answers, whatever else is away: it need not be started anew."""
    return JsonResponse({"status": "fine"})


def _shows_in_the_open(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "").lower()
    return settings.SECURE_SSL_REDIRECT and not request.is_secure() and shown.startswith("bearer")


def _shows_token(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "")
    return bool(settings.HEALTH_TOKEN) and constant_time_compare(shown, f"Bearer {settings.HEALTH_TOKEN}")


def _told(health: Health) -> dict[str, object]:
    parts = {
        part.key: {"status": part.standing.value, "says": str(part.words), "figure": part.figure}
        for part in health.parts
    }
    return {"status": health.standing.value, "at": health.at.isoformat(timespec="seconds"), "parts": parts}
