"""Reads about bodies and their seats: who is at the table, which places are free, and since when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery

from councils.choices import BodyKind, MembershipState
from councils.models import Body, Meeting, Membership, Organization, Partnership, Seat, Sector, TermsOfReference
from councils.permissions import permitted_rows
from councils.queries.organizations import sectors_of
from councils.rules import doubts_about_chairs
from lipportal.shared import clock
from lipportal.shared.drawings import Place, Ring

AT_TABLE = (MembershipState.ACTIVE, MembershipState.ON_LEAVE)
HOLDING = (MembershipState.CONFIRMED, *AT_TABLE)
FEWEST_SPHERES = 3
# A table that has not met for so long, with no meeting to come, has gone quiet (R107).
QUIET_AFTER = timedelta(days=90)
_CHAIRS_FIRST = ("chair", "co_chair", "vice_chair", "secretary", "member", "ex_officio", "observer")


def bodies_visible_to(user: Any) -> QuerySet[Body]:
    """The bodies this person sees: public ones, and all of their own partnership."""
    return permitted_rows(user, "councils.view_body", Body.objects.select_related("partnership"))


def seats_visible_to(user: Any) -> QuerySet[Seat]:
    """The seats at the bodies this person sees."""
    rows = Seat.objects.select_related("partnership", "body__partnership", "sector")
    return rows.filter(body__in=bodies_visible_to(user).values("pk"))


def running_bodies(partnership: Partnership) -> QuerySet[Body]:
    """The bodies of a partnership that have not come to their end."""
    return Body.objects.filter(partnership=partnership, ended_on__isnull=True)


def running_councils(partnership: Partnership) -> QuerySet[Body]:
    """The council of a partnership, if it has one."""
    return running_bodies(partnership).filter(kind=BodyKind.COUNCIL)


def sphere_of(membership: Membership) -> Sector | None:
    """The one sphere a member counts for: the seat's, or the first of the organization's."""
    if membership.seat.sector is not None:
        return membership.seat.sector
    return next(iter(membership.organization.sectors.all()), None) if membership.organization else None


# --- the list --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ListedBody:
    """A body in the list of a partnership: how deep it stands, who is there, and when it last met or meets next."""

    body: Body
    depth: int
    people_count: int
    organization_count: int
    free_count: int
    met_at: Any = None
    meets_at: Any = None
    is_quiet: bool = False


def listed_bodies(user: Any, partnership: Partnership) -> list[ListedBody]:
    """The bodies of a partnership this person sees, the council first, each with those that belong to it beneath."""
    bodies = list(bodies_visible_to(user).filter(partnership=partnership))
    people = _people_counts(partnership)
    free = _free_counts(partnership)
    sees_meetings = user.has_perm("councils.view_meeting", partnership)
    met = _last_and_next_meetings(partnership) if sees_meetings else {}
    found = []
    for body, depth in _nested(bodies):
        met_at, meets_at = met.get(body.pk, (None, None))
        is_quiet = sees_meetings and _is_quiet(body, met_at, meets_at)
        counts = (*people.get(body.pk, (0, 0)), free.get(body.pk, 0))
        found.append(ListedBody(body, depth, *counts, met_at=met_at, meets_at=meets_at, is_quiet=is_quiet))
    return found


def _is_quiet(body: Body, met_at: Any, meets_at: Any) -> bool:
    """Whether a body at work has not met for ninety days, at first since its start, and will not meet."""
    if body.is_ended or meets_at is not None:
        return False
    since = clock.local_day(met_at, body.partnership.time_zone) if met_at else body.started_on
    return since is not None and since < body.partnership.today() - QUIET_AFTER


def _nested(bodies: Sequence[Body]) -> list[tuple[Body, int]]:
    known = {body.pk for body in bodies}
    beneath: dict[int | None, list[Body]] = defaultdict(list)
    for body in sorted(bodies, key=lambda one: (one.is_ended, one.kind != BodyKind.COUNCIL, one.place, one.pk)):
        beneath[body.parent_id if body.parent_id in known else None].append(body)
    found: list[tuple[Body, int]] = []

    def gather(above: int | None, depth: int) -> None:
        for body in beneath.pop(above, []):
            found.append((body, depth))
            gather(body.pk, depth + 1)

    gather(None, 0)
    return found


def _people_counts(partnership: Partnership) -> dict[int, tuple[int, int]]:
    rows = (
        Membership.objects.filter(partnership=partnership, state__in=AT_TABLE)
        .values("seat__body")
        .annotate(people=Count("person", distinct=True), organizations=Count("organization", distinct=True))
    )
    return {row["seat__body"]: (row["people"], row["organizations"]) for row in rows}


def _free_counts(partnership: Partnership) -> dict[int, int]:
    held = Membership.objects.filter(state__in=HOLDING).values("seat")
    rows = Seat.objects.filter(partnership=partnership, ended_on__isnull=True).exclude(pk__in=held)
    return dict(rows.values_list("body").annotate(count=Count("pk")))


def _last_and_next_meetings(partnership: Partnership) -> dict[int, tuple[Any, Any]]:
    now = clock.now()
    rows = Meeting.objects.filter(partnership=partnership, ended_on__isnull=True).order_by().values("body")
    rows = rows.annotate(last=Max("starts_at", filter=Q(starts_at__lte=now)))
    rows = rows.annotate(next=Min("starts_at", filter=Q(starts_at__gt=now)))
    return {row["body"]: (row["last"], row["next"]) for row in rows}


# --- one body --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SeatLine:
    """One seat as the body's page shows it: who holds it, who is proposed, or since when it is free."""

    seat: Seat
    holder: Membership | None
    proposals: list[Membership]
    free_since: date | None

    @property
    def is_free(self) -> bool:
        """Whether nobody holds the seat."""
        return self.holder is None


