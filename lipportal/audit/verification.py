"""Whether the trail is as the portal wrote it: every line, its place, and that none is gone (decision 14)."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Max

from lipportal.audit.head import remembered_head
from lipportal.audit.marks import fits, is_signed, tail_of
from lipportal.audit.models import Checkpoint, Entry, FrozenCopy, Seal, Version
from lipportal.shared import clock

LINES: tuple[Any, ...] = (Entry, Version, FrozenCopy)
# The longest that a transaction lasts, amply: a line that came later than this was not written by the portal's leave.
LATE = timedelta(hours=1)
MOST_MISFITS = 20
AT_ONCE = 2000


@dataclass(frozen=True)
class Misfit:
    """One thing that is not as the portal left it: the kind of line, its key, and what is wrong."""

    kind: str
    key: int
    says: str

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.says}"


def misfits(*, at: datetime | None = None) -> list[Misfit]:
    """What does not fit, the first lines first; none when the trail is whole."""
    return list(islice(_misfits(at or clock.now()), MOST_MISFITS))


def _misfits(at: datetime) -> Iterator[Misfit]:
    listed = {model._meta.label_lower: array("Q", bytes(8 * (_highest(model) + 1))) for model in LINES}
    yield from _checkpoints(listed)
    for model in LINES:
        yield from _lines(model, listed[model._meta.label_lower], at)
    if Seal.objects.filter(is_open=True).exists():
        yield Misfit("audit.seal", 1, "the seal stands open")


def _highest(model: Any) -> int:
    """The highest key of a kind of line, there or listed."""
    there = model.objects.aggregate(highest=Max("pk"))["highest"] or 0
    newest = Checkpoint.objects.order_by("number").last()
    return max(there, newest.last.get(model._meta.label_lower, 0) if newest else 0)


def _checkpoints(listed: dict[str, Any]) -> Iterator[Misfit]:
    """Walk the checkpoints, noting what each lists; what is signed by nobody is named and not believed."""
    former, number, head = "", 0, remembered_head()
    for checkpoint in Checkpoint.objects.order_by("number").iterator(chunk_size=AT_ONCE):
        number += 1
        if checkpoint.number != number:
            yield Misfit("audit.checkpoint", number, "it is gone")
            number = checkpoint.number
        elif not is_signed(checkpoint, former):
            yield Misfit("audit.checkpoint", number, "it was changed, or put there by another hand")
        else:
            _note(checkpoint, listed)
        former = checkpoint.signature
        if head is not None and number == head.number and checkpoint.signature != head.signature:
            yield Misfit("audit.checkpoint", number, "it is not the one this machine remembers")
    if head is not None and number < head.number:
        yield Misfit("audit.checkpoint", number + 1, "it is gone, though this machine remembers it")


def _note(checkpoint: Checkpoint, listed: dict[str, Any]) -> None:
    for label, pairs in checkpoint.lines.items():
        for key, tail in pairs:
            if key < len(listed[label]):
                listed[label][key] = int(tail, 16)


def _lines(model: Any, tails: Any, at: datetime) -> Iterator[Misfit]:
    """Each line beside its mark and its place; then what a checkpoint lists and is not there."""
    label, gone = model._meta.label_lower, 1
    for line in model.objects.filter(pk__lt=len(tails)).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield from _missing(label, tails, gone, line.pk)
        gone = line.pk + 1
        if says := _wrong_with(line, tails[line.pk], at):
            yield Misfit(label, line.pk, says)
    yield from _missing(label, tails, gone, len(tails))


def _missing(label: str, tails: Any, first: int, end: int) -> Iterator[Misfit]:
    for key in range(first, end):
        if tails[key]:
            yield Misfit(label, key, "it is gone")


def _wrong_with(line: Any, tail: int, at: datetime) -> str:
    if not line.mark:
        return "it was put there without a mark"
    if not fits(line):
        return "it was changed, or put there by another hand"
    if tail and int(tail_of(line.mark), 16) != tail:
        return "it stands in another line's place"
    if not tail and line.at < at - LATE:
        return "no checkpoint lists it: it was put there, or the timetable has stopped"
    return ""
