"""The officer's queue: reports to read, awaited and decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from councils.models import Partnership
from councils.permissions import permitted_rows
from councils.queries import reporting_dates_in_force
from lipportal.shared.clock import FiscalYear, local_day, working_days_after
from lipportal.shared.folding import fold
from reporting.choices import REPORT_SHAPES, ReportState, Severity
from reporting.models import YearlyReport
from reporting.queries import submitted_reports_visible_to, with_due_day
from reporting.queries.desk import with_plan

FIRST_RESPONSE_DAYS = 30
DONE_ON_A_PAGE = 50
TO_READ = (ReportState.SUBMITTED, ReportState.RESUBMITTED)


@dataclass(frozen=True)
class QueueRow:
    """One report, or one that is due: whose, what to look at, by when, and how it stands."""

    partnership: str
    kind: str
    year: str
    look_at: str
    answer_by: date | None
    shape: str
    state: str
    url: str = ""


@dataclass(frozen=True)
class Queue:
    """What waits: reports to read, and those that have not come."""

    to_read: list[QueueRow]
    awaited: list[QueueRow]


@dataclass(frozen=True)
class QueuePage(Queue):
    """The whole queue: what waits, and one page of what is done; with the filters that made it."""

    decided: list[QueueRow]
    pages: Any
    find: str = ""
    year: str = ""
    years: list[tuple[str, str]] = field(default_factory=list)


def queue_of(user: Any) -> Queue:
    """What waits for this person, most urgent first; of drafts only that a report is due or late."""
    return Queue(_to_read(_sent(user, "", "")), _awaited(user, "", ""))


def queue_page(user: Any, filters: Mapping[str, str]) -> QueuePage:
    """The queue with its filters; what is done grows for ever and comes page by page."""
    find, year = filters.get("find", "").strip(), filters.get("year", "")
    sent = _sent(user, find, year)
    done = sent.exclude(state__in=TO_READ).order_by("-year", "partnership__folded_sort", "pk")
    pages = Paginator(done, DONE_ON_A_PAGE).get_page(filters.get("page"))
    years = submitted_reports_visible_to(user).order_by("-year").values_list("year", flat=True).distinct()
    return QueuePage(
        to_read=_to_read(sent),
        awaited=_awaited(user, find, year),
        decided=[_row(report) for report in pages],
        pages=pages,
        find=find,
        year=year,
        years=[(str(start), str(FiscalYear(start))) for start in years],
    )


def _sent(user: Any, find: str, year: str) -> QuerySet[Any]:
    """The reports that were sent and that this person sees, narrowed to a partnership's name and a year."""
    reports = with_due_day(submitted_reports_visible_to(user)).select_related("partnership")
    must_fix = Q(notes__severity=Severity.MUST_FIX, notes__settled_at__isnull=True, notes__ended_on__isnull=True)
    counted = reports.annotate(
        open_count=Count("notes", filter=must_fix), answer_count=Count("notes", filter=~Q(notes__reply=""))
    )
    return _chosen(counted, find, year, "partnership")


def _chosen(rows: QuerySet[Any], find: str, year: str, partnership: str) -> QuerySet[Any]:
    if find:
        rows = rows.filter(**{f"{partnership}__folded_names__contains": fold(find)})
    if not year:
        return rows
    return rows.filter(year=int(year)) if year.isdecimal() and len(year) == 4 else rows.none()


def _to_read(sent: QuerySet[Any]) -> list[QueueRow]:
    reports = sorted(sent.filter(state__in=TO_READ), key=lambda report: (_answer_by(report), report.pk))
    return [_row(report) for report in reports]


def _answer_by(report: YearlyReport) -> date:
    day = local_day(report.submitted_at, report.partnership.time_zone) if report.submitted_at else date.max
    return working_days_after(day, FIRST_RESPONSE_DAYS * 5 // 7)


def _row(report: YearlyReport) -> QueueRow:
    is_to_read = report.state in TO_READ
    return QueueRow(
        partnership=str(report.partnership.name),
        kind=str(report.partnership.get_kind_display()),
        year=str(report.fiscal_year),
        look_at=_look_at(report),
        answer_by=_answer_by(report) if is_to_read else report.answer_due_on,
        shape=REPORT_SHAPES[report.state],
        state=str(report.get_state_display()),
        url=reverse("reporting:review_detail", args=[report.partnership.slug, report.code]),
    )


def _look_at(report: Any) -> str:
    if report.state == ReportState.RESUBMITTED:
        words = ngettext("%(count)s answer to your notes", "%(count)s answers to your notes", report.answer_count)
        return words % {"count": report.answer_count}
    late = (
        report.due_on
        and report.first_submitted_at
        and (local_day(report.first_submitted_at, report.partnership.time_zone) > report.due_on)
    )
    if report.state == ReportState.SUBMITTED:
        return _("Came late") if late else _("New")
    if report.state == ReportState.RETURNED:
        words = ngettext("%(count)s must-fix open", "%(count)s must-fixes open", report.open_count)
        return words % {"count": report.open_count}
    return ""


def _awaited(user: Any, find: str, year: str) -> list[QueueRow]:
    """Reports that are due or late: that they are, and nothing of what is in them (design 2.7)."""
    partnerships = permitted_rows(user, "councils.view_agreement", Partnership.objects.all())
    same = {"partnership": OuterRef("agreement__partnership"), "year": OuterRef("year")}
    sent = YearlyReport.objects.filter(first_submitted_at__isnull=False, **same)
    dates = reporting_dates_in_force().filter(~Exists(sent), agreement__partnership__in=partnerships)
    rows = []
    for due in with_plan(_chosen(dates, find, year, "agreement__partnership")).order_by("due_on"):
        partnership = due.agreement.partnership
        today = partnership.today()
        if FiscalYear(due.year).last_day >= today:
            continue
        is_late = due.due_on < today
        rows.append(
            QueueRow(
                partnership=str(partnership.name),
                kind=str(partnership.get_kind_display()),
                year=str(FiscalYear(due.year)),
                look_at="" if due.is_planned else _("No adopted plan for that year"),
                answer_by=due.due_on,
                shape="late" if is_late else "new",
                state=_("Late") if is_late else pgettext("report", "Due"),
            )
        )
    return rows
