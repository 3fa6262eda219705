"""The reminder sweep on the heaviest day there is: how long it looks, and how often it asks, for each thousand."""

import time
from datetime import datetime, timedelta
from typing import Any


class Counter:
    """Counts statements without keeping them."""

    def __init__(self) -> None:
        self.seen = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Count one, and carry it out."""
        self.seen += 1
        return execute(sql, params, many, context)


def measure() -> dict[str, Any]:
    """A sweep, undone afterwards; the second finds nothing new and shows what every later one costs."""
    from django.db import connection, transaction

    from actionplans.models import Action
    from councils.models import Membership
    from lipportal.notices.services import find_reminders

    candidates, at = Membership.objects.count() + Action.objects.count(), _heaviest_moment()
    sweeps = []
    with transaction.atomic():
        for _turn in range(2):
            counter, began = Counter(), time.monotonic()
            with connection.execute_wrapper(counter):
                made = find_reminders(at=at)
            sweeps.append({"seconds": time.monotonic() - began, "queries": counter.seen, "made": made})
        transaction.set_rollback(True)
    first, again = sweeps
    return {"candidates": candidates, "day": f"{at:%Y-%m-%d}", "first": first, "again": again}


def _heaviest_moment() -> datetime:
    """A fortnight before the day on which the most reports that have not come are due."""
    from django.db.models import Count, Exists, OuterRef

    from councils.models import ReportingDate
    from lipportal.shared import clock
    from reporting.models import YearlyReport

    same = {"partnership": OuterRef("agreement__partnership"), "year": OuterRef("year")}
    sent = YearlyReport.objects.filter(first_submitted_at__isnull=False, **same)
    days = ReportingDate.objects.filter(~Exists(sent)).values("due_on").annotate(count=Count("pk"))
    heaviest = days.order_by("-count", "due_on").first()
    if heaviest is None:
        return clock.now()
    return clock.day_begins(heaviest["due_on"] - timedelta(days=14), "America/Toronto")
