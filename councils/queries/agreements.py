"""Agreements and the days their reports are due."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from councils.models import Agreement, Partnership, ReportingDate
from councils.permissions import permitted_rows
from lipportal.shared.clock import FISCAL_YEAR_FIRST_MONTH, FiscalYear


def agreements_visible_to(user: Any) -> QuerySet[Agreement]:
    """The agreements this person may read."""
    return permitted_rows(user, "councils.view_agreement", Agreement.objects.all())


def agreement_for(partnership: Partnership, fiscal_year: FiscalYear | int) -> Agreement | None:
    """The agreement under which a partnership works in a fiscal year; the latest, should two meet in it."""
    year = fiscal_year if isinstance(fiscal_year, FiscalYear) else FiscalYear(fiscal_year)
    rows = Agreement.objects.filter(partnership=partnership, starts_on__lte=year.last_day, ends_on__gte=year.first_day)
    running = rows.exclude(ended_on__lt=year.first_day)
    return running.order_by("-starts_on", "-pk").first()


def agreement_on(partnership: Partnership, on: date) -> Agreement | None:
    """The agreement in force on a day, if any."""
    rows = Agreement.objects.filter(partnership=partnership, starts_on__lte=on, ends_on__gte=on)
    return rows.exclude(ended_on__lt=on).order_by("-starts_on", "-pk").first()


def agreements_between(partnership: Partnership, first: date, last: date) -> QuerySet[Agreement]:
    """The agreements of a partnership in force on any day from `first` to `last`; one ended early frees its days."""
    rows = Agreement.objects.filter(partnership=partnership, starts_on__lte=last, ends_on__gte=first)
    in_force = rows.exclude(ended_on__lt=first).exclude(ended_on__lt=F("starts_on"))
    return in_force.order_by("starts_on", "pk")


def day_after_agreements(partnership: Partnership) -> date | None:
    """The first day no agreement of a partnership covers any more: when the next one begins, most often."""
    covered = [each.last_day for each in Agreement.objects.filter(partnership=partnership)]
    return max(covered) + timedelta(days=1) if covered else None


def reporting_dates_in_force() -> QuerySet[ReportingDate]:
    """The days reports are due, one for a partnership and fiscal year, wherever days to report are told.

    A day counts unless its agreement had ended before the year it is about; where two agreements meet in a year, the
    one that began later says the day.
    """
    rows = ReportingDate.objects.filter(_ran_into_the_year())
    beside = rows.filter(agreement__partnership=OuterRef("agreement__partnership"), year=OuterRef("year"))
    latest = beside.order_by("-agreement__starts_on", "-agreement__pk")
    return rows.filter(pk=Subquery(latest.values("pk")[:1])).select_related("agreement__partnership")


def _ran_into_the_year() -> Q:
    """Not ended, or ended on or after the 1 April that the fiscal year begins with."""
    later = Q(agreement__ended_on__year__gt=F("year"))
    same = Q(agreement__ended_on__year=F("year"), agreement__ended_on__month__gte=FISCAL_YEAR_FIRST_MONTH)
    return Q(agreement__ended_on__isnull=True) | later | same


def reporting_date_for(partnership: Partnership, year: FiscalYear | int) -> ReportingDate | None:
    """The day the report on the fiscal year that begins in `year` is due, if an agreement names one."""
    start = year.start if isinstance(year, FiscalYear) else year
    return reporting_dates_in_force().filter(agreement__partnership=partnership, year=start).first()
