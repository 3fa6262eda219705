"""How many old rows are erased: a batch at a time, so that nobody waits for them all."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

AT_ONCE = 200


def erase_in_batches(rows: QuerySet[Any], *, at_once: int = AT_ONCE) -> int:
    """Delete `rows`, each batch in a transaction of its own; gives how many went.

    A batch holds its rows while it goes, so that nobody brings one back to life meanwhile.
    """
    erased = 0
    while went := _erase_some(rows, at_once):
        erased += went
    return erased


@transaction.atomic
def _erase_some(rows: QuerySet[Any], at_once: int) -> int:
    held = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True)[:at_once])
    if held:
        rows.model._base_manager.filter(pk__in=held).delete()
    return len(held)
