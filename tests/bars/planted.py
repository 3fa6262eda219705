"""Payloads written into every text the portal stores, each with a mark that says in which column it was and which it is."""

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models

from lipportal.audit.models import FrozenCopy
from lipportal.audit.services import seal_open
from tests.bars.payloads import ADDRESSES, PAYLOADS
from tests.bars.rows import unchecked

# What the portal finds its records and pages by; nobody types these.
NOT_TYPED = re.compile(
    r"(^|_)(code|codes|slug|kind|state|key|noun|task|email|password|fingerprint|secret|sha256|name_of|action|zone|"
    r"language|storage|content_type|retention|form|template|username|session|reference|status|region|province|result)($|_)"
)
TYPED_IN = ("accounts", "actionplans", "councils", "drafts", "reporting", "strategies", "jobs", "files")
FROZEN = 0
MARK = re.compile(r"q(\d+)q(\d+)q")


def typed_columns(model: type[models.Model]) -> list[Any]:
    """The text columns people write in."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.unique
        and not NOT_TYPED.search(field.name)
        and not field.name.startswith("folded_")
    ]


def every_column() -> list[Any]:
    """The text columns people write in, of every record, in an order that stays."""
    planted = [model for model in apps.get_models() if model._meta.app_label in TYPED_IN and not model._meta.proxy]
    return [field for model in planted for field in typed_columns(model)]


def marked(column: int, which: int) -> str:
    """One payload and its mark."""
    return f"{PAYLOADS[which % len(PAYLOADS)]} q{column}q{which % len(PAYLOADS)}q"


def texts(column: int, first: int, together: int) -> str:
    """As many payloads as asked, the next after the one before."""
    return " ".join(marked(column, first + each) for each in range(together))


def plant(*, start: int = 0, together: int = 1) -> int:
    """Write payloads into every text a person could have written; answers into how many.

    Each text gets so many of them, beginning with another one than its neighbour; from `start` on, so that in as many
    rounds as that takes each text has held them all.
    """
    turn = count(start)
    with unchecked():
        for column, field in enumerate(every_column(), start=FROZEN + 1):
            rows = list(field.model._default_manager.order_by("pk"))
            is_link = isinstance(field, models.URLField) or field.name.endswith("url")
            for row in rows:
                which = next(turn)
                said = ADDRESSES[which % len(ADDRESSES)] if is_link else f"{texts(column, which, together)} {row.pk}"
                setattr(row, field.attname, said)
            field.model._default_manager.bulk_update(rows, [field.name], batch_size=100)
    with seal_open():
        for copy in FrozenCopy.objects.all():
            body = poisoned(json.loads(copy.body), (texts(FROZEN, each, together) for each in turn))
            FrozenCopy.objects.filter(pk=copy.pk).update(body=json.dumps(body))
    return next(turn) - start


def poisoned(value: Any, said: Iterator[str]) -> Any:
    """The same with a payload behind every text that is long enough to have been written by a person."""
    if isinstance(value, dict):
        return {key: poisoned(one, said) for key, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, said) for one in value]
    return f"{value} {next(said)}" if isinstance(value, str) and (" " in value or len(value) > 24) else value
