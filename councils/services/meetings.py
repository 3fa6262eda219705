"""Writes about meetings and who was there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from councils.models import Attendance, Body, Meeting
from councils.queries.meetings import AttendanceLine, attendance_lines, votes_among
from councils.services.rows import note_rows
from lipportal.audit.services import change, create, end
from lipportal.shared.errors import Conflict, Refused


def create_meeting(body: Body, values: Mapping[str, Any], *, by: Any) -> Meeting:
    """Record a meeting of a body, held or to come."""
    meeting: Meeting = create(Meeting(partnership=body.partnership, body=body, **values), by=by)
    return meeting


def edit_meeting(meeting: Meeting, values: Mapping[str, Any], *, by: Any, version: int) -> Meeting:
    """Change a meeting from the `version` that was read. Raises Refused when it was taken out."""
    if Meeting.objects.get(pk=meeting.pk).is_ended:
        raise Refused(_("This meeting was taken out; it cannot be changed."))
    changed: Meeting = change(meeting, values, by=by, version=version)
    return changed


def attendance_field(code: str) -> str:
    """The name under which one membership's attendance is answered in a form."""
    return f"m_{code}"


@transaction.atomic
def record_attendance(meeting: Meeting, answers: Mapping[str, str], *, by: Any, version: int) -> Meeting:
    """Note how each member stood to a meeting, by membership code; no answer takes a note away.

    Raises Refused when the meeting was taken out or its day is still to come, and Conflict when somebody noted
    attendance meanwhile.
    """
    current = Meeting.objects.select_related("partnership", "body").select_for_update(of=("self",)).get(pk=meeting.pk)
    if current.is_ended:
        raise Refused(_("This meeting was taken out; it cannot be changed."))
    if not current.has_come:
        raise Refused(_("That day has not come yet. Note who is here once it has."))
    lines = attendance_lines(current)
    before = {line.membership.code: line.state for line in lines if line.state}
    if current.version != version:
        for line in lines:
            setattr(current, attendance_field(line.membership.code), line.state)
        raise Conflict(current, _("Somebody noted attendance while you did. Both are kept."))
    after = {line.membership.code: answers.get(line.membership.code, line.state) for line in lines}
    after = {code: state for code, state in after.items() if state}
    if after == before and current.votes_there is not None:
        return current
    Attendance.objects.filter(meeting=current).delete()
    Attendance.objects.bulk_create(
        Attendance(meeting=current, membership=line.membership, state=after[line.membership.code])
        for line in lines
        if line.membership.code in after
    )
    _keep_votes(current, lines, after)
    noted: Meeting = note_rows(current, by=by, action="attendance_noted", before=before, after=after)
    return noted


def _keep_votes(meeting: Meeting, lines: list[AttendanceLine], noted: Mapping[str, str]) -> None:
    """Keep who had a vote, and came, as it stands now: no later change of a seat reaches back to this meeting."""
    as_noted = [replace(line, state=noted.get(line.membership.code, "")) for line in lines]
    meeting.votes, meeting.votes_there = votes_among(as_noted)
    Meeting.objects.filter(pk=meeting.pk).update(votes=meeting.votes, votes_there=meeting.votes_there)


def end_meeting(meeting: Meeting, *, by: Any, on: date, because: str) -> Meeting:
    """Take out a meeting that was recorded by mistake; it stays readable and counts nowhere."""
    ended: Meeting = end(meeting, by=by, on=on, because=because)
    return ended
