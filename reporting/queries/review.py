"""The officer's queue: reports to read, awaited and decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
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
class QueuePage:
    """The queue: what to read, what is awaited, and what is done; with the filters that made it."""

    to_read: list[QueueRow]
    awaited: list[QueueRow]
    decided: list[QueueRow]
    find: str = ""
    year: str = ""
    years: list[tuple[str, str]] = field(default_factory=list)


def queue_page(user: Any, filters: Mapping[str, str]) -> QueuePage:
    """The reports of this person's partnerships, most urgent first; of drafts only that a report is due or late."""
    find, year = filters.get("find", "").strip(), filters.get("year", "")
    reports = (
        with_due_day(submitted_reports_visible_to(user))
        .select_related("partnership")
        .annotate(
            open_count=Count(
                "notes",
                filter=Q(
                    notes__severity=Severity.MUST_FIX, notes__settled_at__isnull=True, notes__ended_on__isnull=True
                ),
            ),
            answer_count=Count("notes", filter=~Q(notes__reply="")),
        )
    )
    years = sorted({report.year for report in reports}, reverse=True)
    chosen = [report for report in reports if _is_chosen(report.partnership, report.year, find, year)]
    to_read = sorted((r for r in chosen if r.state in TO_READ), key=lambda r: (_answer_by(r), r.pk))
    decided = sorted((r for r in chosen if r.state not in TO_READ), key=lambda r: (-r.year, r.partnership.folded_sort))
    return QueuePage(
        to_read=[_row(report) for report in to_read],
        awaited=_awaited(user, find, year),
        decided=[_row(report) for report in decided],
        find=find,
        year=year,
        years=[(str(start), str(FiscalYear(start))) for start in years],
    )


def _is_chosen(partnership: Partnership, year: int, find: str, wanted: str) -> bool:
    return (not wanted or wanted == str(year)) and (not find or fold(find) in partnership.folded_names)


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
    have = set(YearlyReport.objects.filter(first_submitted_at__isnull=False).values_list("partnership_id", "year"))
    dates = reporting_dates_in_force().filter(agreement__partnership__in=partnerships)
    rows = []
    for due in with_plan(dates).order_by("due_on"):
        partnership = due.agreement.partnership
        today = partnership.today()
        is_of_now = FiscalYear(due.year).last_day < today
        if (partnership.pk, due.year) in have or not is_of_now or not _is_chosen(partnership, due.year, find, year):
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
