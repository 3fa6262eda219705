"""Values as plain JSON: what the trail, the versions and the frozen copies are made of."""

import json
from datetime import date, datetime
from typing import Any

from django.db import models

UNTOLD = {"id", "code", "version", "created_at", "changed_at"}


def noun_of(record: models.Model) -> str:
    """The name a kind of record goes by in the trail: app and model, in lower case."""
    return record._meta.label_lower


def plain(value: Any) -> Any:
    """`value` as JSON can hold it; a related record becomes its public code."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return getattr(value, "code", value.pk)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        return [plain(item) for item in value]
    return str(value)


def values_of(record: models.Model) -> dict[str, Any]:
    """The editable values of `record`, column by column; many-to-many ones are not columns and stay out."""
    return {
        column.name: plain(column.value_from_object(record))
        for column in record._meta.concrete_fields
        if column.name not in UNTOLD and not column.name.startswith("folded_")
    }


def canonical(body: Any) -> str:
    """`body` as canonical JSON: keys sorted, no spare space, unescaped text, so that equal content is equal text."""
    return json.dumps(plain(body), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
