"""Writes about bodies and their seats."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from councils.choices import BodyKind, EndReason, MembershipState, Stage, StageState
from councils.models import Body, Membership, Partnership, Seat
from councils.queries.bodies import running_councils
from councils.queries.memberships import holder_of_seat
from councils.queries.organizations import sectors_of
from councils.queries.terms import terms_in_force
from councils.rules import problems_with_ending_seat, problems_with_place_of_body
from councils.services.partnerships import record_stage
from councils.workflow import MEMBERSHIP
from lipportal.audit.services import change, create, end
from lipportal.shared import clock
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import move


def _refuse_for(reasons: list[Any]) -> None:
    if reasons:
        raise Refused.because(reasons)


def _one_at_a_time(partnership: Partnership) -> None:
    """Hold the partnership's row: of two councils set up at once, the second is told of the first."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)


@transaction.atomic
def create_body(partnership: Partnership, values: Mapping[str, Any], *, by: Any) -> Body:
    """Set up a body; with its council a partnership begins its first stage.

    Raises Refused for a second council, or a body beneath itself.
    """
    _one_at_a_time(partnership)
    councils = running_councils(partnership)
    _refuse_for(problems_with_place_of_body(values["kind"], values.get("parent"), councils=councils))
    body: Body = create(Body(partnership=partnership, **values), by=by)
    if body.kind == BodyKind.COUNCIL and partnership.stages.get(Stage.COUNCIL) == StageState.LATER:
        record_stage(partnership, Stage.COUNCIL, StageState.NOW, by=by)
    return body


@transaction.atomic
def edit_body(body: Body, values: Mapping[str, Any], *, by: Any, version: int) -> Body:
    """Change a body from the `version` that was read. Raises Refused for a second council, or a body beneath itself."""
    _one_at_a_time(body.partnership)
    kind, parent = values.get("kind", body.kind), values.get("parent", body.parent)
    councils = running_councils(body.partnership)
    _refuse_for(problems_with_place_of_body(kind, parent, body=body, councils=councils))
    changed: Body = change(body, values, by=by, version=version)
    return changed


@transaction.atomic
def end_body(body: Body, *, by: Any, on: date, because: str) -> Body:
    """End a body: its memberships end that day for this reason, its seats with it.

    Raises Refused without a reason, when it has ended already, or while other bodies belong to it.
    """
    if Body.objects.filter(parent=body, ended_on__isnull=True).exists():
        raise Refused(_("Other bodies still belong to this one. End those first, or move them."))
    ended: Body = end(body, by=by, on=on, because=because)
    rows = Membership.objects.filter(seat__body=body).exclude(state=MembershipState.ENDED)
    for held in rows.select_related("partnership", "seat__body"):
        _end_with_body(held, by=by, on=on, because=because)
    for seat in Seat.objects.filter(body=body, ended_on__isnull=True).select_related("partnership"):
        end(seat, by=by, on=on, because=because)
    return ended


def _end_with_body(held: Membership, *, by: Any, on: date, because: str) -> None:
    dates = {"ends_on": on, "starts_on": min(held.starts_on, on)}
    move(held, MEMBERSHIP, "end", by=by, at=clock.now(), because=because, end_reason=EndReason.BODY_ENDED, **dates)


# --- seats -----------------------------------------------------------------------------------------------------------
def create_seat(body: Body, values: Mapping[str, Any], *, by: Any) -> Seat:
    """Add a seat to a body. Raises Refused when the body has come to its end."""
    _refuse_for([_("This body has come to its end.")] if body.is_ended else [])
    seat: Seat = create(Seat(partnership=body.partnership, body=body, **values), by=by)
    return seat


def edit_seat(seat: Seat, values: Mapping[str, Any], *, by: Any, version: int) -> Seat:
    """Change a seat from the `version` that was read."""
    changed: Seat = change(seat, values, by=by, version=version)
    return changed


@transaction.atomic
def end_seat(seat: Seat, *, by: Any, on: date, because: str) -> Seat:
    """End a seat for a reason. Raises Refused while somebody holds it; a proposal for it is let go."""
    _refuse_for(problems_with_ending_seat(seat, holder_of_seat(seat)))
    for proposed in Membership.objects.filter(seat=seat, state=MembershipState.PROPOSED).select_related("seat__body"):
        values = {"ends_on": on, "starts_on": min(proposed.starts_on, on), "end_reason": EndReason.WITHDRAWN}
        move(proposed, MEMBERSHIP, "end", by=by, at=clock.now(), because=because, **values)
    ended: Seat = end(seat, by=by, on=on, because=because)
    return ended


@transaction.atomic
def set_up_seats(body: Body, *, by: Any) -> list[Seat]:
    """One seat for each sphere that has none at this body, with the terms in force; twice makes none twice."""
    _refuse_for([_("This body has come to its end.")] if body.is_ended else [])
    Body.objects.select_for_update().get(pk=body.pk)
    taken = set(
        Seat.objects.filter(body=body, ended_on__isnull=True, sector__isnull=False).values_list("sector", flat=True)
    )
    terms = terms_in_force(body)
    office = {"term_years": terms.term_years, "most_terms": terms.most_terms} if terms else {}
    since = body.partnership.today()
    spheres = [sphere for sphere in sectors_of(body.partnership) if sphere.pk not in taken]
    return [create_seat(body, {"sector": sphere, "since": since, **office}, by=by) for sphere in spheres]


def settle_council_stage(bodies: Iterable[Body], *, by: Any) -> None:
    """Count the council as set up once somebody chairs it and somebody else sits there too."""
    for body in bodies:
        if body.kind != BodyKind.COUNCIL or body.partnership.stages.get(Stage.COUNCIL) == StageState.DONE:
            continue
        roles = list(
            Membership.objects.filter(seat__body=body, state=MembershipState.ACTIVE).values_list(
                "seat__role", flat=True
            )
        )
        is_done = len(roles) > 1 and any(role in {"chair", "co_chair"} for role in roles)
        record_stage(body.partnership, Stage.COUNCIL, StageState.DONE if is_done else StageState.NOW, by=by)
