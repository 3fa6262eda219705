"""Reads of the reporting app: rows narrowed to the person who asks, and pages that mix apps."""

from typing import Any

from django.db.models import QuerySet

from councils.permissions import permitted_rows
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
