"""Adding actions to a plan, editing them, amending adopted ones, and taking one out of a draft."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplans.models import Action, ActionPlan, PlannedOutput
from actionplans.rules import problems_with_belonging, problems_with_dates, problems_with_planned
from actionplans.services.following import follow_updates
from actionplans.services.holding import held_action, held_plan, refuse_because, with_every_text
from actionplans.workflow import ADOPTED_FIELDS, DETAIL_FIELDS, PLAN, editable_action_fields
from lipportal.audit import services as audit
from lipportal.shared import bilingual
from lipportal.shared.errors import Refused
from lipportal.shared.folding import fold
from lipportal.shared.workflow import refuse_unless

MANY = ("partners", "funders")


@transaction.atomic
def create_action(plan: ActionPlan, values: Mapping[str, Any], *, by: Any, because: str = "") -> Action:
    """Add an action to the plan; a table lead adds it under a table of their own.

    `values` are the action's columns, `planned` (rows of amount, unit_en, unit_fr), `partners`, `funders`, and
    `one_language` when its texts stay in one language by exception. Once the plan is adopted, adding one is an
    amendment: it needs a reason and the right to amend.
    """
    plan = held_plan(plan)
    refuse_unless(by, "actionplans.create_action", plan)
    if "actions" not in PLAN.editable_fields(plan):
        _refuse_addition(plan, because, by=by)
    _refuse_misfits(plan, values)
    columns = {name: values[name] for name in (DETAIL_FIELDS | ADOPTED_FIELDS) - {*MANY} if name in values}
    action = Action(partnership=plan.partnership, plan=plan, **columns)
    _note_languages(action, values)
    if not by.has_perm("actionplans.edit_action", action):
        raise Refused(_("Choose a table that you lead; the coordinator can add actions for others."))
    return keep_new_action(action, {name: values.get(name, ()) for name in MANY}, by=by, because=because)


def _refuse_addition(plan: ActionPlan, because: str, *, by: Any) -> None:
    """Refuse to add to an adopted plan without the right or the reason, and to a closed one at all."""
    if "details" not in PLAN.editable_fields(plan):
        raise Refused(_("The year is closed. Put this action into next year’s plan."))
    refuse_unless(by, "actionplans.amend_action", plan)
    if not because.strip():
        raise Refused(_("The plan is adopted. Say why the action is added; the reason is kept with it."))


def keep_new_action(action: Action, many: Mapping[str, Any], *, by: Any, because: str = "") -> Action:
    """Keep a new action, its partners and funders, and a row for each planned output."""
    audit.create(action, by=by, many=many, because=because)
    PlannedOutput.objects.bulk_create(PlannedOutput(action=action, **row) for row in action.planned)
    return action


@transaction.atomic
def edit_action(action: Action, values: Mapping[str, Any], *, by: Any, version: int) -> Action:
    """Change an action as far as its plan's state lets it; what the council adopted needs an amendment instead."""
    held = held_action(action)
    refuse_unless(by, "actionplans.edit_action", held)
    allowed = editable_action_fields(held)
    if not allowed:
        raise Refused(_("The year is closed; its actions stay as they are."))
    _refuse_misfits(held.plan, values, held)
    columns = {name: values[name] for name in allowed - {*MANY} if name in values}
    edited = _changed(held, columns, values, by=by, version=version)
    if not by.has_perm("actionplans.edit_action", edited):
        raise Refused(_("Choose a table that you lead; the coordinator can give the action to another."))
    return edited


@transaction.atomic
def amend_action(action: Action, values: Mapping[str, Any], *, by: Any, version: int, because: str) -> Action:
    """Change what the council adopted of an action, for a reason; the adopted words and figures stay readable."""
    held = held_action(action)
    refuse_unless(by, "actionplans.amend_action", held)
    if "details" not in PLAN.editable_fields(held.plan):
        raise Refused(_("Only an adopted plan is amended. While it is drafted, edit it; once closed, it stays."))
    if not because.strip():
        raise Refused(_("Say why it changes. The reason is kept, and what was adopted stays readable beside it."))
    _refuse_misfits(held.plan, values, held)
    columns = {name: values[name] for name in ADOPTED_FIELDS if name in values}
    changed = _changed(held, columns, values, by=by, version=version, because=because, action="amended", many_names=())
    if changed.version == version:
        raise Refused(_("Nothing here differs from what stands. Change something, or go back."))
    return changed


