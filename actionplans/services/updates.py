"""Saying how an action goes: adding an update, correcting it, withdrawing it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actionplans.models import Action, OutputCount, Update
from actionplans.queries import help_stands, is_quiet
from actionplans.rules import (
    first_day_of_updates,
    problems_with_saying_nothing,
    problems_with_update,
    problems_with_updating,
)
from actionplans.services.evidence import add_evidence, is_given
from actionplans.services.following import follow_updates
from actionplans.services.holding import held_action, refuse_because
from councils.services import record_stage
from lipportal.audit import services as audit
from lipportal.shared.bilingual import OFFICIAL
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import refuse_unless

COLUMNS = ("on", "state", "text", "obstacle", "wants_help")


@transaction.atomic
def add_update(action: Action, values: Mapping[str, Any], *, by: Any, language: str = "en") -> Update:
    """Say how an action goes on a day, with counts per planned output and, if given, a first piece of evidence.

    `values` holds on, state, text, obstacle, wants_help; `counts` (amounts by the key of the planned output); and
    evidence as `caption`, `link`, `file`. The action's state and last word follow. The first update of a
    partnership's plan shows it carrying out.
    """
    held = held_action(action)
    refuse_unless(by, "actionplans.add_update", held)
    quiet = is_quiet(held, held.partnership.today())
    silent = problems_with_saying_nothing(values, held.state, help_stands=help_stands(held), is_quiet=quiet)
    refuse_because(problems_with_updating(held) or _problems_with(values, held) or silent)
    counts = _own_counts(held, values)
    update = Update(
        partnership=held.partnership,
        action=held,
        author=by,
        language=language if language in OFFICIAL else "en",
        **{name: values[name] for name in COLUMNS if name in values},
    )
    audit.create(update, by=by)
    _write_counts(update, counts, by=by)
    if is_given(values):
        add_evidence(update, values, by=by)
    follow_updates(held, by=by)
    record_stage(held.partnership, "implement", "now", by=by)
    return update


@transaction.atomic
def correct_update(update: Update, values: Mapping[str, Any], *, by: Any, version: int) -> Update:
    """Correct an update while its year is open; what it said stays in the trail, the action follows again."""
    held = held_action(update.action)
    _refuse_unless_editable(update, held, by=by)
    refuse_because(_problems_with(values, held))
    counts = _own_counts(held, values)
    columns = {name: values[name] for name in COLUMNS if name in values}
    corrected: Update = audit.change(update, columns, by=by, version=version, action="corrected")
    corrected.action = held
    if "counts" in values:
        _write_counts(corrected, counts, by=by)
    follow_updates(held, by=by)
    return corrected


@transaction.atomic
def end_update(update: Update, *, by: Any, because: str) -> Update:
    """Withdraw an update that was a mistake, for a reason; it stays readable and no longer counts."""
    held = held_action(update.action)
    _refuse_unless_editable(update, held, by=by)
    ended: Update = audit.end(update, by=by, on=held.partnership.today(), because=because)
    follow_updates(held, by=by)
    return ended


def _refuse_unless_editable(update: Update, action: Action, *, by: Any) -> None:
    update.action = action
    refuse_unless(by, "actionplans.edit_update", update)
    refuse_unless(by, "actionplans.add_update", action)
    if update.is_ended:
        raise Refused(_("This update was withdrawn."))
    refuse_because(problems_with_updating(action))


def _problems_with(values: Mapping[str, Any], action: Action) -> list[str]:
    stands = help_stands(action)
    return problems_with_update(values, first_day_of_updates(action), action.partnership.today(), help_stands=stands)


def _own_counts(action: Action, values: Mapping[str, Any]) -> dict[int, int]:
    """The counts that say something, each of an output of this very action."""
    counts = {key: amount for key, amount in values.get("counts", {}).items() if amount}
    own = set(action.planned_outputs.values_list("pk", flat=True)) if counts else set()
    if set(counts) - own:
        raise Refused(_("One of these outputs is no longer in the action. Open the form again and count anew."))
    return counts


def _write_counts(update: Update, counts: dict[int, int], *, by: Any) -> None:
    """Put the counts of an update in place of those it had, with one line in the trail."""
    before = {count.output_id: count.amount for count in update.counts.all()}
    if before == counts:
        return
    update.counts.all().delete()
    OutputCount.objects.bulk_create(
        OutputCount(update=update, output_id=key, amount=amount) for key, amount in counts.items()
    )
    audit.log("update.counted", by=by, record=update, before={"counts": before}, after={"counts": counts})
