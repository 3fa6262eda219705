"""What falls due in reporting: the yearly report, for its coordinators and co-chairs, until it is submitted."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from councils.choices import Role
from councils.models import ReportingDate, RoleHeld
from councils.queries import reporting_dates_in_force
from lipportal.notices.registry import Deadline, Due
from lipportal.shared import clock
from reporting.models import YearlyReport
from reporting.queries.names import names_by_language

FURTHEST_AHEAD = timedelta(days=62)
FURTHEST_LATE = timedelta(days=120)
REMINDED = (Role.COORDINATOR, Role.CO_CHAIR)


def reports_due(now: datetime) -> Iterable[Due]:
    """Each report that is due within two months or late, and not yet submitted, with whom to remind (domain b4)."""
    submitted = YearlyReport.objects.filter(
        partnership=OuterRef("agreement__partnership"), year=OuterRef("year"), first_submitted_at__isnull=False
    )
    day = now.date()
    dates = list(
        reporting_dates_in_force()
        .filter(due_on__range=(day - FURTHEST_LATE, day + FURTHEST_AHEAD))
        .exclude(Exists(submitted))
    )
    people: dict[int, list[RoleHeld]] = {}
    wanted = [date.agreement.partnership_id for date in dates]
    held = RoleHeld.objects.filter(partnership_id__in=wanted, role__in=REMINDED, ended_on__isnull=True)
    for row in held.select_related("user"):
        people.setdefault(row.partnership_id or 0, []).append(row)
    for date in dates:
        yield _due(date, people.get(date.agreement.partnership_id, []), day)


def _due(date: ReportingDate, held: list[RoleHeld], day: object) -> Due:
    partnership = date.agreement.partnership
    today = partnership.today()
    current = {row.user for row in held if row.starts_on <= today and (row.last_on is None or today <= row.last_on)}
    return Due(
        record_code=f"{partnership.code}-{date.year}",
        partnership_code=partnership.code,
        due_at=clock.day_ends(date.due_on, partnership.time_zone),
        people=[user for user in current if user.is_active],
        url=reverse("reporting:report_list", kwargs={"slug": partnership.slug}),
        zone=partnership.time_zone,
        context={
            "year": str(clock.FiscalYear(date.year)),
            "partnership_name_by_language": names_by_language(partnership),
        },
    )


def is_report_still_due(record_code: str) -> bool:
    """Whether the report of this partnership and year is still asked for, and not submitted."""
    partnership_code, _dash, year = record_code.rpartition("-")
    submitted = YearlyReport.objects.filter(
        partnership__code=partnership_code, year=int(year), first_submitted_at__isnull=False
    )
    asked = reporting_dates_in_force().filter(agreement__partnership__code=partnership_code, year=int(year))
    return asked.exists() and not submitted.exists()


REPORT_DUE = Deadline(kind="report_due", due=reports_due, is_still_due=is_report_still_due, template="report_due")