def _changed(
    held: Action,
    columns: dict[str, Any],
    values: Mapping[str, Any],
    *,
    by: Any,
    version: int,
    because: str = "",
    action: str = "changed",
    many_names: tuple[str, ...] = MANY,
) -> Action:
    if "planned" in columns:
        _replace_outputs(held, columns["planned"])
    columns = with_every_text(held, columns)
    many = {name: values[name] for name in many_names if name in values}
    if "one_language" in values:
        for name, value in columns.items():
            setattr(held, name, value)
        _note_languages(held, values)
        columns = {**columns, "language_notes": held.language_notes}
    changed: Action = audit.change(held, columns, by=by, version=version, many=many, because=because, action=action)
    return changed


def _refuse_misfits(plan: ActionPlan, values: Mapping[str, Any], action: Action | None = None) -> None:
    """Refuse what belongs elsewhere, days outside the year, and outputs that cannot be counted."""
    problems = problems_with_belonging(plan, values)
    first, last = (values.get(name, getattr(action, name, None)) for name in ("starts_on", "due_on"))
    problems += problems_with_dates(first, last, plan.fiscal_year)
    problems += problems_with_planned(values.get("planned", ()))
    refuse_because(problems)


def _note_languages(action: Action, values: Mapping[str, Any]) -> None:
    """Mark, or lift, the exception that the action's texts stay in one language."""
    notes = {name: dict(states) for name, states in (action.language_notes or {}).items()}
    for name in ("title", "description"):
        for language in bilingual.OFFICIAL:
            is_there = bool(getattr(action, f"{name}_{language}"))
            other_is_there = bool(getattr(action, f"{name}_{bilingual.other(language)}"))
            if values.get("one_language") and not is_there and other_is_there:
                notes = bilingual.excepted(notes, name, language)
            elif notes.get(name, {}).get(language) == "excepted":
                notes[name].pop(language)
        if name in notes and not notes[name]:
            notes.pop(name)
    action.language_notes = notes


def _replace_outputs(action: Action, rows: list[dict[str, Any]]) -> None:
    """Bring the rows updates count against in line with what is planned; a unit that was counted stays.

    A row is the same when one of its unit's words is. Raises Refused when a counted unit would go.
    """
    kept: set[int] = set()
    existing = list(action.planned_outputs.all())
    for row in rows:
        match = next((one for one in existing if one.pk not in kept and _same_unit(one, row)), None)
        if match is None:
            kept.add(PlannedOutput.objects.create(action=action, **row).pk)
            continue
        kept.add(match.pk)
        PlannedOutput.objects.filter(pk=match.pk).update(**row)
    for gone in (one for one in existing if one.pk not in kept):
        if gone.counts.exists():
            said = gettext("“%(unit)s” has been counted in updates, so it stays. Change how many are planned instead.")
            raise Refused(said % {"unit": gone.unit.text})
        gone.delete()


def _same_unit(output: PlannedOutput, row: Mapping[str, Any]) -> bool:
    pairs = ((output.unit_en, row["unit_en"]), (output.unit_fr, row["unit_fr"]))
    return any(was and fold(was) == fold(now) for was, now in pairs)


@transaction.atomic
def end_action(action: Action, *, by: Any, because: str) -> Action:
    """Take an action out of a draft plan, for a reason; carried over from last year, it is last year's again.

    Once adopted, an action never vanishes: Refused, with the way to stop it.
    """
    held = held_action(action)
    refuse_unless(by, "actionplans.end_action", held)
    if "actions" not in PLAN.editable_fields(held.plan):
        raise Refused(_("The council adopted this action, so it stays in the plan. Add an update: “Stopped”, and why."))
    ended: Action = audit.end(held, by=by, on=held.partnership.today(), because=because)
    if ended.carried_from is not None:
        follow_updates(held_action(ended.carried_from), by=by)
    return ended
