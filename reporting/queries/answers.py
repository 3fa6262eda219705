"""The partnership's answers to an officer's note, round by round: each as it was sent, with its version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from lipportal.audit.models import Version
from lipportal.audit.plain import noun_of
from lipportal.audit.queries import frozen_copies_of
from reporting.models import ReviewNote, YearlyReport


@dataclass(frozen=True)
class Answer:
    """One answer: its words, when they were written, and the version they were sent with; 0 while not yet sent."""

    text: str
    at: datetime
    sent_with: int


def with_answers(
    notes: Iterable[ReviewNote], report: YearlyReport, *, sent: Sequence[Any] | None = None, is_own: bool = True
) -> list[ReviewNote]:
    """The notes, each with its `answers`, first to last; two queries, and none while nothing is answered.

    `sent` are the versions whose answers count, all by default: an older version is read with the answers that went
    with it. What is not sent yet is the partnership's own (`is_own`).
    """
    found = list(notes)
    answered = [note for note in found if note.reply]
    kept = _kept(answered) if answered else {}
    if answered and sent is None:
        sent = list(frozen_copies_of(report).only("number", "at"))
    for note in found:
        note.report = report  # read already
        note.answers = _answers(note, kept.get(note.code, []), sent or (), is_own=is_own)  # type: ignore[attr-defined]
    return found


def _kept(notes: Sequence[ReviewNote]) -> dict[str, list[tuple[str, datetime]]]:
    """Every answer each note ever had, first to last, from its kept versions."""
    rows = Version.objects.filter(noun=noun_of(notes[0]), record_code__in=[note.code for note in notes])
    found: dict[str, list[tuple[str, datetime]]] = {}
    for row in rows.order_by("number"):
        at = parse_datetime(row.values.get("replied_at") or "")
        if at is not None:
            found.setdefault(row.record_code, []).append((row.values["reply"], at))
    return found


def _answers(
    note: ReviewNote, kept: Sequence[tuple[str, datetime]], sent: Sequence[Any], *, is_own: bool
) -> list[Answer]:
    """One answer for each version it was new in: that of a round is the last one written before it went."""
    found: list[Answer] = []
    for copy in sent:
        answer = next((each for each in reversed(kept) if each[1] <= copy.at), None)
        if answer and answer not in _written(found):
            found.append(Answer(*answer, copy.number))
    if is_own and note.replied_at and (note.reply, note.replied_at) not in _written(found):
        found.append(Answer(note.reply, note.replied_at, 0))
    return found


def _written(answers: Sequence[Answer]) -> list[tuple[str, datetime]]:
    return [(answer.text, answer.at) for answer in answers]
