"""An officer's notes on a submitted report, and the partnership's answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lipportal.audit import services as audit
from lipportal.audit.queries import body_of, frozen_copies_of
from lipportal.shared import clock
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import refuse_unless
from reporting.choices import ReportState
from reporting.models import ReviewNote, YearlyReport
from reporting.rules import problems_with_own_partnership


def _held(report: YearlyReport) -> YearlyReport:
    """The report as it stands, held until the transaction ends: nobody returns, accepts or sends it meanwhile."""
    return YearlyReport.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=report.pk)


def _as_it_stands(note: ReviewNote, report: YearlyReport) -> ReviewNote:
    """A note of a report that is held, read anew: a decision taken meanwhile has sent it."""
    fresh = ReviewNote.objects.select_related("partnership").get(pk=note.pk)
    fresh.report = report
    return fresh


def _require_reviewer(by: Any, report: YearlyReport) -> YearlyReport:
    """The report, held, for somebody who reviews it now."""
    held = _held(report)
    refuse_unless(by, "reporting.note_report", held)
    if reasons := problems_with_own_partnership(by, held.partnership):
        raise Refused.because(reasons)
    return held


@transaction.atomic
def write_note(
    report: YearlyReport, values: Mapping[str, Any], *, by: Any, note: ReviewNote | None = None, version: int = 0
) -> ReviewNote:
    """Write a note on a section, or change one that was not sent yet; the partnership sees none before the decision."""
    report = _require_reviewer(by, report)
    if values.get("line") and values["line"] not in _lines_sent(report):
        raise Refused(_("No line of the report has this number. Copy it from the report, or leave it empty."))
    if note is None:
        return audit.create(ReviewNote(partnership=report.partnership, report=report, author=by, **values), by=by)
    note = _as_it_stands(note, report)
    if note.sent_at is not None or note.ended_on is not None:
        raise Refused(_("This note was sent or withdrawn; write another instead."))
    return audit.change(note, values, by=by, version=version)  # type: ignore[no-any-return]


def _lines_sent(report: YearlyReport) -> set[str]:
    """The numbers of the lines in what was sent last."""
    copy = frozen_copies_of(report).last()
    sections = body_of(copy)[report.language]["sections"] if copy is not None else ()
    return {line["number"] for section in sections for line in section["lines"]}


@transaction.atomic
def withdraw_note(note: ReviewNote, *, by: Any, because: str) -> ReviewNote:
    """Withdraw a note for a reason; it stays readable, struck out."""
    note = _as_it_stands(note, _require_reviewer(by, note.report))
    if note.ended_on is not None:
        raise Refused(_("This note was already withdrawn."))
    return audit.end(note, by=by, on=note.partnership.today(), because=because)  # type: ignore[no-any-return]


@transaction.atomic
def reply_note(note: ReviewNote, text: str, *, by: Any, version: int) -> ReviewNote:
    """Answer a note while the report is back with the partnership."""
    report = _held(note.report)
    refuse_unless(by, "reporting.reply_note", report)
    note = _as_it_stands(note, report)
    if report.state != ReportState.RETURNED or note.sent_at is None:
        raise Refused(_("Notes are answered while the report is returned to you."))
    if note.ended_on is not None or note.settled_at is not None:
        raise Refused(_("This note is settled or withdrawn; it needs no answer."))
    values = {"reply": text, "replied_by": by, "replied_at": clock.now()}
    return audit.change(note, values, by=by, version=version, action="answered")  # type: ignore[no-any-return]


@transaction.atomic
def settle_note(note: ReviewNote, *, by: Any, settled: bool, version: int) -> ReviewNote:
    """Mark a note as settled, or open it again, while the report is with the officer."""
    note = _as_it_stands(note, _require_reviewer(by, note.report))
    if note.sent_at is None or note.ended_on is not None:
        raise Refused(_("Only a note the partnership has received can be settled; withdraw the others."))
    values = {"settled_at": clock.now() if settled else None}
    return audit.change(note, values, by=by, version=version, action="settled")  # type: ignore[no-any-return]


def send_notes(report: YearlyReport, *, by: Any, at: datetime) -> None:
    """Send what was written and not withdrawn with a decision, inside its transaction; each note moves on a version.

    Somebody who still has one open to change it, or an answer to it, is told that it was sent.
    """
    for note in report.notes.filter(sent_at__isnull=True, ended_on__isnull=True):
        audit.change(note, {"sent_at": at}, by=by, version=note.version, action="sent")
