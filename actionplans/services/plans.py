"""Starting, writing, adopting, opening and closing the plan of a fiscal year."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from actionplans.models import Action, ActionPlan
from actionplans.queries import actions_to_carry, live_actions, outputs_of, strategy_of_year, taken_years
from actionplans.queries.adopted import SCHEMA_VERSION, plan_body
from actionplans.rules import problems_with_motion, problems_with_year
from actionplans.services.actions import keep_new_action
from actionplans.services.following import follow_updates
from actionplans.services.holding import held_action, held_plan, refuse_because, with_every_text
from actionplans.workflow import PLAN
from councils.models import Partnership
from councils.services import record_stage
from lipportal.audit import services as audit
from lipportal.shared import clock
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import move, refuse_unless
from strategies.models import Direction

PRIORITIES = ("priorities_en", "priorities_fr")
COPIED = (
    "title_en",
    "title_fr",
    "description_en",
    "description_fr",
    "kind",
    "body",
    "lead",
    "is_quick_win",
    "equity_notes",
)


@transaction.atomic
def create_plan(partnership: Partnership, *, year: int, by: Any, values: Mapping[str, Any] | None = None) -> ActionPlan:
    """Start the plan of a fiscal year of a strategy, final or not (R22); `values` may hold this year's priorities.

    Raises Refused when no strategy covers the year, or the year has a plan.
    """
    refuse_unless(by, "actionplans.create_plan", partnership)
    strategy = strategy_of_year(partnership, year)
    refuse_because(problems_with_year(year, strategy, taken_years(partnership)))
    priorities = {name: (values or {}).get(name, "") for name in PRIORITIES}
    plan = ActionPlan(partnership=partnership, strategy=strategy, year=year, **priorities)
    try:
        with transaction.atomic():
            audit.create(plan, by=by)
    except IntegrityError as error:
        raise Refused(_("There is a plan for this year already. Open it and go on there.")) from error
    record_stage(partnership, "plan", "now", by=by)
    return plan


@transaction.atomic
def edit_plan(plan: ActionPlan, values: Mapping[str, Any], *, by: Any, version: int) -> ActionPlan:
    """Write this year's local priorities; Refused once the plan is adopted."""
    refuse_unless(by, "actionplans.edit_plan", plan)
    held = held_plan(plan)
    if "priorities" not in PLAN.editable_fields(held):
        raise Refused(_("The plan is adopted; its priorities stay as the council adopted them."))
    changed = with_every_text(held, {name: values[name] for name in PRIORITIES if name in values})
    edited: ActionPlan = audit.change(plan, changed, by=by, version=version)
    return edited


@transaction.atomic
def carry_over_actions(
    plan: ActionPlan, actions: Iterable[Action], *, by: Any, directions: Mapping[str, Direction] | None = None
) -> list[Action]:
    """Take last year's unfinished actions into this plan: a new action each, the old one marked as carried over.

    What was not done of its outputs is planned anew, from 1 April to 31 March. `directions` gives, by the old
    action's code, a direction of this plan's strategy where the old one belongs to another.
    """
    refuse_unless(by, "actionplans.edit_plan", plan)
    plan = held_plan(plan)
    if "actions" not in PLAN.editable_fields(plan):
        raise Refused(_("The plan is adopted; actions are carried over while it is drafted."))
    wanted = list(actions)
    offered = {action.pk: action for action in actions_to_carry(plan)}
    if any(action.pk not in offered for action in wanted):
        raise Refused(_("One of these actions cannot be carried over: it is finished, or is in this plan already."))
    remaining = outputs_of(wanted)
    carried = []
    for action in wanted:
        direction = (directions or {}).get(action.code) or action.direction
        if direction.strategy_id != plan.strategy_id:
            raise Refused(_("Choose a direction of the present strategy for “%(title)s”.") % {"title": action})
        planned = [
            {"amount": figure.planned - figure.done, "unit_en": figure.unit_en, "unit_fr": figure.unit_fr}
            for figure in remaining[action.pk]
            if figure.is_short
        ]
        carried.append(_carried(plan, action, direction, planned or list(action.planned), by=by))
    return carried


def _carried(
    plan: ActionPlan, action: Action, direction: Direction, planned: list[dict[str, Any]], *, by: Any
) -> Action:
    copied = Action(
        partnership=plan.partnership,
        plan=plan,
        direction=direction,
        starts_on=plan.fiscal_year.first_day,
        due_on=plan.fiscal_year.last_day,
        carried_from=action,
        planned=planned,
        written_in=action.written_in,
        language_notes=action.language_notes,
        **{name: getattr(action, name) for name in COPIED},
    )
    many = {"partners": list(action.partners.all()), "funders": list(action.funders.all())}
    keep_new_action(copied, many, by=by)
    follow_updates(held_action(action), by=by)
    return copied


@transaction.atomic
def put_to_tables(plan: ActionPlan, *, by: Any, version: int | None = None) -> ActionPlan:
    """Ask the tables to look at the draft and add to it."""
    held = held_plan(plan, version)
    move(held, PLAN, "put_to_tables", by=by, at=clock.now())
    return held


@transaction.atomic
def adopt_plan(
    plan: ActionPlan, *, by: Any, on: date, motion: str = "", no_motion_reason: str = "", version: int | None = None
) -> ActionPlan:
    """Record that the council adopted the plan on a day, by a motion or with the reason why there was none.

    Every word and figure is frozen as adopted; the stage “plan” is done.
    """
    held = held_plan(plan, version)
    values: dict[str, Any] = {"adopted_on": on, "motion": motion.strip(), "no_motion_reason": no_motion_reason.strip()}
    refuse_because(problems_with_motion(values, held.partnership.today()))
    move(held, PLAN, "adopt", by=by, at=clock.now(), adopted_by=by, **values)
    rows = live_actions(held).select_related("direction", "body", "lead", "carried_from")
    actions = list(rows.prefetch_related("partners", "funders").order_by("direction__place", "due_on", "pk"))
    audit.freeze(held, plan_body(held, actions), schema_version=SCHEMA_VERSION, by=by)
    record_stage(held.partnership, "plan", "done", by=by)
    return held


@transaction.atomic
def open_year(plan: ActionPlan, *, by: Any, version: int | None = None) -> ActionPlan:
    """Open the plan's year: the partnership is carrying it out."""
    held = held_plan(plan, version)
    move(held, PLAN, "open_year", by=by, at=clock.now())
    record_stage(held.partnership, "implement", "now", by=by)
    return held


@transaction.atomic
def close_plan(plan: ActionPlan, *, by: Any, version: int | None = None) -> ActionPlan:
    """Close the plan's year once it is over: no more updates; it is carried out, unless another year is open."""
    held = held_plan(plan, version)
    move(held, PLAN, "close", by=by, at=clock.now())
    if not ActionPlan.objects.filter(partnership=held.partnership, state="in_year").exists():
        record_stage(held.partnership, "implement", "done", by=by)
    return held
