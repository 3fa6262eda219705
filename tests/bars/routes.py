"""Every address of the portal, found by walking the resolver, and the records its parts may stand for."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from tests.architecture.test_access import SIGN_IN_PREFIXES

LONDON, HURON, AGINCOURT = "london-and-middlesex", "huron", "agincourt"
NOBODYS = "22222222"

# The noun before a code in an address, and the record it finds. A new noun without a line here fails a test.
NOUNS = {
    "actions": "actionplans.Action",
    "agreements": "councils.Agreement",
    "amendments": "strategies.Amendment",
    "ask": "accounts.User",
    "bodies": "councils.Body",
    "conflicts": "councils.DeclaredConflict",
    "directions": "strategies.Direction",
    "evidence": "actionplans.Evidence",
    "files": "files.StoredFile",
    "findings": "strategies.Finding",
    "import": "files.StoredFile",
    "initiatives": "councils.PartnerInitiative",
    "invitation": "councils.Invitation",
    "invitations": "councils.Invitation",
    "involvements": "councils.Involvement",
    "jobs": "jobs.Job",
    "mail": "notices.Mail",
    "meetings": "councils.Meeting",
    "memberships": "councils.Membership",
    "motions": "councils.Motion",
    "notes": "reporting.ReviewNote",
    "notices": "notices.Notice",
    "officers": "councils.RoleHeld",
    "organizations": "councils.Organization",
    "people": "councils.Person",
    "plans": "actionplans.ActionPlan",
    "reports": "reporting.YearlyReport",
    "research": "strategies.ResearchItem",
    "reset": "accounts.SecondFactorReset",
    "reviews": "reporting.YearlyReport",
    "roles": "councils.RoleHeld",
    "seats": "councils.Seat",
    "sections": "councils.TermsSection",
    "start": "actionplans.ActionPlan",
    "strategies": "strategies.Strategy",
    "terms": "councils.TermsOfReference",
    "updates": "actionplans.Update",
}


@dataclass(frozen=True)
class Route:
    """One named address, its parts, and the view behind it."""

    name: str
    pattern: str
    parts: tuple[str, ...]
    view: Any

    @property
    def noun(self) -> str:
        """The word before the code."""
        before, __, ___ = self.pattern.partition("<slug:code>")
        return before.rstrip("/").split("/")[-1]

    @property
    def model(self) -> type[Model] | None:
        """The record the code stands for."""
        return apps.get_model(NOUNS[self.noun]) if "code" in self.parts and self.noun in NOUNS else None

    @property
    def is_ours(self) -> bool:
        """Whether the address is the portal's own, not the sign-in library's."""
        return not self.name.startswith(SIGN_IN_PREFIXES)

    @property
    def access(self) -> str:
        """Who it says it is for."""
        return str(getattr(self.view, "access", ""))


@cache
def all_routes() -> tuple[Route, ...]:
    """Every named address, once."""
    found: dict[str, Route] = {}

    def walk(patterns: Any, prefix: str, namespace: str, above: tuple[str, ...] = ()) -> None:
        for each in patterns:
            text = prefix + str(each.pattern)
            parts = (*above, *(each.pattern.converters or each.pattern.regex.groupindex))
            if isinstance(each, URLResolver):
                walk(each.url_patterns, text, f"{namespace}{each.namespace}:" if each.namespace else namespace, parts)
            elif isinstance(each, URLPattern) and each.name:
                found.setdefault(namespace + each.name, Route(namespace + each.name, text, parts, each.callback))

    walk(get_resolver().url_patterns, "/", "")
    return tuple(found.values())


def our_routes() -> list[Route]:
    """The portal's own addresses."""
    return [route for route in all_routes() if route.is_ours]


def rows_of(model: type[Model], slug: str) -> QuerySet[Any]:
    """The records of one partnership, or, for those of no partnership, those tied to its people."""
    rows = model._default_manager.order_by("pk")
    names = {field.name for field in model._meta.get_fields()}
    if "partnership" in names:
        return rows.filter(partnership__slug=slug)
    if "partnership_code" in names:
        return rows.filter(partnership_code=apps.get_model("councils.Partnership").objects.get(slug=slug).code)
    if "terms" in names:
        return rows.filter(terms__partnership__slug=slug).order_by("-pk")
    people = apps.get_model("councils.RoleHeld").objects.filter(partnership__slug=slug).values("user")
    for owner in ("owner", "user", "to_user"):
        if owner in names:
            return rows.filter(**{f"{owner}__in": people})
    return rows.filter(pk__in=people) if model._meta.label == "accounts.User" else rows


def one_in_each_state(rows: QuerySet[Any]) -> list[Any]:
    """A record for each state these are in: ended or not, and by the column `state`."""
    found: dict[Any, Any] = {}
    for row in rows:
        held = row.role if row._meta.model_name == "roleheld" else ""
        found.setdefault((getattr(row, "state", ""), held, bool(getattr(row, "ended_on", None))), row)
    return sorted(found.values(), key=lambda row: bool(getattr(row, "ended_on", None)))


def other_parts(route: Route, record: Any, slug: str) -> dict[str, Any]:
    """The parts of an address that are neither partnership nor code."""
    parts: dict[str, Any] = {}
    for name in set(route.parts) - {"slug", "code"}:
        if name == "number":
            parts[name] = 1 if "documents" in route.pattern else 6
        elif name == "component":
            parts[name] = "vision"
        elif name == "action":
            plan = getattr(record, "plan", None)
            action = plan.actions.first() if plan else None
            parts[name] = action.code if action else NOBODYS
        elif name == "year":
            report = apps.get_model("reporting.YearlyReport").objects.filter(partnership__slug=slug, state="published")
            parts[name] = getattr(report.first(), "year", 2024)
        else:
            parts[name] = "nothing"
    return parts


def parts_for(route: Route, record: Any = None, slug: str = LONDON) -> dict[str, Any]:
    """The parts of the address of `record` in the partnership `slug`."""
    parts = other_parts(route, record, slug)
    if "slug" in route.parts:
        parts["slug"] = slug
    if "code" in route.parts:
        parts["code"] = record.code if record is not None else NOBODYS
    return parts


def places_of(route: Route, slug: str = LONDON) -> list[dict[str, Any]]:
    """The parts of the addresses at which this route has something to show: one for each state of its record."""
    if route.model is None:
        return [parts_for(route, slug=slug)]
    rows = one_in_each_state(rows_of(route.model, slug))
    return [parts_for(route, row, slug) for row in rows] or [parts_for(route, slug=slug)]


def address_of(route: Route, parts: dict[str, Any]) -> str:
    """The address itself, in English."""
    with translation.override("en"):
        return reverse(route.name, kwargs=parts)


def resolvable(route: Route) -> bool:
    """Whether an address can be made for it: the sign-in library's links by mail carry secrets of their own."""
    return route.is_ours or not route.parts
