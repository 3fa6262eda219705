"""Writes about agreements: their dates, the days reports are due, and the officer assigned from a day to a day."""

from collections.abc import Mapping
from copy import copy
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from councils.choices import Role
from councils.models import Agreement, Partnership, ReportingDate, RoleHeld
from councils.queries.agreements import agreements_between
from councils.queries.roles import held_on
from councils.services.roles import end_role, give_role, shorten_role
from councils.services.rows import note_rows
from lipportal.accounts.models import User
from lipportal.audit.services import change, create, end
from lipportal.shared.clock import FiscalYear
from lipportal.shared.errors import Refused
from lipportal.shared.formats import day_text
from lipportal.shared.workflow import refuse_unless


@transaction.atomic
def create_agreement(partnership: Partnership, values: Mapping[str, Any], *, by: Any) -> Agreement:
    """Record a funding agreement; its number is used once in a partnership.

    Raises Refused when another agreement of the partnership covers some of its days (R4).
    """
    agreement = Agreement(partnership=partnership, **values)
    _refuse_number_twice(partnership, agreement.number)
    _refuse_two_at_a_time(agreement)
    return create(agreement, by=by)


@transaction.atomic
def edit_agreement(agreement: Agreement, values: Mapping[str, Any], *, by: Any, version: int) -> Agreement:
    """Change an agreement from the `version` that was read; no reporting date may fall out of its years.

    Raises Refused when another agreement of the partnership covers some of its days (R4).
    """
    _refuse_number_twice(agreement.partnership, values.get("number", agreement.number), other_than=agreement)
    wanted = copy(agreement)
    wanted.starts_on = values.get("starts_on", agreement.starts_on)
    wanted.ends_on = values.get("ends_on", agreement.ends_on)
    _refuse_two_at_a_time(wanted)
    first, last = FiscalYear.of(wanted.starts_on).start, FiscalYear.of(wanted.ends_on).start
    outside = agreement.reportingdate_set.exclude(year__gte=first, year__lte=last).first()
    if outside is not None:
        year = FiscalYear(outside.year)
        raise Refused(
            _("A report on %(year)s is due under this agreement. Take that date off before you shorten it.")
            % {"year": year}
        )
    current: Agreement = change(agreement, values, by=by, version=version)
    return current


def _refuse_number_twice(partnership: Partnership, number: str, *, other_than: Agreement | None = None) -> None:
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # of two who record it at once, one is told
    rows = Agreement.objects.filter(partnership=partnership, number=number)
    if other_than is not None:
        rows = rows.exclude(pk=other_than.pk)
    if rows.exists():
        raise Refused(_("This partnership has an agreement with this number already."))


def _refuse_two_at_a_time(agreement: Agreement) -> None:
    """Refuse days that another agreement covers; the partnership's row is held, so of two at once one is told."""
    others = agreements_between(agreement.partnership, agreement.starts_on, agreement.last_day).exclude(pk=agreement.pk)
    if (other := others.first()) is None:
        return
    days = {"first": other.starts_on, "last": other.last_day}
    words = {name: day_text(on, year=True, long=True, weekday=False) for name, on in days.items()}
    raise Refused(
        _(
            "Agreement %(number)s runs from %(first)s to %(last)s, and a partnership has one agreement at a time. "
            "Choose other days, or end that one first."
        )
        % {"number": other.number, **words}
    )


def end_agreement(agreement: Agreement, *, by: Any, on: date, because: str) -> Agreement:
    """End an agreement before its last day, with the reason; its years and results stay (R114)."""
    ended: Agreement = end(agreement, by=by, on=on, because=because)
    return ended


@transaction.atomic
def set_reporting_dates(agreement: Agreement, due: Mapping[int, date | None], *, by: Any, version: int) -> Agreement:
    """Say for each fiscal year of the agreement on which day its report is due; None takes the date off."""
    current: Agreement = change(agreement, {}, by=by, version=version)
    years = {year.start for year in current.fiscal_years}
    if not set(due) <= years:
        raise Refused(_("A reporting date must belong to a fiscal year of the agreement."))
    before = dict(current.reportingdate_set.values_list("year", "due_on"))
    after = {year: on for year, on in {**before, **due}.items() if on is not None}
    if after == before:
        return current
    current.reportingdate_set.all().delete()
    rows = [ReportingDate(agreement=current, year=year, due_on=on) for year, on in sorted(after.items())]
    ReportingDate.objects.bulk_create(rows)
    return note_rows(
        current,
        by=by,
        action="reporting_dates_changed",
        before={"reporting_dates": before},
        after={"reporting_dates": after},
    )


@transaction.atomic
def assign_officer(
    partnership: Partnership, user: User, *, starts_on: date, by: Any, last_on: date | None = None
) -> RoleHeld:
    """Assign a federal officer from a day on; whoever had the partnership hands over the day before (R4).

    An officer whose own time would only begin on or after that day never takes office: that assignment ends.
    """
    refuse_unless(by, "councils.assign_officer", partnership)
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # of two assigned at once, one hands over
    rows = RoleHeld.objects.filter(partnership=partnership, role=Role.OFFICER, ended_on__isnull=True)
    if rows.filter(held_on(starts_on), user=user).exists():
        raise Refused(_("This person is the officer on that day already."))
    meeting = rows.exclude(last_on__lt=starts_on)
    if last_on is not None:
        meeting = meeting.exclude(starts_on__gt=last_on)
    for held in meeting.select_related("user", "partnership"):
        if held.starts_on >= starts_on:
            end_role(held, by=by, because=str(_("Another officer was assigned for these days.")))
        else:
            shorten_role(held, last_on=starts_on - timedelta(days=1), by=by)
    return give_role(user=user, role=Role.OFFICER, partnership=partnership, starts_on=starts_on, last_on=last_on, by=by)