@dataclass(frozen=True)
class BodyPage:
    """A body with everything its page shows; names only for those at the table."""

    body: Body
    seats: list[SeatLine]
    organizations: list[Organization]
    people_count: int
    ring: Ring | None
    children: list[Body]
    doubts: list[Any] = field(default_factory=list)
    next_meeting: Meeting | None = None
    meetings: list[Meeting] = field(default_factory=list)
    terms: list[TermsOfReference] = field(default_factory=list)

    @property
    def free_count(self) -> int:
        """How many seats nobody holds."""
        return sum(line.is_free for line in self.seats)

    @property
    def terms_in_force(self) -> TermsOfReference | None:
        """The version in force, if any."""
        return next((terms for terms in self.terms if terms.state == "in_force"), None)

    @property
    def terms_to_come(self) -> TermsOfReference | None:
        """The version still being worked on, if this person may see it."""
        return next((terms for terms in self.terms if terms.state not in {"in_force", "superseded", "withdrawn"}), None)


def body_page(user: Any, body: Body) -> BodyPage:
    """Everything the page of `body` shows this person; the number of queries does not depend on the number of rows."""
    if body.parent is not None:
        body.parent.partnership = body.partnership
    memberships = _present(body)
    lines = seat_lines(body, memberships)
    at_table = [held for held in memberships if held.state in AT_TABLE]
    may_see_names = user.has_perm("councils.view_membership", body)
    beneath = bodies_visible_to(user).select_related(None).filter(parent=body, ended_on__isnull=True)
    following, before = _meetings_around(body) if may_see_names else (None, [])
    terms = permitted_rows(user, "councils.view_terms", body.terms_set.order_by("-number"))
    return BodyPage(
        body=body,
        seats=lines,
        organizations=_once_each(at_table),
        people_count=len({held.person_id for held in at_table}),
        ring=_ring(lines, list(sectors_of(body.partnership)), at_table, is_whole=body.kind == BodyKind.COUNCIL),
        children=_at_home(beneath, body),
        doubts=doubts_about_chairs(memberships) if may_see_names else [],
        next_meeting=following,
        meetings=before,
        terms=_at_home(terms, body),
    )


