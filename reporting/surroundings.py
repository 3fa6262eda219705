"""The frame around every page: whose portal this is to the person reading, and the few places they move between."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from councils.models import Partnership
from councils.permissions import AT_THE_TABLE, FEDERAL, role_label
from councils.queries import partnerships_visible_to
from lipportal.shared.frame import Place, Surroundings, frame_from
from reporting.queries.addresses import address
from reporting.queries.standing import Standing, standing_of

# Which place a page belongs to: the beginnings of its name, the longest match first.
_BELONGS = {
    "home": ("home",),
    "tables": (
        "councils:body",
        "councils:seat",
        "councils:meeting",
        "councils:motion",
        "councils:conflict",
        "councils:membership",
        "councils:terms",
    ),
    "plan": ("actionplans:",),
    "report": (
        "reporting:report_",
        "reporting:section_",
        "reporting:reason_",
        "reporting:note_",
        "reporting:document_",
    ),
    "strategy": ("strategies:",),
    "queue": ("reporting:review",),
    "partnerships": ("councils:directory", "councils:partnership"),
    "mail": ("notices:mail",),
    "roles": ("councils:role", "councils:invitation"),
    "health": ("health:",),
}


@frame_from
def surroundings(request: HttpRequest) -> Surroundings | None:
    """What stands around this page for this person; read once a request.

    None for a request refused before it was known whose it is, as one for a foreign host.
    """
    if not hasattr(request, "user"):
        return None
    known: Surroundings | None = getattr(request, "_surroundings", None)
    if known is None:
        known = _drawn(request)
        request._surroundings = known  # type: ignore[attr-defined]
    return known


def _drawn(request: HttpRequest) -> Surroundings:
    slug = request.resolver_match.kwargs.get("slug", "") if request.resolver_match else ""
    user = request.user
    if not user.is_authenticated:
        return _for_visitor(request, slug)
    standing = standing_of(user, slug)
    partnership = standing.partnership
    if partnership is not None and standing.role in AT_THE_TABLE:
        return _at_the_table(request, partnership, standing)
    return _elsewhere(request, standing)


def _for_visitor(request: HttpRequest, slug: str) -> Surroundings:
    """No places; on a partnership's pages its own name, once it is public."""
    partnership = _public_partnership(request, slug) if slug else None
    label = _("Sign in")
    if partnership is None:
        return Surroundings(
            _("Local Immigration Partnerships"), _("The partnership’s memory"), reverse("home"), account_label=label
        )
    kind = str(partnership.get_kind_display())
    return Surroundings(str(partnership.name), kind, partnership.get_absolute_url(), account_label=label)


def _public_partnership(request: HttpRequest, slug: str) -> Partnership | None:
    loaded: Partnership | None = getattr(request, "partnership", None)
    if loaded is not None and loaded.slug == slug:
        return loaded
    return partnerships_visible_to(request.user).filter(slug=slug).first()


def _at_the_table(request: HttpRequest, partnership: Partnership, standing: Standing) -> Surroundings:
    """A partnership's own people: the day, the tables, the plan, the report; the rest a tap further."""
    slug = partnership.slug
    places = [
        ("home", _("My day"), reverse("home"), True),
        ("tables", pgettext("place", "Tables"), address("councils:body_list", slug=slug), True),
        ("plan", pgettext("place", "Plan"), address("actionplans:plan_current", slug=slug), True),
        ("report", pgettext("place", "Report"), address("reporting:report_list", slug=slug), True),
        ("strategy", pgettext("place", "Strategy"), address("strategies:strategy_list", slug=slug), False),
        ("partnerships", _("Other places"), address("councils:directory"), False),
    ]
    return Surroundings(
        str(partnership.name),
        str(partnership.get_kind_display()),
        partnership.get_absolute_url(),
        places=_places(request, places),
        account_label=str(role_label(standing.role)),
        is_public=False,
    )


def _elsewhere(request: HttpRequest, standing: Standing) -> Surroundings:
    """Officers, leads, administrators, readers and those who hold no role yet."""
    places = [("home", _("My day"), reverse("home"), True)]
    if standing.role in FEDERAL:
        places.insert(0, ("queue", pgettext("place", "Queue"), reverse("reporting:review_queue"), True))
    places.append(("partnerships", _("Partnerships"), address("councils:directory"), True))
    if standing.is_administrator:
        places.append(("mail", _("Outbox"), address("notices:mail_list"), True))
        places.append(("roles", _("Roles"), address("councils:role_search"), True))
        places.append(("health", _("Health"), address("health:page"), False))
    label = str(role_label(standing.role)) if standing.role else _("Account")
    return Surroundings(
        _("Local Immigration Partnerships"),
        _department() if standing.role in FEDERAL else _("The partnership’s memory"),
        reverse("home"),
        places=_places(request, places),
        account_label=label,
        is_public=False,
    )


def _department() -> str:
    is_french = (get_language() or "en")[:2] == "fr"
    return str(settings.DEPARTMENT_NAME_FR if is_french else settings.DEPARTMENT_NAME_EN)


def _places(request: HttpRequest, wanted: Iterable[tuple[str, str, str, bool]]) -> list[Place]:
    """The places in order; the one this page belongs to is marked."""
    match = request.resolver_match
    name = match.view_name if match else ""
    return [Place(label, url, is_current=_is_within(name, key), narrow=narrow) for key, label, url, narrow in wanted]


def _is_within(name: str, key: Any) -> bool:
    return any(name == start or (name.startswith(start) and ":" in start) for start in _BELONGS[key])
