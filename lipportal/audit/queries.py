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

# Below this share of common words, two texts are two texts.
LITTLE_IN_COMMON = 0.3


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


def last_writers(record: Any, after: int) -> set[int | None]:
    """Who wrote the versions of `record` that came after version `after`, by their keys; None for the portal."""
    rows = Version.objects.filter(noun=noun_of(record), record_code=record.code, number__gt=after)
    return set(rows.values_list("by", flat=True))


def frozen_copies_of(record: Any) -> QuerySet[FrozenCopy]:
    """The frozen copies of `record`, first to last."""
    return FrozenCopy.objects.filter(noun=noun_of(record), record_code=record.code).order_by("number")


def body_of(copy: FrozenCopy) -> Any:
    """The words and figures of a frozen copy."""
    return json.loads(copy.body)


def difference(before: str, after: str) -> list[Piece]:
    """Word by word, what was struck out and what was added from one text to the other.

    Texts that share little are shown one after the other: word by word, nobody could read either.
    """
    old, new = (re.findall(r"\S+\s*", text) for text in (before, after))
    words = difflib.SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False
    )
    if old and new and words.ratio() < LITTLE_IN_COMMON:
        return [Piece("gone", _apart(before)), Piece("added", after)]
    pieces: list[Piece] = []
    for kind, a, b, c, d in words.get_opcodes():
        gone, added = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal":
            pieces.append(Piece("same", added))
        elif added:
            pieces += [Piece("gone", _apart(gone)), Piece("added", added)] if gone else [Piece("added", added)]
        else:
            pieces.append(Piece("gone", gone))
    return pieces


def _apart(text: str) -> str:
    """The text with a blank at its end, so that what comes after it does not stick to it."""
    return text if text[-1:].isspace() else f"{text} "
