"""Reading the trail: a record's history, its versions, and the difference between two texts."""

import difflib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet

from lipportal.audit.models import Entry, FrozenCopy, Version
from lipportal.audit.plain import noun_of


@dataclass(frozen=True)
class Piece:
    """A run of words that two texts share, or that only one of them has."""

    kind: Literal["same", "gone", "added"]
    text: str


def history_of(record: Any) -> QuerySet[Entry]:
    """What happened to `record`, oldest first."""
    return histories_of([record])


def histories_of(records: Iterable[Any]) -> QuerySet[Entry]:
    """What happened to these records, all of one kind, oldest first."""
    codes = {record.code: noun_of(record) for record in records}
    rows = Entry.objects.filter(noun__in=set(codes.values()), record_code__in=codes)
    return rows.select_related("by").order_by("at", "pk")


def version_values(record: Any, number: int) -> dict[str, Any]:
    """The values of `record` at one version; empty when that version was never kept."""
    row = Version.objects.filter(noun=noun_of(record), record_code=record.code, number=number).first()
    return dict(row.values) if row else {}


def frozen_copies_of(record: Any) -> QuerySet[FrozenCopy]:
    """The frozen copies of `record`, first to last."""
    return FrozenCopy.objects.filter(noun=noun_of(record), record_code=record.code).order_by("number")


def body_of(copy: FrozenCopy) -> Any:
    """The words and figures of a frozen copy."""
    return json.loads(copy.body)


def difference(before: str, after: str) -> list[Piece]:
    """Word by word, what was struck out and what was added from one text to the other."""
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    pieces: list[Piece] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if a != b:
            pieces.append(Piece("gone", "".join(old[a:b])))
        if c != d:
            pieces.append(Piece("added", "".join(new[c:d])))
    return pieces
