"""The reminder sweep: how long it looks, and how often it asks, for each thousand of what may fall due."""

import time
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
    """One sweep, undone afterwards; the second finds nothing new and shows what every later one costs."""
    from django.db import connection, transaction

    from actionplans.models import Action
    from councils.models import Membership
    from lipportal.notices.services import find_reminders

    candidates = Membership.objects.count() + Action.objects.count()
    sweeps = []
    with transaction.atomic():
        for _turn in range(2):
            counter, began = Counter(), time.monotonic()
            with connection.execute_wrapper(counter):
                made = find_reminders()
            sweeps.append({"seconds": time.monotonic() - began, "queries": counter.seen, "made": made})
        transaction.set_rollback(True)
    first, again = sweeps
    return {"candidates": candidates, "first": first, "again": again}
