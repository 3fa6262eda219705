"""Writes about motions: put forward, moved and seconded, decided by the terms of that day, or set aside."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from councils.choices import MotionMethod, MotionState
from councils.models import DeclaredConflict, Meeting, Membership, Motion
from councils.queries.meetings import day_of
from councils.queries.motions import Judgement, judgement_of, voters_on, voters_there
from councils.rules import carries, problems_with_votes
from councils.workflow import MOTION
from lipportal.audit.services import change, create, end
from lipportal.shared import clock
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import move

COUNTS = ("in_favour", "against", "abstained")
UNDER_WAY = (MotionState.NOTICE, MotionState.MOVED)


@transaction.atomic
def create_motion(meeting: Meeting, values: Mapping[str, Any], *, by: Any) -> Motion:
    """Put a motion forward for a meeting, held or to come; it takes the next number there.

    Raises Refused when the meeting was taken out.
    """
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.is_ended:
        raise Refused(_("This meeting was taken out; it cannot be changed."))
    last = Motion.objects.filter(meeting=meeting).aggregate(last=Max("place"))["last"] or 0
    motion: Motion = create(Motion(partnership=meeting.partnership, meeting=meeting, place=last + 1, **values), by=by)
    return motion


@transaction.atomic
def edit_motion(motion: Motion, values: Mapping[str, Any], *, by: Any, version: int) -> Motion:
    """Change the wording from the `version` that was read. Raises Refused once it was moved: the wording is fixed."""
    current = _held(motion)
    if not MOTION.editable_fields(current):
        raise Refused(_("This motion is “%(state)s”; its wording is fixed.") % {"state": current.get_state_display()})
    changed: Motion = change(motion, values, by=by, version=version)
    return changed


def _held(motion: Motion) -> Motion:
    """The motion as it stands, waiting for whoever takes a step on it now."""
    return Motion.objects.select_for_update().get(pk=motion.pk)


# --- conflicts of interest -------------------------------------------------------------------------------------------
@transaction.atomic
def declare_conflict(motion: Motion, values: Mapping[str, Any], *, by: Any) -> DeclaredConflict:
    """Record that a voting member who is there has a conflict of interest in this motion, and so no vote on it.

    Raises Refused once it is decided, for somebody who has no vote here, who moved or seconded it, or who declared
    already.
    """
    current, member = _held(motion), values["membership"]
    if current.state not in UNDER_WAY:
        raise Refused(
            _("This motion is “%(state)s”; it is too late to declare.") % {"state": current.get_state_display()}
        )
    if member.pk in (current.mover_id, current.seconder_id):
        raise Refused(_("%(person)s moved or seconded this motion.") % {"person": member.person.name})
    if not voters_there(current.meeting).filter(pk=member.pk).exists():
        raise Refused(_("%(person)s has no vote at this meeting.") % {"person": member.person.name})
    if not voters_on(current).filter(pk=member.pk).exists():
        raise Refused(_("%(person)s declared a conflict of interest already.") % {"person": member.person.name})
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
def put_motion(motion: Motion, *, by: Any, mover: Membership, seconder: Membership) -> Motion:
    """Record who moved and who seconded a motion: two voting members who are there and declared no conflict."""
    _held(motion)
    if mover == seconder:
        raise Refused(_("Somebody else than the mover seconds a motion."))
    voters = set(voters_on(motion).values_list("pk", flat=True))
    for member in (mover, seconder):
        if member.pk not in voters:
            raise Refused(_("%(person)s has no vote on this motion.") % {"person": member.person.name})
    return _step(motion, "put", by=by, mover=mover, seconder=seconder)


@transaction.atomic
def decide_motion(
    motion: Motion,
    *,
    by: Any,
    method: str = "",
    in_favour: int | None = None,
    against: int | None = None,
    abstained: int | None = None,
    effective_on: date | None = None,
) -> Motion:
    """Record what a meeting decided; the terms of that day say whether it carries, and that stays so (design 2.5).

    Without quorum it lapses, whatever was counted. By consensus it carries; by a show of hands all three counts are
    wanted. Raises Refused for counts that are missing or more than there are votes.
    """
    _held(motion)
    judged = judgement_of(motion)
    counts = (in_favour, against, abstained)
    if judged.is_quorate and not method:
        raise Refused(_("Say how it was decided."))
    is_counted = judged.is_quorate and method == MotionMethod.HANDS
    if is_counted:
        _refuse_wrong_counts(counts, judged.can_vote)
    state = _outcome(judged, method, in_favour or 0, against or 0)
    values: dict[str, Any] = {
        "state": state,
        "method": method if judged.is_quorate else "",
        **dict(zip(COUNTS, counts if is_counted else (None, None, None), strict=True)),
        **_as_judged(judged),
        "decided_on": day_of(motion.meeting),
        "effective_on": (effective_on or day_of(motion.meeting)) if state == MotionState.CARRIED else None,
    }
    return _step(motion, "decide", by=by, **values)


def _refuse_wrong_counts(counts: tuple[int | None, ...], can_vote: int) -> None:
    given = [count for count in counts if count is not None]
    if len(given) != len(counts):
        raise Refused(_("Count all three: in favour, against, abstained. Nobody is 0."))
    if reasons := problems_with_votes(given, can_vote):
        raise Refused.because(reasons)


def _outcome(judged: Judgement, method: str, in_favour: int, against: int) -> MotionState:
    if not judged.is_quorate:
        return MotionState.LAPSED
    if method == MotionMethod.CONSENSUS or carries(judged.percent, in_favour, against):
        return MotionState.CARRIED
    return MotionState.DEFEATED


def _as_judged(judged: Judgement) -> dict[str, Any]:
    """What the decision was judged by, kept with it."""
    return {
        "terms": judged.terms,
        "votes": judged.votes,
        "there": judged.there,
        "recused": judged.recused,
        "needed": judged.needed,
    }


@transaction.atomic
def defer_motion(motion: Motion, *, by: Any, because: str) -> Motion:
    """Set a motion aside for another meeting, for a reason."""
    _held(motion)
    return _step(motion, "defer", by=by, because=because, set_aside_because=because.strip())


@transaction.atomic
def withdraw_motion(motion: Motion, *, by: Any, because: str) -> Motion:
    """Withdraw a motion that was not decided, for a reason."""
    _held(motion)
    return _step(motion, "withdraw", by=by, because=because, set_aside_because=because.strip())
