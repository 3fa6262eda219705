"""Reads about motions: the list of them, what one is judged by, and who may move, second and vote."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from councils.choices import MotionState
from councils.models import DeclaredConflict, Meeting, Membership, Motion, Partnership, TermsOfReference
from councils.permissions import permitted_rows
from councils.queries.meetings import THERE, attendance_lines, day_of, meetings_in, quorum_of, votes_at
from councils.queries.terms import terms_in_force_on
from councils.rules import HALF
from lipportal.shared.clock import FiscalYear
from lipportal.shared.folding import fold

SORTS = {
    "when": ("meeting__starts_at", "place", "pk"),
    "-when": ("-meeting__starts_at", "place", "pk"),
    "state": ("state", "-meeting__starts_at", "place", "pk"),
    "-state": ("-state", "-meeting__starts_at", "place", "pk"),
}
_RELATED = ("partnership", "meeting__partnership", "meeting__body__partnership", "mover__person", "seconder__person")


def motions_visible_to(user: Any) -> QuerySet[Motion]:
    """The motions this person sees: those of their own partnership."""
    return permitted_rows(user, "councils.view_motion", Motion.objects.select_related(*_RELATED, "terms"))


def conflicts_visible_to(user: Any) -> QuerySet[DeclaredConflict]:
    """The conflicts of interest this person reads of: those declared in their own partnership."""
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
    """The conflicts that stand, by name."""
    rows = DeclaredConflict.objects.filter(motion=motion, ended_on__isnull=True)
    return list(
        rows.select_related("membership__person", "membership__seat").order_by("membership__person__folded_sort")
    )


def conflicts_told_on(motion: Motion) -> list[DeclaredConflict]:
    """Every conflict that was declared, those taken back too, last."""
    rows = DeclaredConflict.objects.filter(motion=motion).select_related("membership__person", "membership__seat")
    return sorted(rows, key=lambda one: (one.is_ended, one.membership.person.folded_sort, one.pk))


def voters_there(meeting: Meeting) -> QuerySet[Membership]:
    """The voting members who are at a meeting, or whose alternate is, by name: they move, second and vote."""
    rows = Membership.objects.filter(attendance__meeting=meeting, attendance__state__in=THERE, seat__is_voting=True)
    return rows.select_related("person", "seat").order_by("person__folded_sort", "pk")


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
        return Decimal(self.terms.decision_percent) if self.terms else HALF

    @property
    def is_quorate(self) -> bool:
        """Whether this can be decided at all: by nobody it cannot."""
        return self.there >= max(self.needed or 0, 1)


def judgement_of(motion: Motion) -> Judgement:
    """What the terms in force on the day of the meeting make of those who are there now (design 2.5).

    Whoever left the room because of a conflict is not there for this item; whoever stayed is, and has no vote.
    """
    meeting = motion.meeting
    lines = attendance_lines(meeting)
    votes, came = votes_at(meeting, lines)
    quorum = quorum_of(meeting, lines)
    voters = {held.pk for held in voters_there(meeting)}
    declared = [one for one in conflicts_of(motion) if one.membership_id in voters]
    return Judgement(
        terms=terms_in_force_on(meeting.body, day_of(meeting)),
        votes=votes,
        there=came - sum(one.has_left for one in declared),
        recused=len(declared),
        can_vote=came - len(declared),
        needed=quorum.needed if quorum else None,
    )
