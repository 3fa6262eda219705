"""What every write of this app begins with: the right to do it, and the rows held until it is done."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from actionplans.models import Action, ActionPlan
from lipportal.shared.bilingual import OFFICIAL, bilingual_names
from lipportal.shared.errors import Refused


def refuse_because(problems: list[Any]) -> None:
    """Raise Refused when some rule found something."""
    if problems:
        raise Refused.because(problems)


def held_plan(plan: ActionPlan, version: int | None = None) -> ActionPlan:
    """The plan as it stands, held until the transaction ends, so that nobody adopts it while an action is written.

    Given the version that was read, raises Refused when somebody changed the plan since.
    """
    rows = ActionPlan.objects.select_for_update(of=("self",)).select_related("partnership", "strategy")
    held = rows.get(pk=plan.pk)
    if version is not None and held.version != version:
        raise Refused(_("Somebody changed the plan while you were reading. Open it, look again, then take the step."))
    return held


def held_action(action: Action) -> Action:
    """The action and its plan as they stand, held until the transaction ends: nobody adopts or closes it."""
    rows = Action.objects.select_for_update(of=("self", "plan"))
    held = rows.select_related("partnership", "plan", "plan__partnership", "plan__strategy", "direction").get(
        pk=action.pk
    )
    held.plan.partnership = held.partnership
    return held


def with_every_text(record: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The values, with the texts that stay as they are, so that only what is really changed falls out of date."""
    names = [f"{name}_{language}" for name in bilingual_names(type(record)) for language in OFFICIAL]
    return {**{name: getattr(record, name) for name in names}, **values}
