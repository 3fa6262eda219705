"""Reads about motions: the list of them, what one is judged by, and who may move, second and vote."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from councils.choices import MotionState
from councils.models import Attendance, DeclaredConflict, Meeting, Membership, Motion, Partnership, TermsOfReference
from councils.permissions import permitted_rows
from councils.queries.meetings import THERE, day_of, meetings_in
from councils.queries.terms import carries_words, terms_in_force_on
from councils.votes import quorum_needed, share_that_carries
from lipportal.shared.clock import FiscalYear
from lipportal.shared.folding import fold
from lipportal.shared.once import once_a_page

UNDER_WAY = (MotionState.NOTICE, MotionState.MOVED)
SORTS = {
    "when": ("meeting__starts_at", "place", "pk"),
    "-when": ("-meeting__starts_at", "place", "pk"),
}
_RELATED = ("partnership", "meeting__partnership", "meeting__body__partnership")


def motions_visible_to(user: Any) -> QuerySet[Motion]:
    """The motions this person sees: those of their own partnership."""
    return permitted_rows(user, "councils.view_motion", Motion.objects.select_related(*_RELATED))


def conflicts_visible_to(user: Any) -> QuerySet[DeclaredConflict]:
    """The conflicts of interest this person reads of: of the bodies they sit at, or of the partnership they keep."""
    rows = DeclaredConflict.objects.select_related("partnership", "motion__meeting__body__partnership")
    return permitted_rows(user, "councils.view_conflict", rows.select_related("membership__person"))


def motions_of(meeting: Meeting) -> list[Motion]:
    """The motions of a meeting, in the order they were put forward."""
    rows = Motion.objects.filter(meeting=meeting).select_related(*_RELATED)
    return list(rows.order_by("place"))


def motion_list_rows(
    user: Any,
    partnership: Partnership,
    *,
    find: str = "",
    year: FiscalYear | None = None,
    body: str = "",
    state: str = "",
    sort: str = "",
) -> QuerySet[Motion]:
    """The motions of a partnership found by words, fiscal year, body and state; none of a meeting taken out."""
    rows = motions_visible_to(user).filter(partnership=partnership, meeting__ended_on__isnull=True)
    if year is not None:
        rows = rows.filter(meeting__in=meetings_in(partnership, year).values("pk"))
    if body:
        rows = rows.filter(meeting__body__code=body)
    if state in MotionState.values:
        rows = rows.filter(state=state)
    for word in fold(find).split():
        rows = rows.filter(folded_names__contains=word)
    return rows.order_by(*SORTS.get(sort, SORTS["-when"]))


def motion_version(motion: Motion) -> int:
    """One number that grows with each change to the motion, to who was there, or to the conflicts declared."""
    declared = DeclaredConflict.objects.filter(motion=motion).aggregate(all=Sum("version"))["all"] or 0
    return motion.version + motion.meeting.version + declared


def conflicts_of(motion: Motion) -> list[DeclaredConflict]:
    """The conflicts that stand."""
    rows = DeclaredConflict.objects.filter(motion=motion, ended_on__isnull=True)
    return list(rows.order_by("pk"))


def conflicts_told_on(motion: Motion, user: Any) -> list[DeclaredConflict]:
    """The conflicts declared in a motion that this person may read of, by name; those taken back last."""
    rows = conflicts_visible_to(user).filter(motion=motion)
    return sorted(rows, key=lambda one: (one.is_ended, one.membership.person.folded_sort, one.pk))


def voters_there(meeting: Meeting) -> QuerySet[Membership]:
    """The voting members who are at a meeting, or whose alternate is, by name: they move, second and vote."""
    here = Attendance.objects.filter(meeting=meeting, state__in=THERE, has_vote=True)
    rows = Membership.objects.filter(pk__in=here.values("membership"))
    return rows.select_related("person", "alternate").order_by("person__folded_sort", "pk")


def voters_on(motion: Motion) -> QuerySet[Membership]:
    """The voting members there who declared no conflict of interest in this motion."""
    declared = DeclaredConflict.objects.filter(motion=motion, ended_on__isnull=True)
    return voters_there(motion.meeting).exclude(pk__in=declared.values("membership"))


@dataclass(frozen=True)
class Judgement:
    """What a motion is judged by: the terms of that day, and who is there to decide.

    `votes` members vote at this body, `there` of them take part in this item, `recused` of those at the meeting have no
    vote on it, `can_vote` have one. `needed` is None where no terms were in force: nothing says what quorum is.
    """

    terms: TermsOfReference | None
    votes: int
    there: int
    recused: int
    can_vote: int
    needed: int | None

    @property
    def percent(self) -> Decimal:
        """The share of the votes cast that carries; without terms more than half."""
        return share_that_carries(self.terms)

    @property
    def needs(self) -> str:
        """That share in words."""
        return carries_words(self.percent)

    @property
    def is_quorate(self) -> bool:
        """Whether this can be decided at all: by nobody it cannot."""
        return self.there >= max(self.needed or 0, 1)


@once_a_page
def judgement_of(motion: Motion) -> Judgement:
    """What the terms in force on the day of the meeting make of those who are there now (design 2.5).

    Whoever left the room because of a conflict is not there for this item; whoever stayed is, and has no vote.
    """
    meeting = motion.meeting
    terms = terms_in_force_on(meeting.body, day_of(meeting))
    here = {held.pk for held in voters_there(meeting)}
    declared = [one for one in conflicts_of(motion) if one.membership_id in here]
    votes = meeting.votes or 0
    return Judgement(
        terms=terms,
        votes=votes,
        there=len(here) - sum(one.has_left for one in declared),
        recused=len(declared),
        can_vote=len(here) - len(declared),
        needed=quorum_needed(terms, votes, is_second_call=meeting.is_second_call) if terms else None,
    )


# --- why a step cannot be taken --------------------------------------------------------------------------------------
def problems_with_declaring(motion: Motion) -> list[Any]:
    """Why no conflict of interest can be declared in it, nor one be taken back."""
    if motion.meeting.is_ended:
        return [_("This meeting was taken out; it cannot be changed.")]
    if motion.state not in UNDER_WAY:
        return [_("This motion is “%(state)s”; that stays as it is.") % {"state": motion.get_state_display()}]
    return [] if motion.meeting.is_noted else [_("Note who is here first. Quorum is counted from it.")]


def problems_with_movers_of(motion: Motion) -> list[Any]:
    """Why nobody can move it and another second it: fewer than two who vote on it are there."""
    if not motion.meeting.is_noted or voters_on(motion).count() > 1:
        return []
    return [_("It takes two voting members who are here, one to move it and one to second.")]


def problems_with_deciding(motion: Motion) -> list[Any]:
    """Why it cannot be decided: no quorum, nobody with a vote, or whoever moved or seconded it is gone."""
    if not motion.meeting.is_noted:
        return []
    judged = judgement_of(motion)
    if not judged.is_quorate:
        return [_("There is no quorum for this item. Record that it lapsed.")]
    if judged.can_vote < 1:
        return [_("Nobody who is here has a vote on it.")]
    voters = set(voters_on(motion).values_list("pk", flat=True))
    gone = [one for one in (motion.mover, motion.seconder) if one is not None and one.pk not in voters]
    words = _("%(person)s moved or seconded it, and is not noted as here. Open it again, and record who does.")
    return [words % {"person": one.person.name} for one in gone]


def problems_with_lapsing(motion: Motion) -> list[Any]:
    """Why it does not lapse: there is quorum."""
    if motion.meeting.is_noted and judgement_of(motion).is_quorate:
        return [_("There is quorum for this item: it can be decided.")]
    return []
