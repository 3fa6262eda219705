"""Reads about meetings and attendance."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from councils.choices import AttendanceState
from councils.models import Attendance, Body, Meeting, Membership, Partnership
from councils.permissions import permitted_rows
from councils.queries.bodies import bodies_visible_to
from councils.queries.memberships import members_on
from councils.queries.terms import terms_in_force_on
from councils.votes import quorum_needed
from lipportal.shared.clock import FiscalYear, day_begins, day_ends, local_day
from lipportal.shared.folding import fold

THERE = (AttendanceState.PRESENT, AttendanceState.ALTERNATE)
SORTS = {
    "when": ("starts_at", "pk"),
    "-when": ("-starts_at", "-pk"),
    "body": ("body__place", "-starts_at", "pk"),
    "-body": ("-body__place", "-starts_at", "pk"),
}


def meetings_visible_to(user: Any) -> QuerySet[Meeting]:
    """The meetings this person sees: those of their own partnership."""
    rows = Meeting.objects.select_related("partnership", "body__partnership")
    return permitted_rows(user, "councils.view_meeting", rows)


def meetings_in(partnership: Partnership, year: FiscalYear) -> QuerySet[Meeting]:
    """The meetings of a fiscal year, counted in the partnership's zone; those recorded by mistake left out."""
    first, after = day_begins(year.first_day, partnership.time_zone), day_ends(year.last_day, partnership.time_zone)
    rows = Meeting.objects.filter(partnership=partnership, ended_on__isnull=True)
    return rows.filter(starts_at__gte=first, starts_at__lt=after)


def fiscal_years_with_meetings(partnership: Partnership) -> list[FiscalYear]:
    """The fiscal years that have meetings, newest first; those recorded by mistake left out."""
    rows = Meeting.objects.filter(partnership=partnership, ended_on__isnull=True)
    days = rows.annotate(day=TruncDate("starts_at", tzinfo=partnership.zone)).values_list("day", flat=True)
    return sorted({FiscalYear.of(day) for day in days.order_by().distinct()}, reverse=True)


def meeting_list_rows(
    user: Any,
    partnership: Partnership,
    *,
    find: str = "",
    year: FiscalYear | None = None,
    body: str = "",
    sort: str = "",
) -> QuerySet[Any]:
    """The meetings of a partnership found by words, fiscal year and body, each with how many came of how many."""
    rows: QuerySet[Any] = meetings_visible_to(user).filter(partnership=partnership, ended_on__isnull=True)
    if year is not None:
        rows = rows.filter(pk__in=meetings_in(partnership, year).values("pk"))
    if body:
        rows = rows.filter(body__code=body)
    for word in fold(find).split():
        rows = rows.filter(folded_names__contains=word)
    there = Count("attendance", filter=Q(attendance__state__in=THERE))
    return rows.annotate(there_count=there, noted_count=Count("attendance")).order_by(*SORTS.get(sort, SORTS["-when"]))


def bodies_for_filter(user: Any, partnership: Partnership) -> QuerySet[Body]:
    """The bodies a list of meetings can be narrowed to."""
    return bodies_visible_to(user).filter(partnership=partnership)


@dataclass(frozen=True)
class AttendanceLine:
    """One member of the body on the day of a meeting, and how they stood to it.

    Whether they have a vote is kept with what is noted; of whoever is not noted it is as their seat stands now.
    """

    membership: Membership
    state: str
    has_vote: bool

    @property
    def label(self) -> str:
        """“Here”, “Regrets”…; empty while nothing is noted."""
        return str(AttendanceState(self.state).label) if self.state else ""


def attendance_lines(meeting: Meeting) -> list[AttendanceLine]:
    """Everybody expected at a meeting, and everybody noted for it, by name."""
    noted = {one.membership_id: one for one in Attendance.objects.filter(meeting=meeting)}
    day = local_day(meeting.starts_at, meeting.partnership.time_zone)
    expected = members_on(meeting.body, day).values("pk")
    rows = Membership.objects.filter(Q(pk__in=expected) | Q(pk__in=list(noted)), seat__body=meeting.body)
    rows = rows.select_related("person", "organization", "alternate", "seat__sector").order_by(
        "person__folded_sort", "pk"
    )
    return [_line_of(held, noted.get(held.pk)) for held in rows]


def _line_of(held: Membership, noted: Attendance | None) -> AttendanceLine:
    if noted is None:
        return AttendanceLine(held, "", held.seat.is_voting)
    return AttendanceLine(held, noted.state, noted.has_vote)


@dataclass(frozen=True)
class Quorum:
    """How many voting members a meeting needs, by the terms in force that day, and how many were there."""

    needed: int
    there: int
    votes: int
    is_anybody: bool

    @property
    def is_met(self) -> bool:
        """Whether the meeting could decide."""
        return self.there >= self.needed


def quorum_of(meeting: Meeting, lines: list[AttendanceLine]) -> Quorum | None:
    """The quorum of a meeting whose `attendance_lines` these are; None when no terms were in force that day.

    Judged by the terms of that day (design 2.5): a later version changes no earlier meeting. Once attendance is noted,
    neither does a seat that gains or loses its vote, nor who comes back from leave.
    """
    terms = terms_in_force_on(meeting.body, day_of(meeting))
    if terms is None:
        return None
    votes = meeting.votes if meeting.votes is not None else sum(line.has_vote for line in lines)
    return Quorum(
        needed=quorum_needed(terms, votes, is_second_call=meeting.is_second_call),
        there=sum(line.has_vote and line.state in THERE for line in lines),
        votes=votes,
        is_anybody=meeting.is_second_call and terms.second_meeting_is_quorate,
    )


def day_of(meeting: Meeting) -> date:
    """The day of a meeting on the partnership's calendar."""
    return local_day(meeting.starts_at, meeting.partnership.time_zone)
