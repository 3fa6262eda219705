"""What partners outside the table did, and the collaborations a partnership works with."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from councils.models import Involvement, PartnerInitiative, Partnership
from councils.permissions import permitted_rows
from lipportal.shared.clock import FiscalYear


def involvements_visible_to(user: Any) -> QuerySet[Involvement]:
    """The signatures and contacts this person may see."""
    return permitted_rows(user, "councils.view_involvement", Involvement.objects.all())


def involvements_found(rows: QuerySet[Involvement], wanted: Mapping[str, Any]) -> QuerySet[Involvement]:
    """Those of `rows` that answer a search, a kind and a fiscal year, the latest first."""
    rows = rows if wanted.get("ended") else rows.filter(ended_on__isnull=True)
    for word in (wanted.get("q") or "").split():
        rows = rows.filter(Q(who__icontains=word) | Q(what_en__icontains=word) | Q(what_fr__icontains=word))
    if kind := wanted.get("kind"):
        rows = rows.filter(kind=kind)
    if year := wanted.get("year"):
        rows = rows.filter(on__gte=FiscalYear(int(year)).first_day, on__lte=FiscalYear(int(year)).last_day)
    sign = "" if wanted.get("sort") == "on" else "-"
    return rows.order_by(f"{sign}on", f"{sign}pk")


def involvements_in(partnership: Partnership, year: FiscalYear | int, *kinds: str) -> QuerySet[Involvement]:
    """What happened in one fiscal year, of these kinds or of any, in order (report section 2)."""
    wanted = year if isinstance(year, FiscalYear) else FiscalYear(year)
    rows = Involvement.objects.filter(partnership=partnership, ended_on__isnull=True)
    rows = rows.filter(on__gte=wanted.first_day, on__lte=wanted.last_day)
    return (rows.filter(kind__in=kinds) if kinds else rows).order_by("on", "pk")


def initiatives_visible_to(user: Any) -> QuerySet[PartnerInitiative]:
    """The partner initiatives this person may see."""
    return permitted_rows(user, "councils.view_initiative", PartnerInitiative.objects.all())


def initiatives_of(partnership: Partnership) -> QuerySet[PartnerInitiative]:
    """The collaborations a partnership works with today (R38)."""
    return PartnerInitiative.objects.filter(partnership=partnership, ended_on__isnull=True).order_by("pk")
