"""Reads about memberships: who holds which seat, who may be proposed, and what happened to a membership."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.choices import BodyKind, MembershipState, SeatRole
from councils.models import Body, Membership, Organization, Partnership, Person, Seat
from councils.permissions import permitted_rows
from councils.queries.bodies import HOLDING
from lipportal.audit.queries import history_of

_RELATED = ("partnership", "person", "organization", "alternate", "seat__sector", "seat__body__partnership")

HAPPENED = {
    "membership.created": _("Proposed"),
    "membership.changed": pgettext_lazy("membership", "Changed"),
    "membership.confirm": _("Confirmed"),
    "membership.activate": _("Welcomed to the table"),
    "membership.take_leave": _("Went on leave"),
    "membership.come_back": _("Came back"),
    "membership.renew": _("Renewed for a term"),
    "membership.replace": _("Replaced by the organization"),
    "membership.end": pgettext_lazy("membership", "Ended"),
}


def memberships_visible_to(user: Any) -> QuerySet[Membership]:
    """The memberships this person sees: those of their own partnership."""
    return permitted_rows(user, "councils.view_membership", Membership.objects.select_related(*_RELATED))


def holder_of_seat(seat: Seat) -> Membership | None:
    """Who holds a seat: confirmed, at the table or on leave."""
    return Membership.objects.filter(seat=seat, state__in=HOLDING).select_related("person").first()


def organizations_that_may_sit(partnership: Partnership) -> QuerySet[Organization]:
    """The organizations of a partnership, by name."""
    return Organization.objects.filter(partnership=partnership, ended_on__isnull=True).order_by("folded_sort", "pk")


def members_on(body: Body, day: date) -> QuerySet[Membership]:
    """Who was a member of a body on a day: expected at a meeting held then, those on leave left out."""
    was_there = Q(state=MembershipState.ACTIVE) | Q(state=MembershipState.ENDED, agreed_terms_on__isnull=False)
    before_leave = Q(state=MembershipState.ON_LEAVE, leave_from__gt=day)
    rows = Membership.objects.filter(was_there | before_leave, seat__body=body, starts_on__lte=day)
    rows = rows.exclude(state=MembershipState.ENDED, leave_from__lte=day)
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day) | ~Q(state=MembershipState.ENDED))


def chairs_of_council(partnership: Partnership) -> list[Person]:
    """The people who hold a chair of the council today, by name: a chair may have no account (R9)."""
    chairs = {"seat__body__kind": BodyKind.COUNCIL, "seat__role__in": [SeatRole.CO_CHAIR, SeatRole.CHAIR]}
    rows = Membership.objects.filter(partnership=partnership, state=MembershipState.ACTIVE, **chairs)
    return list(Person.objects.filter(pk__in=rows.values("person")).order_by("folded_sort", "pk"))


@dataclass(frozen=True)
class Happening:
    """One thing that happened to a membership: what, when, by whom, why."""

    what: Any
    at: Any
    by: str
    because: str


def membership_history(membership: Membership) -> list[Happening]:
    """What happened to a membership, in words, oldest first."""
    return [
        Happening(HAPPENED.get(entry.action, entry.action), entry.at, str(entry.by or ""), entry.because)
        for entry in history_of(membership)
    ]
