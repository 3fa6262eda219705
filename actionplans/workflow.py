"""What comes next for an action plan: one table of steps, and what may be edited of its actions in which state."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan
from actionplans.queries import AMENDED_FIELDS, live_actions
from actionplans.rules import problems_with_adoption, problems_with_closing, problems_with_opening
from lipportal.shared.workflow import Step, Workflow


def is_ready_for_adoption(plan: ActionPlan) -> list[Any]:
    """What the plan still needs before its adoption can be recorded."""
    actions = list(live_actions(plan).select_related("direction"))
    for action in actions:
        action.plan = plan
    return list(problems_with_adoption(plan, actions))


def has_begun(plan: ActionPlan) -> list[Any]:
    """The year opens once it has come."""
    return list(problems_with_opening(plan, plan.partnership.today()))


def is_over(plan: ActionPlan) -> list[Any]:
    """The year closes once it is over."""
    return list(problems_with_closing(plan, plan.partnership.today()))


PLAN = Workflow(
    noun="actionplan",
    steps=(
        Step(
            name="put_to_tables",
            label=_("Put it to the tables"),
            leaves=("drafting",),
            reaches="table_input",
            permission="actionplans.put_to_tables",
            tells=_("Table leads look at their actions and add what is missing. Everything can still be changed."),
        ),
        Step(
            name="adopt",
            label=_("Record the adoption"),
            leaves=("table_input",),
            reaches="adopted",
            permission="actionplans.adopt_plan",
            rules=(is_ready_for_adoption,),
            tells=_(
                "Everybody can read the plan from then on, the officer too. What was adopted is kept; "
                "what changes later is kept beside it, with the reason."
            ),
        ),
        Step(
            name="open_year",
            label=_("Open the year"),
            leaves=("adopted",),
            reaches="in_year",
            permission="actionplans.open_year",
            rules=(has_begun,),
            tells=_("The plan is in its year: tables say how their actions go."),
        ),
        Step(
            name="close",
            label=_("Close the year"),
            leaves=("in_year",),
            reaches="closed",
            permission="actionplans.close_plan",
            rules=(is_over,),
            tells=_("No more updates are added. The plan stays readable, and next year’s can carry actions over."),
        ),
    ),
    editable={
        "drafting": frozenset({"priorities", "actions"}),
        "table_input": frozenset({"priorities", "actions"}),
        "adopted": frozenset({"details"}),
        "in_year": frozenset({"details"}),
    },
)

# What may still be edited of an adopted action without an amendment: nothing the council adopted.
DETAIL_FIELDS = frozenset(
    {"description_en", "description_fr", "kind", "partners", "funders", "is_quick_win", "equity_notes"}
)
ADOPTED_FIELDS = frozenset(AMENDED_FIELDS)


def editable_action_fields(action: Any) -> frozenset[str]:
    """The fields of an action that may be edited in its plan's state."""
    if action.is_ended:
        return frozenset()
    open_to = PLAN.editable_fields(action.plan)
    if "actions" in open_to:
        return DETAIL_FIELDS | ADOPTED_FIELDS
    return DETAIL_FIELDS if "details" in open_to else frozenset()
