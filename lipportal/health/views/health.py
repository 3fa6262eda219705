"""How the portal stands: for people as a page, for machines as JSON."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lipportal.health.permissions import VIEW_HEALTH
from lipportal.health.queries import Health, look_at
from lipportal.shared.access import public, require, signed_in


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

    503 when a part is in trouble. The words are English: what reads them is a machine or an engineer.
    """
    is_known = _shows_token(request)
    with override("en"):
        health = look_at(vital_only=not is_known)
        body = _told(health) if is_known else {"status": health.standing.value}
        return JsonResponse(body, status=503 if health.is_in_trouble else 200)


@never_cache
@require_safe
@public
def health_live(request: HttpRequest) -> HttpResponse:
    """That this process answers, whatever else is away: it need not be started anew."""
    return JsonResponse({"status": "fine"})


def _shows_token(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "")
    return bool(settings.HEALTH_TOKEN) and constant_time_compare(shown, f"Bearer {settings.HEALTH_TOKEN}")


def _told(health: Health) -> dict[str, object]:
    parts = {
        part.key: {"status": part.standing.value, "says": str(part.words), "figure": part.figure}
        for part in health.parts
    }
    return {"status": health.standing.value, "at": health.at.isoformat(timespec="seconds"), "parts": parts}
