"""Writes about meetings and who was there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from councils.models import Attendance, Body, Meeting, Motion
from councils.models.motion import DECIDED
from councils.queries.meetings import AttendanceLine, attendance_lines, day_of
from councils.services.rows import note_rows
from lipportal.audit.services import change, create, end
from lipportal.shared.clock import local_day
from lipportal.shared.errors import Conflict, Refused


def create_meeting(body: Body, values: Mapping[str, Any], *, by: Any) -> Meeting:
    """Record a meeting of a body, held or to come."""
    meeting: Meeting = create(Meeting(partnership=body.partnership, body=body, **values), by=by)
    return meeting


@transaction.atomic
def edit_meeting(meeting: Meeting, values: Mapping[str, Any], *, by: Any, version: int) -> Meeting:
    """Change a meeting from the `version` that was read.

    Raises Refused when it was taken out, and for another day once it is known who was there that day.
    """
    current = Meeting.objects.select_related("partnership").select_for_update(of=("self",)).get(pk=meeting.pk)
    if current.is_ended:
        raise Refused(_("This meeting was taken out; it cannot be changed."))
    moved_to = local_day(values.get("starts_at", current.starts_at), current.partnership.time_zone)
    if moved_to != day_of(current) and (current.is_noted or _has_decided(current)):
        raise Refused(_("Who was there that day is noted, so the day stays. Record a meeting of another day anew."))
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
    if after == before and current.is_noted:
        return current
    Attendance.objects.filter(meeting=current).delete()
    Attendance.objects.bulk_create(
        Attendance(
            meeting=current,
            membership=line.membership,
            state=after[line.membership.code],
            has_vote=line.has_vote,
        )
        for line in lines
        if line.membership.code in after
    )
    current.votes = _votes(lines)
    Meeting.objects.filter(pk=current.pk).update(votes=current.votes)
    noted: Meeting = note_rows(current, by=by, action="attendance_noted", before=before, after=after)
    return noted


def _votes(lines: list[AttendanceLine]) -> int:
    """How many members have a vote, each noted one as kept: no later change of a seat reaches back to this meeting."""
    return sum(line.has_vote for line in lines)


@transaction.atomic
def end_meeting(meeting: Meeting, *, by: Any, on: date, because: str) -> Meeting:
    """Take out a meeting that was recorded by mistake; it stays readable and counts nowhere.

    Raises Refused when a motion was decided there: what was decided is mended by a further motion.
    """
    current = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if _has_decided(current):
        raise Refused(
            _("A motion was decided at this meeting, so it stays. A further motion can change what it decided.")
        )
    ended: Meeting = end(meeting, by=by, on=on, because=because)
    return ended


def _has_decided(meeting: Meeting) -> bool:
    return Motion.objects.filter(meeting=meeting, state__in=DECIDED).exists()
