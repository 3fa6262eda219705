"""What a partnership has written down and where each stands: terms, strategies, plans, reports and days to report.

One query for any number of partnerships, narrowed to the person: a visitor gets what is public, the table its drafts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from actionplans.queries import plans_visible_to
from councils.models import Invitation, Membership
from councils.queries import agreements_visible_to, reporting_dates_in_force
from councils.queries.terms import terms_visible_to
from lipportal.shared import formats
from lipportal.shared.bilingual import Shown, shown
from lipportal.shared.clock import FiscalYear
from reporting.models import YearlyReport
from reporting.queries import published_reports, reports_visible_to, submitted_reports_visible_to, with_due_day
from strategies.queries import strategies_visible_to

COLUMNS = (
    "paper_kind",
    "paper_place",
    "paper_code",
    "paper_state",
    "paper_first",
    "paper_last",
    "paper_on",
    "paper_until",
    "paper_en",
    "paper_fr",
)
KINDS = ("terms", "strategy", "plan", "report", "due")
_NO_DAY = Value(None, output_field=DateField())
_NO_NUMBER = Value(0, output_field=IntegerField())
_NO_WORD = Value("", output_field=CharField())


@dataclass(frozen=True)
class Paper:
    """One of them. `first` and `last` are fiscal years (or a version number); `on` is its day, `until` the day due."""

    kind: str
    partnership_id: int
    code: str
    state: str
    first: int
    last: int
    on: date | None
    until: date | None
    name_en: str = ""
    name_fr: str = ""

    @property
    def name(self) -> Shown:
        """The name of the body it is for, in the page's language, or the other."""
        return shown(self, "name")

    @property
    def years(self) -> str:
        """Its fiscal years in short: “2026–27”, “2026–29”."""
        if self.last in (0, self.first):
            return formats.fiscal_year_text(FiscalYear(self.first).first_day)
        return f"{self.first}–\u2060{(self.last + 1) % 100:02d}"


def papers_of(user: Any, places: Iterable[int], kinds: Iterable[str] = KINDS) -> list[Paper]:
    """The papers of these partnerships this person may see, of these kinds only; one query.

    “proposed” and “invited” tell how many proposed members and open invitations wait, counted in `first`.
    """
    ids, asked = tuple(places), tuple(kinds)
    if not ids or not asked:
        return []
    made = {"terms": _terms, "strategy": _strategies, "plan": _plans, "report": _reports, "due": _due_days}
    parts = [made[kind](user, ids) for kind in asked if kind in made]
    parts += [_proposed(ids)] if "proposed" in asked else []
    parts += [_invited(ids)] if "invited" in asked else []
    first, *others = [part.order_by().values_list(*COLUMNS) for part in parts]
    papers = [Paper(*row) for row in (first.union(*others, all=True) if others else first)]
    return sorted(papers, key=lambda paper: (-paper.first, paper.code))


def _told(rows: QuerySet[Any], kind: str, **columns: Any) -> QuerySet[Any]:
    values: Mapping[str, Any] = {
        "paper_kind": Value(kind, output_field=CharField()),
        "paper_place": F("partnership_id"),
        "paper_code": F("code"),
        "paper_state": F("state"),
        "paper_first": _NO_NUMBER,
        "paper_last": _NO_NUMBER,
        "paper_on": _NO_DAY,
        "paper_until": _NO_DAY,
        "paper_en": _NO_WORD,
        "paper_fr": _NO_WORD,
        **columns,
    }
    return rows.annotate(**values)


def _terms(user: Any, ids: Sequence[int]) -> QuerySet[Any]:
    rows = terms_visible_to(user).select_related(None).filter(partnership__in=ids, body__ended_on__isnull=True)
    return _told(
        rows.exclude(state__in=["superseded", "withdrawn"]),
        "terms",
        paper_first=F("number"),
        paper_on=F("in_force_on"),
        paper_until=F("review_on"),
        paper_en=F("body__name_en"),
        paper_fr=F("body__name_fr"),
    )


def _strategies(user: Any, ids: Sequence[int]) -> QuerySet[Any]:
    rows = strategies_visible_to(user).filter(partnership__in=ids)
    return _told(rows, "strategy", paper_first=F("first_year"), paper_last=F("last_year"), paper_on=F("adopted_on"))


def _plans(user: Any, ids: Sequence[int]) -> QuerySet[Any]:
    rows = plans_visible_to(user).filter(partnership__in=ids)
    return _told(rows, "plan", paper_first=F("year"), paper_last=F("year"), paper_on=F("adopted_on"))


def reports_readable_by(user: Any) -> QuerySet[YearlyReport]:
    """The reports this person may read in one form or another: in the workshop, as submitted, as published."""
    own, submitted, published = reports_visible_to(user), submitted_reports_visible_to(user), published_reports()
    reach = Q(pk__in=published.values("pk"))
    if getattr(user, "is_authenticated", False):
        reach |= Q(pk__in=own.values("pk")) | Q(pk__in=submitted.values("pk"))
    return YearlyReport.objects.filter(reach)


def _reports(user: Any, ids: Sequence[int]) -> QuerySet[Any]:
    rows = with_due_day(reports_readable_by(user).filter(partnership__in=ids))
    return _told(
        rows,
        "report",
        paper_first=F("year"),
        paper_last=F("year"),
        paper_on=F("adopted_on"),
        paper_until=F("due_on"),
    )


def _due_days(user: Any, ids: Sequence[int]) -> QuerySet[Any]:
    """The days reports are due, and whether the report has gone: “submitted” or nothing, never more."""
    submitted = YearlyReport.objects.filter(
        partnership=OuterRef("agreement__partnership"), year=OuterRef("year"), first_submitted_at__isnull=False
    )
    agreements = agreements_visible_to(user).filter(partnership__in=ids)
    rows: QuerySet[Any] = reporting_dates_in_force().filter(agreement__in=agreements.values("pk"))
    return _told(
        rows.select_related(None).exclude(Exists(submitted)),
        "due",
        paper_place=F("agreement__partnership_id"),
        paper_code=_NO_WORD,
        paper_state=_NO_WORD,
        paper_first=F("year"),
        paper_last=F("year"),
        paper_until=F("due_on"),
    )


def _proposed(ids: Sequence[int]) -> QuerySet[Any]:
    rows: QuerySet[Any] = Membership.objects.filter(partnership__in=ids, state="proposed")
    return _counted(rows, "proposed")


def _invited(ids: Sequence[int]) -> QuerySet[Any]:
    rows: QuerySet[Any] = Invitation.objects.filter(
        partnership__in=ids, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    return _counted(rows, "invited")


def _counted(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    grouped = rows.order_by().values("partnership_id").annotate(paper_code=Min("code"), paper_first=Count("pk"))
    return grouped.annotate(
        paper_kind=Value(kind, output_field=CharField()),
        paper_place=F("partnership_id"),
        paper_state=_NO_WORD,
        paper_last=_NO_NUMBER,
        paper_on=_NO_DAY,
        paper_until=_NO_DAY,
        paper_en=_NO_WORD,
        paper_fr=_NO_WORD,
    )
