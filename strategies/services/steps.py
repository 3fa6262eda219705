"""The steps of a strategy: to the community, adopted, into action, under review, closed."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from councils.services.partnerships import record_stage
from lipportal.shared import clock
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import move
from strategies.models import Strategy
from strategies.services.words import held_strategy
from strategies.workflow import STRATEGY, SUCCESSION


def _held_as_read(strategy: Strategy, version: int | None) -> Strategy:
    """The strategy, held; Refused when somebody changed it since this person read it."""
    held = held_strategy(strategy)
    if version is not None and version != held.version:
        raise Refused(
            _("Somebody changed the strategy while you were reading. Open it, look again, then take the step.")
        )
    return held


@transaction.atomic
def put_to_community(strategy: Strategy, *, by: Any, version: int | None = None) -> Strategy:
    """Put the draft before the community; its words stay open."""
    held = _held_as_read(strategy, version)
    move(held, STRATEGY, "put_to_community", by=by, at=clock.now())
    return held


@transaction.atomic
def adopt_strategy(
    strategy: Strategy,
    *,
    by: Any,
    on: date,
    motion: str = "",
    no_motion_reason: str = "",
    version: int | None = None,
) -> Strategy:
    """Record that the council adopted it on a day, by a motion or with the reason why there was none.

    The stage “strategy” is done, everybody can read it, and its words are locked.
    """
    held = _held_as_read(strategy, version)
    if not motion.strip() and not no_motion_reason.strip():
        raise Refused(_("Give the motion that adopted the strategy, or say why there was none."))
    if on > held.partnership.today():
        raise Refused(_("The day of adoption is still to come. Record it once the council has adopted."))
    move(
        held,
        STRATEGY,
        "adopt",
        by=by,
        at=clock.now(),
        adopted_on=on,
        adopted_by=by,
        motion=motion.strip(),
        no_motion_reason=no_motion_reason.strip(),
    )
    record_stage(held.partnership, "strategy", "done", by=by)
    return held


@transaction.atomic
def activate_strategy(strategy: Strategy, *, by: Any, version: int | None = None) -> Strategy:
    """Put an adopted strategy into action, or take it up again after its review; the former one is renewed by it."""
    held = _held_as_read(strategy, version)
    former = Strategy.objects.select_for_update(of=("self",)).select_related("partnership")
    for other in former.filter(partnership=held.partnership, state__in=("active", "mid_term_review")):
        if other.pk != held.pk:
            move(other, SUCCESSION, "renew", by=by, at=clock.now())
    move(held, STRATEGY, "activate", by=by, at=clock.now())
    record_stage(held.partnership, "strategy", "done", by=by)
    return held


@transaction.atomic
def review_strategy(strategy: Strategy, *, by: Any, version: int | None = None) -> Strategy:
    """Begin the mid-term review; the strategy stays in force, and the partnership assesses its progress (R18)."""
    held = _held_as_read(strategy, version)
    move(held, STRATEGY, "review", by=by, at=clock.now())
    record_stage(held.partnership, "assess", "now", by=by)
    return held


@transaction.atomic
def close_strategy(strategy: Strategy, *, by: Any, because: str, version: int | None = None) -> Strategy:
    """Close a strategy for a reason; it stays readable."""
    held = _held_as_read(strategy, version)
    move(held, STRATEGY, "close", by=by, at=clock.now(), because=because)
    return held
