"""Is it fit: functions that give a list of reasons, empty when fine."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councils.choices import BodyKind, QuorumKind, Represents, SeatRole
from councils.models import Body, Membership, Motion, Seat, TermsOfReference
from lipportal.shared.bilingual import OFFICIAL, state_of

CHAIRING = (SeatRole.CHAIR, SeatRole.CO_CHAIR)
LONGEST_TERM = 10
MOST_TERMS = 10
MOST_MEETINGS = 52
LARGEST_QUORUM = 500


# --- bodies and seats ----------------------------------------------------------------------------------------------
def problems_with_place_of_body(
    kind: str, parent: Body | None, *, body: Body | None = None, councils: Iterable[Body] = ()
) -> list[Any]:
    """Why a body of this kind cannot stand under `parent`: a council stands alone, and nothing stands under itself."""
    reasons: list[Any] = []
    if kind == BodyKind.COUNCIL:
        if parent is not None:
            reasons.append(_("A council belongs to no other body. Leave “belongs to” empty."))
        if any(other.pk != getattr(body, "pk", None) for other in councils):
            reasons.append(_("This partnership has a council already. End that one first, or choose another kind."))
    above = parent
    while above is not None and body is not None:
        if above.pk == body.pk:
            reasons.append(_("A body cannot belong to itself, or to a body that belongs to it."))
            break
        above = above.parent
    return reasons


def problems_with_ending_seat(seat: Seat, holder: Membership | None) -> list[Any]:
    """Why a seat cannot end now: somebody holds it, or is about to."""
    if holder is None:
        return []
    return [_("%(person)s holds this seat. End that membership first.") % {"person": holder.person.name}]


def doubts_about_chairs(memberships: Iterable[Membership]) -> list[Any]:
    """What to think about, not what to forbid: co-chairs who all speak for one organization (R9)."""
    chairs = [
        held for held in memberships if held.seat.role in CHAIRING and held.state in {"confirmed", "active", "on_leave"}
    ]
    homes: dict[int, list[Membership]] = {}
    for held in chairs:
        if held.organization is not None:
            homes.setdefault(held.organization.pk, []).append(held)
    return [
        format_lazy(
            _(
                "{people} share the chair and come from the same organization, {organization}. "
                "Two organizations share power better."
            ),
            people=" · ".join(held.person.name for held in shared),
            organization=str(shared[0].organization),
        )
        for shared in homes.values()
        if len(shared) > 1
    ]


# --- memberships ---------------------------------------------------------------------------------------------------
def problems_with_seat_of(membership: Membership) -> list[Any]:
    """Why nobody can take this seat: it has ended, or its body has."""
    if membership.seat.is_ended:
        return [_("This seat was ended. Propose the person for another one.")]
    if membership.seat.body.is_ended:
        return [_("This body has come to its end.")]
    return []


def problems_with_taken_seat(membership: Membership) -> list[Any]:
    """Why nobody else can be confirmed for a seat: it is held once."""
    others = membership.seat.membership_set.exclude(pk=membership.pk)
    held = others.filter(state__in=["confirmed", "active", "on_leave"])
    return [
        _("%(person)s holds this seat. A seat is held once; end that membership first.") % {"person": other.person.name}
        for other in held.select_related("person")
    ]


def problems_with_sending_another(membership: Membership) -> list[Any]:
    """Why no organization can replace this member: nobody sent them."""
    if membership.organization is None:
        return [_("Nobody is sent by an organization here. End the membership, and propose somebody.")]
    return []


def problems_with_another_term(membership: Membership) -> list[Any]:
    """Why there can be no further term: the seat's number of terms in a row is reached."""
    most = membership.seat.most_terms
    if membership.term_number < most:
        return []
    return [
        ngettext_lazy(
            "This seat allows one term, and this is it. "
            "Propose somebody else, or change the seat if the terms of reference allow it.",
            "This seat allows %(count)s terms in a row, and this is the last. "
            "Propose somebody else, or change the seat if the terms of reference allow it.",
            most,
        )
        % {"count": most}
    ]


def problems_with_voice_of(seat: Seat, organization: Any, *, for_themselves: bool = False) -> list[Any]:
    """Why a person cannot sit here for this organization, or for none unless they expressly speak `for_themselves`."""
    if organization is not None and for_themselves:
        return [_("Choose one: an organization, or a resident who speaks for themselves.")]
    if seat.represents == Represents.ORGANIZATION and organization is None and not for_themselves:
        return [_("This seat speaks for an organization. Choose which one, or say that they speak for themselves.")]
    return []


# --- terms of reference --------------------------------------------------------------------------------------------
def problems_with_nothing_written(terms: TermsOfReference) -> list[Any]:
    """Why terms cannot be put to the community or endorsed by it: there is nothing to read yet."""
    if terms.sections.exclude(text_en="", text_fr="").exists():
        return []
    return [_("There is nothing to read yet. Write at least one section.")]


def problems_with_languages(terms: TermsOfReference) -> list[Any]:
    """Which sections lack a language that was not excepted: both are owed before adoption (design 2.11)."""
    sections = list(terms.sections.all())
    if not sections:
        return [_("There is no section yet.")]
    missing: dict[str, list[str]] = {language: [] for language in OFFICIAL}
    for section in sections:
        for language in OFFICIAL:
            if state_of(section, "text", language) == "missing":
                missing[language].append(str(section.get_key_display()))
    says = {"en": _("English is missing in: {sections}."), "fr": _("French is missing in: {sections}.")}
    return [format_lazy(says[language], sections=", ".join(names)) for language, names in missing.items() if names]


def problems_with_rule_numbers(terms: TermsOfReference) -> list[Any]:
    """Why the numbers beside the wording cannot be lived by."""
    reasons: list[Any] = []
    if terms.quorum_kind == QuorumKind.SHARE and not 0 < terms.quorum_value <= 100:
        reasons.append(_("A quorum that is a share lies between 1 and 100 percent."))
    if terms.quorum_kind == QuorumKind.COUNT and not _is_whole(terms.quorum_value, 1, LARGEST_QUORUM):
        reasons.append(_("A quorum that is a number is a whole number of people, at least one."))
    if not 0 < terms.decision_percent <= 100:
        reasons.append(_("The share of votes that carries lies between 1 and 100 percent."))
    if not 1 <= terms.term_years <= LONGEST_TERM:
        reasons.append(_("A term lasts from one to ten years."))
    if not 1 <= terms.most_terms <= MOST_TERMS:
        reasons.append(_("There are from one to ten terms in a row."))
    if not 1 <= terms.meetings_a_year <= MOST_MEETINGS:
        reasons.append(_("There is at least one meeting a year, and at most one a week."))
    return reasons


def _is_whole(value: Decimal, least: int, most: int) -> bool:
    return value == int(value) and least <= value <= most


# --- motions ---------------------------------------------------------------------------------------------------------
def problems_with_meeting_of(motion: Motion) -> list[Any]:
    """Why a motion cannot be taken up: its meeting was taken out, or its day is still to come."""
    if motion.meeting.is_ended:
        return [_("This meeting was taken out; it cannot be changed.")]
    if not motion.meeting.has_come:
        return [_("The day of this meeting has not come yet.")]
    return []


def problems_with_attendance_at(motion: Motion) -> list[Any]:
    """Why nothing can be decided yet: nobody noted who is there, and quorum is counted from that."""
    if motion.meeting.is_noted or not motion.meeting.has_come:  # of a day to come, that is said and enough
        return []
    return [_("Note who is here first. Quorum is counted from it.")]
