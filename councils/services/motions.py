"""Writes about motions: put forward, moved and seconded, decided by the terms of that day, or set aside."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from councils.choices import MotionMethod, MotionState
from councils.models import DeclaredConflict, Meeting, Membership, Motion
from councils.models.motion import COUNTS
from councils.queries.meetings import day_of
from councils.queries.motions import (
    UNDER_WAY,
    Judgement,
    judgement_of,
    motion_version,
    voters_on,
    voters_there,
)
from councils.votes import carries, problems_with_votes
from councils.workflow import MOTION
from lipportal.audit.services import change, create, end
from lipportal.shared import clock
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import move


@transaction.atomic
def create_motion(meeting: Meeting, values: Mapping[str, Any], *, by: Any) -> Motion:
    """Put a motion forward for a meeting, held or to come; it takes the next number there.

    Raises Refused when the meeting was taken out.
    """
    held = _held_meeting(meeting.pk)
    last = Motion.objects.filter(meeting=held).aggregate(last=Max("place"))["last"] or 0
    motion: Motion = create(Motion(partnership=held.partnership, meeting=held, place=last + 1, **values), by=by)
    return motion


@transaction.atomic
def edit_motion(motion: Motion, values: Mapping[str, Any], *, by: Any, version: int) -> Motion:
    """Change the wording from the `version` that was read. Raises Refused once it was moved: the wording is fixed."""
    current = _held(motion)
    if not MOTION.editable_fields(current):
        raise Refused(_("This motion is “%(state)s”; its wording is fixed.") % {"state": current.get_state_display()})
    changed: Motion = change(current, values, by=by, version=version)
    return changed


def _held_meeting(key: int) -> Meeting:
    """The meeting as it stands, waiting for whoever notes attendance or decides there now; refused when taken out."""
    rows = Meeting.objects.select_related("partnership", "body__partnership")
    meeting = rows.select_for_update(of=("self",)).get(pk=key)
    if meeting.is_ended:
        raise Refused(_("This meeting was taken out; it cannot be changed."))
    return meeting


def _held(motion: Motion, *, version: int | None = None) -> Motion:
    """The motion and its meeting as they stand, once whoever is at either of them is done.

    The meeting first, as whoever notes attendance does. Raises Refused when the page was opened at another `version` of
    the motion, of who was there, or of the conflicts declared.
    """
    meeting = _held_meeting(motion.meeting_id)
    current = Motion.objects.select_related("partnership", "mover__person", "seconder__person")
    held = current.select_for_update(of=("self",)).get(pk=motion.pk)
    held.meeting = meeting
    if version is not None and motion_version(held) != version:
        raise Refused(_("This was changed after you opened the page. Read it again before you go on."))
    return held


# --- conflicts of interest -------------------------------------------------------------------------------------------
@transaction.atomic
def declare_conflict(motion: Motion, values: Mapping[str, Any], *, by: Any) -> DeclaredConflict:
    """Record that a voting member who is there has a conflict of interest in this motion, and so no vote on it.

    Raises Refused once it is decided, for somebody who has no vote here, who moved or seconded it, or who declared
    already.
    """
    current, member = _held(motion), values["membership"]
    told = {"person": member.person.name, "state": current.get_state_display()}
    if current.state not in UNDER_WAY:
        raise Refused(_("This motion is “%(state)s”; it is too late to declare.") % told)
    if member.pk in (current.mover_id, current.seconder_id):
        raise Refused(_("%(person)s moved or seconded this motion.") % told)
    if not voters_there(current.meeting).filter(pk=member.pk).exists():
        raise Refused(_("%(person)s has no vote at this meeting.") % told)
    if not voters_on(current).filter(pk=member.pk).exists():
        raise Refused(_("%(person)s declared a conflict of interest already.") % told)
    row = DeclaredConflict(partnership=current.partnership, motion=current, **values)
    declared: DeclaredConflict = create(row, by=by)
    return declared


@transaction.atomic
def end_conflict(conflict: DeclaredConflict, *, by: Any, because: str) -> DeclaredConflict:
    """Take back a declaration that was recorded by mistake; the member has their vote again.

    Raises Refused once the motion is decided: what was judged stays judged.
    """
    current = _held(conflict.motion)
    if current.state not in UNDER_WAY:
        raise Refused(_("This motion is “%(state)s”; that stays as it is.") % {"state": current.get_state_display()})
    ended: DeclaredConflict = end(conflict, by=by, on=conflict.partnership.today(), because=because)
    return ended


# --- steps -----------------------------------------------------------------------------------------------------------
def _step(motion: Motion, name: str, *, by: Any, because: str = "", **values: Any) -> Motion:
    moved: Motion = move(motion, MOTION, name, by=by, at=clock.now(), because=because, **values).record
    return moved


@transaction.atomic
def put_motion(
    motion: Motion, *, by: Any, mover: Membership, seconder: Membership, version: int | None = None
) -> Motion:
    """Record who moved and who seconded a motion: two voting members who are there and declared no conflict."""
    current = _held(motion, version=version)
    if mover == seconder:
        raise Refused(_("Somebody other than the mover seconds a motion."))
    voters = set(voters_on(current).values_list("pk", flat=True))
    for member in (mover, seconder):
        if member.pk not in voters:
            raise Refused(_("%(person)s has no vote on this motion.") % {"person": member.person.name})
    return _step(current, "put", by=by, mover=mover, seconder=seconder)


@transaction.atomic
def open_motion_again(motion: Motion, *, by: Any, because: str, version: int | None = None) -> Motion:
    """Take a motion back from the meeting, for a reason: nobody moved it, or others did; its wording opens again."""
    return _step(_held(motion, version=version), "open_again", by=by, because=because, mover=None, seconder=None)


@transaction.atomic
def decide_motion(
    motion: Motion,
    *,
    by: Any,
    method: str,
    in_favour: int | None = None,
    against: int | None = None,
    abstained: int | None = None,
    effective_on: date | None = None,
    version: int | None = None,
) -> Motion:
    """Record what a meeting decided; the terms of that day say whether it carries, and that stays so (design 2.5).

    By consensus it carries, and nothing is counted; by a show of hands all three counts are wanted. Raises Refused for
    counts that are missing, too many or out of place, without quorum, and for an effect before the decision.
    """
    current = _held(motion, version=version)
    judged, counts, day = judgement_of(current), (in_favour, against, abstained), day_of(current.meeting)
    _refuse_wrong_counts(method, counts, judged.can_vote)
    if effective_on is not None and effective_on < day:
        raise Refused(_("A decision takes effect on the day of the meeting, or later."))
    is_carried = method == MotionMethod.CONSENSUS or carries(judged.percent, in_favour or 0, against or 0)
    state = MotionState.CARRIED if is_carried else MotionState.DEFEATED
    values: dict[str, Any] = {"method": method, **dict(zip(COUNTS, counts, strict=True))}
    values |= {"state": state, "effective_on": (effective_on or day) if is_carried else None}
    return _step(current, "decide", by=by, **values, **_as_judged(current, judged))


def _refuse_wrong_counts(method: str, counts: tuple[int | None, ...], can_vote: int) -> None:
    given = [count for count in counts if count is not None]
    if method == MotionMethod.CONSENSUS and given:
        raise Refused(_("By consensus nobody is counted. Leave the votes empty, or say that it was a show of hands."))
    if method == MotionMethod.HANDS and len(given) != len(counts):
        raise Refused(_("Count all three: in favour, against, abstained. Nobody is 0."))
    if reasons := problems_with_votes(given, can_vote):
        raise Refused.because(reasons)


@transaction.atomic
def lapse_motion(motion: Motion, *, by: Any, version: int | None = None) -> Motion:
    """Record that a motion lapsed for want of quorum, moved or not. Raises Refused where there is quorum."""
    current = _held(motion, version=version)
    return _step(current, "lapse", by=by, **_as_judged(current, judgement_of(current)))


def _as_judged(motion: Motion, judged: Judgement) -> dict[str, Any]:
    """What the decision was judged by, kept with it."""
    return {
        "terms": judged.terms,
        "is_second_call": motion.meeting.is_second_call,
        "votes": judged.votes,
        "there": judged.there,
        "recused": judged.recused,
        "needed": judged.needed,
        "decided_on": day_of(motion.meeting),
    }


@transaction.atomic
def defer_motion(motion: Motion, *, by: Any, because: str, version: int | None = None) -> Motion:
    """Set a motion aside for another meeting, for a reason."""
    held = _held(motion, version=version)
    return _step(held, "defer", by=by, because=because, set_aside_because=because.strip())


@transaction.atomic
def withdraw_motion(motion: Motion, *, by: Any, because: str, version: int | None = None) -> Motion:
    """Withdraw a motion that was not decided, for a reason."""
    held = _held(motion, version=version)
    return _step(held, "withdraw", by=by, because=because, set_aside_because=because.strip())
