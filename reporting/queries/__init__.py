"""Reads of the reporting app: rows narrowed to the person who asks, and pages that mix apps."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from councils.permissions import permitted_rows
from councils.queries import reporting_date_for, reporting_dates_in_force
from reporting.models import ReviewNote, YearlyReport


def reports_visible_to(user: Any) -> QuerySet[YearlyReport]:
    """The reports whose workshop this person may open: their own partnership's."""
    return permitted_rows(user, "reporting.view_report", YearlyReport.objects.all())


def submitted_reports_visible_to(user: Any) -> QuerySet[YearlyReport]:
    """The reports an officer or lead may read: submitted ones of their partnerships, each as its frozen copies."""
    return permitted_rows(user, "reporting.view_submitted_report", YearlyReport.objects.all())


def notes_visible_to(user: Any) -> QuerySet[ReviewNote]:
    """The officer's notes this person may read: the federal side's own, the partnership's once they are sent."""
    return permitted_rows(user, "reporting.view_note", ReviewNote.objects.all())


def published_reports() -> QuerySet[YearlyReport]:
    """The reports anyone may read."""
    return YearlyReport.objects.filter(state="published", partnership__is_public=True)


def with_due_day(rows: QuerySet[YearlyReport]) -> QuerySet[YearlyReport]:
    """Reports with `due_on`, the day each is due: as its agreement says it now, so that a day that moved is told."""
    dates = reporting_dates_in_force().filter(agreement__partnership=OuterRef("partnership"), year=OuterRef("year"))
    return rows.annotate(due_on=Subquery(dates.values("due_on")[:1]))


def due_day_of(report: YearlyReport) -> date | None:
    """The day a report is due: read along with it by `with_due_day`, or asked for."""
    if "due_on" in report.__dict__:
        known: date | None = report.__dict__["due_on"]
        return known
    found = reporting_date_for(report.partnership, report.year)
    return found.due_on if found is not None else None