def _at_home(rows: Iterable[Any], body: Body) -> list[Any]:
    """Rows that belong to the partnership of a body, which is told to them instead of read again for each."""
    found = list(rows)
    for row in found:
        row.partnership = body.partnership
    return found


def _present(body: Body) -> list[Membership]:
    rows = Membership.objects.filter(seat__body=body).exclude(state=MembershipState.ENDED).order_by("starts_on", "pk")
    related = ("person", "organization", "alternate", "seat__sector")
    found: list[Membership] = _at_home(rows.select_related(*related).prefetch_related("organization__sectors"), body)
    for held in found:
        held.seat.body, held.seat.partnership = body, body.partnership
    return found


def seat_lines(body: Body, memberships: Iterable[Membership]) -> list[SeatLine]:
    """The running seats of a body, chairs first, each with its holder."""
    by_seat: dict[int, list[Membership]] = defaultdict(list)
    for held in memberships:
        by_seat[held.seat_id].append(held)
    last_end = Membership.objects.filter(seat=OuterRef("pk"), state="ended").order_by("-ends_on").values("ends_on")[:1]
    seats = Seat.objects.filter(body=body, ended_on__isnull=True).select_related("sector")
    found = _at_home(seats.annotate(left_on=Subquery(last_end)), body)
    for seat in found:
        seat.body = body
    rows = [_line(seat, by_seat[seat.pk]) for seat in found]
    return sorted(rows, key=lambda line: (_CHAIRS_FIRST.index(line.seat.role), _sphere_place(line.seat), line.seat.pk))


def _line(seat: Any, memberships: list[Membership]) -> SeatLine:
    holder = next((held for held in memberships if held.state in HOLDING), None)
    proposals = [held for held in memberships if held.state == MembershipState.PROPOSED]
    return SeatLine(seat, holder, proposals, None if holder else seat.left_on or seat.since)


def _sphere_place(seat: Seat) -> int:
    return seat.sector.place if seat.sector else 999


def _meetings_around(body: Body) -> tuple[Meeting | None, list[Meeting]]:
    now = clock.now()
    rows = Meeting.objects.filter(body=body, ended_on__isnull=True)
    next_one = rows.filter(starts_at__gt=now).order_by("starts_at").values("pk")[:1]
    last_three = rows.filter(starts_at__lte=now).order_by("-starts_at").values("pk")[:3]
    wanted = Meeting.objects.filter(Q(pk__in=next_one) | Q(pk__in=last_three)).order_by("-starts_at")
    around: list[Meeting] = _at_home(wanted, body)
    for meeting in around:
        meeting.body = body
    coming = [meeting for meeting in around if meeting.starts_at > now]
    return (coming[0] if coming else None), [meeting for meeting in around if meeting.starts_at <= now]


def _once_each(memberships: Iterable[Membership]) -> list[Organization]:
    found = {held.organization.pk: held.organization for held in memberships if held.organization}
    return sorted(found.values(), key=lambda one: one.folded_sort)


# --- the ring --------------------------------------------------------------------------------------------------------
def _ring(
    lines: Sequence[SeatLine], spheres: Sequence[Sector], at_table: Sequence[Membership], *, is_whole: bool
) -> Ring | None:
    """The round table of a body: every sphere for a council, the spheres of its seats for a table; none if too few."""
    wanted = {line.seat.sector_id for line in lines if line.seat.sector_id}
    if len(wanted) < FEWEST_SPHERES:
        return None
    since = {line.seat.sector_id: line.free_since for line in lines if line.is_free and line.free_since}
    places = [sphere for sphere in spheres if is_whole or sphere.pk in wanted]
    return Ring(_places(places, at_table, since), key="body-ring")


def _places(
    spheres: Sequence[Sector], at_table: Iterable[Membership], since: dict[int | None, date]
) -> tuple[Place, ...]:
    people: dict[int, set[int]] = defaultdict(set)
    for held in at_table:
        if sphere := sphere_of(held):
            people[sphere.pk].add(held.person_id)
    return tuple(
        Place(str(one), bool(people[one.pk]), len(people[one.pk]), None if people[one.pk] else since.get(one.pk))
        for one in spheres
    )
