"""Organizations of a partnership, and the spheres they belong to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from councils.choices import MembershipState
from councils.models import Membership, Organization, Partnership, Sector
from councils.permissions import permitted_rows
from lipportal.shared.clock import FiscalYear
from lipportal.shared.folding import sort_key

SEATED = (MembershipState.ACTIVE, MembershipState.ON_LEAVE)
ORGANIZATION_SORTS = {"name": "folded_sort", "joined": "joined_on", "kind": "kind"}


@dataclass(frozen=True)
class OrganizationLine:
    """One organization as the downloaded list says it, words already chosen."""

    name_en: str
    name_fr: str
    kind: str
    government_level: str
    sectors: str
    communities_served: str
    francophone: str
    joined_on: date | None
    website: str
    ended_on: date | None


def organizations_visible_to(user: Any) -> QuerySet[Organization]:
    """The organizations this person may see."""
    return permitted_rows(user, "councils.view_organization", Organization.objects.all())


def organizations_found(rows: QuerySet[Organization], wanted: Mapping[str, Any]) -> QuerySet[Organization]:
    """Those of `rows` that answer a search, a sphere and a kind; ended ones only when asked for."""
    rows = rows if wanted.get("ended") == "all" else rows.filter(ended_on__isnull=True)
    if wanted.get("ended") == "seated":
        rows = rows.filter(pk__in=Membership.objects.filter(state__in=SEATED).values("organization"))
    for word in sort_key(wanted.get("q") or "").split():
        rows = rows.filter(folded_names__contains=f" {word}")
    if sector := wanted.get("sector"):
        rows = rows.filter(sectors__key=sector)
    if kind := wanted.get("kind"):
        rows = rows.filter(kind=kind)
    if year := wanted.get("new_in"):
        rows = rows.filter(joined_in(year))
    sort = wanted.get("sort") or "name"
    column = ORGANIZATION_SORTS.get(sort.lstrip("-"), "folded_sort")
    sign = "-" if sort.startswith("-") else ""
    return rows.order_by(f"{sign}{column}", "folded_sort", "pk").prefetch_related("sectors").distinct()


def joined_in(year: FiscalYear | int) -> Q:
    """First at the table within a fiscal year (R33)."""
    wanted = year if isinstance(year, FiscalYear) else FiscalYear(year)
    return Q(joined_on__gte=wanted.first_day, joined_on__lte=wanted.last_day)


def new_organizations(partnership: Partnership, year: FiscalYear | int) -> QuerySet[Organization]:
    """The organizations that first came to the table in a fiscal year, by name."""
    return Organization.objects.filter(joined_in(year), partnership=partnership).order_by("folded_sort", "pk")


def is_new(organization: Organization, today: date) -> bool:
    """Whether an organization first came to the table in the fiscal year of `today`."""
    return organization.joined_on is not None and FiscalYear.of(today).holds(organization.joined_on)


def sectors_of(partnership: Partnership | int) -> QuerySet[Sector]:
    """The spheres a partnership counts: everybody's, then its own, in order."""
    return Sector.objects.filter(Q(partnership__isnull=True) | Q(partnership=partnership)).order_by("place", "pk")


def organization_lines(organizations: Iterable[Organization]) -> list[OrganizationLine]:
    """The organizations found, in words, for the sheet that is downloaded."""
    return [
        OrganizationLine(
            name_en=each.name_en,
            name_fr=each.name_fr,
            kind=each.get_kind_display(),
            government_level=each.get_government_level_display(),
            sectors="; ".join(str(sector) for sector in each.sectors.all()),
            communities_served=each.communities_served,
            francophone=str(_("yes") if each.is_francophone else _("no")),
            joined_on=each.joined_on,
            website=each.website,
            ended_on=each.ended_on,
        )
        for each in organizations
    ]
