"""What happened on an action: its updates with their counts and evidence, newest first."""

from dataclasses import dataclass
from typing import Any

from actionplans.choices import STATE_SHAPES
from actionplans.models import Action, Evidence, Update
from actionplans.queries.outputs import CountedUnit, counts_by_update
from actionplans.queries.rows import updates_visible_to


@dataclass(frozen=True)
class UpdateLine:
    """One update as the action's page shows it."""

    update: Update
    shape: str
    counts: list[CountedUnit]
    evidence: list[Evidence]
    may_edit: bool


def history_of_action(action: Action, user: Any) -> list[UpdateLine]:
    """The updates of an action this person may see, newest first, withdrawn ones too; two queries of its own."""
    rows = updates_visible_to(user).filter(action=action).select_related("author")
    rows = rows.prefetch_related("evidence").order_by("-on", "-pk")
    counts = counts_by_update(action)
    lines = []
    for update in rows:
        update.action, update.partnership = action, action.partnership
        is_open = not update.is_ended and action.plan.state in ("adopted", "in_year")
        lines.append(
            UpdateLine(
                update=update,
                shape=STATE_SHAPES[update.state],
                counts=counts.get(update.code, []),
                evidence=[piece for piece in update.evidence.all() if not piece.is_ended],
                may_edit=is_open and user.has_perm("actionplans.edit_update", update),
            )
        )
    return lines
