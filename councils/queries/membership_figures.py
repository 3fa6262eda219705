"""The figures of the yearly report's second section: who took part, from the rows that are already there.

People are counted, never named, and a count that people volunteered about themselves is hidden while it is small.
Bodies not shown to the public are counted too, and neither they nor what is theirs alone is named: the report is
published with these rows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from councils.choices import BodyKind, EndReason, InvolvementKind, MembershipState
from councils.models import Body, Involvement, Membership, Organization, Partnership, TermsOfReference
from councils.queries.bodies import sphere_of
from councils.queries.figures import Figure, OriginRow, counted, unseen_row
from councils.queries.involvements import involvements_in
from councils.queries.meetings import THERE, meetings_in
from councils.queries.organizations import new_organizations
from lipportal.shared import clock
from lipportal.shared.clock import FiscalYear
from lipportal.shared.formats import day_text, in_zone, moment_text, number_text

SMALLEST_SHOWN = 5


@dataclass(frozen=True)
class PartnershipFigures:
    """What the report says about the partnership in one fiscal year, each figure with the rows behind it."""

    bodies: Figure
    meetings_held: Figure
    members_at_start: Figure
    members_at_end: Figure
    new_organizations: Figure
    departures: Figure
    newcomers_or_lived_experience: Figure
    attendance_rate: Figure
    francophone_participation: Figure
    francophone_organizations: Figure
    francophone_contacts: Figure
    municipal_involvement: Figure
    municipal_signatures: Figure
    terms_changes: Figure

    @property
    def all(self) -> list[Figure]:
        """Every figure, in the order of the report."""
        return [getattr(self, field.name) for field in fields(self)]


def partnership_figures(partnership: Partnership, year: FiscalYear) -> PartnershipFigures:
    """The figures of one fiscal year as they stand now; the number of queries does not depend on the number of rows."""
    memberships = _memberships_touching(partnership, year)
    last = min(year.last_day, partnership.today())
    at_start, at_end = _members_on(memberships, year.first_day), _members_on(memberships, last)
    meetings = list(_meetings_held(partnership, year))
    involvements = list(involvements_in(partnership, year))
    return PartnershipFigures(
        bodies=_bodies(partnership, year),
        meetings_held=_meetings(partnership, meetings),
        members_at_start=_by_sphere("members_at_start", _("Members at the start of the year"), at_start),
        members_at_end=_by_sphere("members_at_end", _("Members at the end of the year"), at_end),
        new_organizations=_organizations(partnership, year),
        departures=_departures(memberships, year),
        newcomers_or_lived_experience=_said_of_themselves(at_end),
        attendance_rate=_attendance(partnership, meetings),
        francophone_participation=_francophones(at_end),
        francophone_organizations=_francophone_organizations(at_end),
        francophone_contacts=_involved(
            "francophone_contacts",
            _("Contacts with the Francophone network"),
            involvements,
            InvolvementKind.FRANCOPHONE_CONTACT,
        ),
        municipal_involvement=_involved(
            "municipal_involvement",
            _("Times a municipality took part"),
            involvements,
            InvolvementKind.MUNICIPAL_INVOLVEMENT,
        ),
        municipal_signatures=_involved(
            "municipal_signatures", _("Signatures by municipalities"), involvements, InvolvementKind.MUNICIPAL_SIGNATURE
        ),
        terms_changes=_terms(partnership, year),
    )


# --- bodies and meetings ---------------------------------------------------------------------------------------------
def _bodies(partnership: Partnership, year: FiscalYear) -> Figure:
    began = Q(started_on__isnull=True) | Q(started_on__lte=year.last_day)
    goes_on = Q(ended_on__isnull=True) | Q(ended_on__gte=year.first_day)
    found = list(Body.objects.filter(began, goes_on, partnership=partnership).select_related("partnership"))
    rows = [OriginRow(str(body), body.label, "1", body.get_absolute_url()) for body in found if body.is_public]
    return counted("bodies", _("Bodies at work"), rows, unseen=len(found) - len(rows))


def _meetings_held(partnership: Partnership, year: FiscalYear) -> QuerySet[Any]:
    rows = meetings_in(partnership, year).filter(starts_at__lte=clock.now()).select_related("partnership", "body")
    there = Count("attendance", filter=Q(attendance__state__in=THERE))
    return rows.annotate(there_count=there, noted_count=Count("attendance")).order_by("starts_at", "pk")


def _meetings(partnership: Partnership, meetings: Sequence[Any]) -> Figure:
    rows = [
        OriginRow(
            _("%(body)s, %(day)s") % {"body": one.body, "day": moment_text(one.starts_at, partnership.zone)},
            one.place,
            "1",
            one.get_absolute_url(),
        )
        for one in meetings
        if one.body.is_public
    ]
    return counted("meetings_held", _("Meetings held"), rows, unseen=len(meetings) - len(rows))


def _attendance(partnership: Partnership, meetings: Sequence[Any]) -> Figure:
    noted = [one for one in meetings if one.noted_count]
    there, asked = _there_of(noted)
    unseen = [one for one in noted if not one.body.is_public]
    rows = [
        OriginRow(
            _("%(body)s, %(day)s")
            % {"body": one.body, "day": day_text(in_zone(one.starts_at, partnership.zone), year=True)},
            "",
            _some_of([one]),
            one.get_absolute_url(),
        )
        for one in noted
        if one.body.is_public
    ]
    rows += unseen_row(_some_of(unseen) if unseen else "")
    value = number_text(round(100 * there / asked)) if asked else ""
    note = "" if asked else _("No attendance was noted this year.")
    return Figure("attendance_rate", _("Attendance"), value, "%" if asked else "", rows, note)


def _there_of(meetings: Iterable[Any]) -> tuple[int, int]:
    """How many were there, and how many were noted at all."""
    counts = [(one.there_count, one.noted_count) for one in meetings]
    return sum(there for there, _noted in counts), sum(noted for _there, noted in counts)


def _some_of(meetings: Iterable[Any]) -> str:
    there, noted = _there_of(meetings)
    return _("%(some)s of %(all)s") % {"some": number_text(there), "all": number_text(noted)}


# --- members ---------------------------------------------------------------------------------------------------------
def _memberships_touching(partnership: Partnership, year: FiscalYear) -> list[Membership]:
    """The memberships that ran on some day of the year; proposals and seats never taken up left out."""
    was_there = Q(state__in=[MembershipState.ACTIVE, MembershipState.ON_LEAVE])
    was_there |= Q(state=MembershipState.ENDED, agreed_terms_on__isnull=False, ends_on__gte=year.first_day)
    rows = Membership.objects.filter(was_there, partnership=partnership, starts_on__lte=year.last_day)
    rows = rows.select_related("person", "organization", "seat__sector", "seat__body").order_by("starts_on", "pk")
    found = list(rows.prefetch_related("organization__sectors"))
    for held in found:
        held.partnership = partnership
    return found


def _members_on(memberships: Iterable[Membership], day: date) -> list[Membership]:
    return [
        held
        for held in memberships
        if held.starts_on <= day and (held.state != MembershipState.ENDED or (held.ends_on or day) >= day)
    ]


def _by_sphere(key: str, label: str, memberships: Iterable[Membership]) -> Figure:
    """Each person once, under one sphere: their seat at the council counts before one at a table."""
    spheres: dict[int, Any] = {}
    for held in sorted(memberships, key=lambda one: one.seat.body.kind != BodyKind.COUNCIL):
        spheres.setdefault(held.person_id, sphere_of(held))
    counts = Counter(spheres.values())
    known = sorted((one for one in counts if one is not None), key=lambda one: (one.place, one.pk))
    rows = [OriginRow(str(one), "", number_text(counts[one])) for one in known]
    if counts[None]:
        rows.append(OriginRow(_("No sphere recorded"), "", number_text(counts[None])))
    return Figure(key, label, number_text(len(spheres)), rows=rows)


def _organizations(partnership: Partnership, year: FiscalYear) -> Figure:
    here = Membership.objects.filter(organization=OuterRef("pk"))
    seen, unseen = (Exists(here.filter(seat__body__is_public=is_public)) for is_public in (True, False))
    found = list(new_organizations(partnership, year).select_related("partnership").annotate(unseen=unseen & ~seen))
    rows = [
        OriginRow(str(one), day_text(one.joined_on, year=True) if one.joined_on else "", "1", one.get_absolute_url())
        for one in found
        if not one.unseen
    ]
    return counted("new_organizations", _("New organizations at the table"), rows, unseen=len(found) - len(rows))


def _departures(memberships: Iterable[Membership], year: FiscalYear) -> Figure:
    left = [
        held
        for held in memberships
        if held.state == MembershipState.ENDED and held.ends_on is not None and year.holds(held.ends_on)
    ]
    rows = [
        OriginRow(
            " · ".join([str(held.seat.body), str(held.seat), *([str(held.organization)] if held.organization else [])]),
            _("%(reason)s, %(day)s")
            % {"reason": EndReason(held.end_reason).label, "day": day_text(held.ends_on or year.last_day, year=True)},
            "1",
            held.get_absolute_url(),
        )
        for held in sorted(left, key=lambda one: (one.ends_on or year.last_day, one.pk))
        if held.body.is_public
    ]
    return counted("departures", _("Departures"), rows, unseen=len(left) - len(rows))


def _said_of_themselves(memberships: Sequence[Membership]) -> Figure:
    """One figure for both answers: from two beside each other, the few who gave only one could be told."""
    key, label = "newcomers_or_lived_experience", _("Seats held by newcomers or people with lived experience")
    answers = [(held.person.is_newcomer, held.person.has_lived_experience) for held in memberships]
    count = sum(True in both for both in answers)
    answered = sum(both != (None, None) for both in answers)
    total = len(memberships)
    note = _("People say this of themselves if they wish; counts under five are hidden.")
    if count < SMALLEST_SHOWN:
        return Figure(key, label, _("fewer than 5"), note=note)
    share = _("%(percent)s percent of %(total)s seats held") % {
        "percent": number_text(round(100 * count / total)),
        "total": number_text(total),
    }
    shown = number_text(answered) if answered - count >= SMALLEST_SHOWN else _("not shown")
    rows = [
        OriginRow(_("Said so"), "", number_text(count)),
        OriginRow(_("Answered the question"), "", shown),
        OriginRow(_("Seats held at the end of the year"), "", number_text(total)),
    ]
    return Figure(key, label, number_text(count), share, rows, note)


def _francophones(memberships: Iterable[Membership]) -> Figure:
    by_body: dict[int, set[int]] = {}
    bodies: dict[int, Body] = {}
    unseen: set[int] = set()
    for held in memberships:
        if held.person.is_francophone and held.body.is_public:
            bodies[held.body.pk] = held.body
            by_body.setdefault(held.body.pk, set()).add(held.person_id)
        elif held.person.is_francophone:
            unseen.add(held.person_id)
    everybody = unseen.union(*by_body.values())
    rows = [OriginRow(str(bodies[key]), "", number_text(len(people))) for key, people in by_body.items()]
    rows += unseen_row(number_text(len(unseen)) if unseen else "")
    return Figure(
        "francophone_participation", _("Members who take part in French"), number_text(len(everybody)), rows=rows
    )


def _francophone_organizations(memberships: Iterable[Membership]) -> Figure:
    everywhere: set[int] = set()
    found: dict[int, Organization] = {}
    for held in memberships:
        if held.organization is not None and held.organization.is_francophone:
            everywhere.add(held.organization.pk)
            if held.body.is_public:
                found[held.organization.pk] = held.organization
    rows = [OriginRow(str(one), "", "1") for one in sorted(found.values(), key=lambda one: one.folded_sort)]
    label = _("Francophone organizations at the table")
    return counted("francophone_organizations", label, rows, unseen=len(everywhere) - len(rows))


# --- others, and the terms -------------------------------------------------------------------------------------------
def _involved(key: str, label: str, involvements: Iterable[Involvement], kind: str) -> Figure:
    rows = [
        OriginRow(
            one.who, f"{day_text(one.on, year=True)} · {one.what}" if one.what else day_text(one.on, year=True), "1"
        )
        for one in involvements
        if one.kind == kind
    ]
    return counted(key, label, rows)


def _terms(partnership: Partnership, year: FiscalYear) -> Figure:
    rows = TermsOfReference.objects.filter(
        partnership=partnership, in_force_on__gte=year.first_day, in_force_on__lte=year.last_day
    )
    found = list(rows.select_related("partnership", "body").order_by("in_force_on", "pk"))
    seen = [OriginRow(str(one), one.change_summary, "1", one.get_absolute_url()) for one in found if one.body.is_public]
    return counted("terms_changes", _("Terms of reference put in force"), seen, unseen=len(found) - len(seen))
