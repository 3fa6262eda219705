"""Writes about memberships: proposed, confirmed, at the table, on leave, renewed, replaced, ended."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from councils.choices import EndReason, MembershipState
from councils.models import Membership, Organization, Person, Seat
from councils.rules import problems_with_seat_of, problems_with_voice_of
from councils.services.bodies import settle_council_stage
from councils.services.days import refuse_a_day_to_come
from councils.workflow import MEMBERSHIP
from lipportal.audit.services import change, create
from lipportal.shared import clock
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import Moved, move


def _refuse_for(reasons: list[Any]) -> None:
    if reasons:
        raise Refused.because(reasons)


def years_after(day: date, years: int) -> date:
    """The last day of a term of `years` that begins on `day`."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(day.year + years, 2, 28)


def propose_membership(seat: Seat, values: Mapping[str, Any], *, by: Any) -> Membership:
    """Propose a person for a seat, for an organization or for themselves.

    `values` may say `for_themselves`: a resident with lived experience takes a seat meant for organizations.
    Raises Refused when the seat has ended, nobody says whom they speak for, or the person is proposed for it or
    holds it.
    """
    columns = {name: value for name, value in values.items() if name != "for_themselves"}
    membership = Membership(partnership=seat.partnership, seat=seat, **columns)
    by_themselves = bool(values.get("for_themselves"))
    voice = problems_with_voice_of(seat, values.get("organization"), for_themselves=by_themselves)
    reasons = [*problems_with_seat_of(membership), *voice]
    here = Membership.objects.filter(seat=seat, person=values["person"]).exclude(state=MembershipState.ENDED)
    if here.exists():
        reasons.append(
            _("%(person)s is already proposed for this seat, or holds it.") % {"person": values["person"].name}
        )
    _refuse_for(reasons)
    proposed: Membership = create(membership, by=by)
    return proposed


def edit_membership(membership: Membership, values: Mapping[str, Any], *, by: Any, version: int) -> Membership:
    """Change what may still be changed in this state; other values raise Refused."""
    current = Membership.objects.get(pk=membership.pk)
    changed = {name for name, value in values.items() if getattr(current, name) != value}
    if locked := changed - MEMBERSHIP.editable_fields(current):
        labels = ", ".join(
            str(getattr(Membership._meta.get_field(name), "verbose_name", name)) for name in sorted(locked)
        )
        raise Refused(_("This cannot be changed any more: %(fields)s.") % {"fields": labels})
    edited: Membership = change(membership, values, by=by, version=version)
    return edited


def _step(membership: Membership, name: str, *, by: Any, because: str = "", **values: Any) -> Moved:
    """Take one step; a seat that somebody else got at the same moment is refused in words."""
    try:
        return move(membership, MEMBERSHIP, name, by=by, at=clock.now(), because=because, **values)
    except IntegrityError as error:
        raise Refused(_("Somebody else holds this seat. A seat is held once; end that membership first.")) from error


@transaction.atomic
def confirm_membership(
    membership: Membership, *, by: Any, on: date, motion: str = "", no_motion_reason: str = ""
) -> Membership:
    """Confirm by a motion, or without one for a reason (design 2.13). Raises Refused when the seat is held already."""
    if not motion.strip() and not no_motion_reason.strip():
        raise Refused(_("Give the motion, or say why there was none."))
    refuse_a_day_to_come(membership.partnership, on)
    values: dict[str, Any] = {
        "confirmed_on": on,
        "motion": motion.strip(),
        "no_motion_reason": no_motion_reason.strip(),
    }
    return _step(membership, "confirm", by=by, **values).record


@transaction.atomic
def activate_membership(
    membership: Membership, *, by: Any, agreed_terms_on: date, declared_conflicts_on: date
) -> Membership:
    """Welcome a member who agreed to the terms and declared conflicts; the term's last day is counted from its first.

    The organization's first day at the table is noted, and the council stage moves on.
    """
    refuse_a_day_to_come(membership.partnership, max(agreed_terms_on, declared_conflicts_on))
    ends_on = membership.ends_on or years_after(membership.starts_on, membership.seat.term_years)
    values: dict[str, Any] = {
        "agreed_terms_on": agreed_terms_on,
        "declared_conflicts_on": declared_conflicts_on,
        "ends_on": ends_on,
    }
    active: Membership = _step(membership, "activate", by=by, **values).record
    _note_first_day(active.organization, active.starts_on, by=by)
    settle_council_stage([active.seat.body], by=by)
    return active


def _note_first_day(organization: Organization | None, day: date, *, by: Any) -> None:
    if organization is None or organization.joined_on is not None:
        return
    fresh = Organization.objects.get(pk=organization.pk)
    change(fresh, {"joined_on": day}, by=by, version=fresh.version)


@transaction.atomic
def take_leave(membership: Membership, *, by: Any, on: date, because: str = "") -> Membership:
    """Note that a member is on leave from a day; the seat stays theirs."""
    return _step(membership, "take_leave", by=by, because=because, leave_from=on).record


@transaction.atomic
def come_back(membership: Membership, *, by: Any) -> Membership:
    """Note that a member is back from leave."""
    return _step(membership, "come_back", by=by, leave_from=None).record


@transaction.atomic
def renew_membership(membership: Membership, *, by: Any, because: str = "") -> Membership:
    """Begin the next term in a row where this one ends. Raises Refused when the seat's number of terms is reached."""
    first = (membership.ends_on or membership.partnership.today()) + timedelta(days=1)
    values = {
        "term_number": membership.term_number + 1,
        "ends_on": years_after(first, membership.seat.term_years),
    }
    return _step(membership, "renew", by=by, because=because, **values).record


@transaction.atomic
def end_membership(membership: Membership, *, by: Any, on: date, reason: str, because: str = "") -> Membership:
    """End a membership on a day for one of the reasons; one that never began ends on its first day.

    Raises Refused for a day before it began, or for a reason that does not fit its state.
    """
    never_began = membership.state in {MembershipState.PROPOSED, MembershipState.CONFIRMED}
    if never_began != (reason == EndReason.WITHDRAWN):
        raise Refused(_("“Never taken up” is for a membership that never began; choose a reason that fits."))
    if on < membership.starts_on and not never_began:
        raise Refused(_("It cannot end before it began."))
    dates = {"ends_on": on, "starts_on": min(membership.starts_on, on)}
    return _step(membership, "end", by=by, because=because, end_reason=reason, **dates).record


@transaction.atomic
def replace_membership(membership: Membership, *, by: Any, person: Person, on: date, because: str = "") -> Membership:
    """End a membership because the organization sends somebody else, and propose that person for the same seat.

    Answers with the new proposal. Raises Refused when nobody is sent for an organization, or the same person is.
    """
    if person.pk == membership.person_id:
        raise Refused(_("Choose another person than the one who leaves."))
    if on < membership.starts_on:
        raise Refused(_("It cannot end before it began."))
    _step(membership, "replace", by=by, because=because, end_reason=EndReason.REPLACED, ends_on=on)
    values = {"person": person, "organization": membership.organization, "starts_on": on + timedelta(days=1)}
    return propose_membership(membership.seat, values, by=by)
