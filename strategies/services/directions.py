"""Adding, writing, ordering and ending the directions of a strategy."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lipportal.audit import services as audit
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import refuse_unless
from strategies.choices import DIRECTION_TEXT_LABELS
from strategies.models import Direction, Strategy
from strategies.rules import lacks_of_direction
from strategies.services.words import (
    AmendmentWords,
    Translations,
    first_written_in,
    held_strategy,
    keep_amendment,
    refuse_unless_writable,
    whole_values,
)

PLAIN_COLUMNS = ("objectives", "characteristics", "horizon", "body", "municipal_links")


def _columns(direction: Direction, values: Mapping[str, Any], translations: Translations | None) -> dict[str, Any]:
    texts = whole_values(direction, values, DIRECTION_TEXT_LABELS, translations)
    return {**texts, **{name: values[name] for name in PLAIN_COLUMNS if name in values}}


def _finding_list(strategy: Strategy, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The findings chosen; Refused when one is another partnership's."""
    if "findings" not in values:
        return {}
    findings = list(values["findings"])
    if any(finding.partnership_id != strategy.partnership_id for finding in findings):
        raise Refused(_("Choose findings of your own partnership."))
    return {"findings": findings}


def _refuse_foreign_body(strategy: Strategy, values: Mapping[str, Any]) -> None:
    body = values.get("body")
    if body is not None and body.partnership_id != strategy.partnership_id:
        raise Refused(_("Choose a body of your own partnership."))


def _refuse_unless_may_amend(by: Any, strategy: Strategy) -> None:
    if strategy.is_amendable:
        refuse_unless(by, "strategies.amend_strategy", strategy)


def _refuse_unless_theirs_as_well(by: Any, direction: Direction, body: Any) -> None:
    """Who writes a direction for one table alone may hand it to another only where they may write it too."""
    moved = Direction.objects.get(pk=direction.pk)
    moved.body = body
    refuse_unless(by, "strategies.edit_direction", moved)


def _amend(strategy: Strategy, direction: Direction, words: AmendmentWords | None, *, by: Any, before: int) -> None:
    """Keep the amendment of an adopted strategy; nothing while it is being drafted."""
    if words is None or strategy.is_open:
        return
    if direction.version == before:
        raise Refused(_("Nothing is changed yet, so there is nothing to amend."))
    if not direction.is_ended and (lacks := lacks_of_direction(direction)):
        raise Refused(_("An adopted strategy stays complete in both languages."), *lacks)
    keep_amendment(
        strategy, words, component="directions", by=by, before=before, after=direction.version, direction=direction
    )


@transaction.atomic
def create_direction(
    strategy: Strategy,
    values: Mapping[str, Any],
    *,
    by: Any,
    translations: Translations | None = None,
    amendment: AmendmentWords | None = None,
) -> Direction:
    """Add a direction at the end of the list; to an adopted strategy only with an amendment."""
    held = held_strategy(strategy)
    refuse_unless(by, "strategies.create_direction", held)
    _refuse_unless_may_amend(by, held)
    refuse_unless_writable(held, amendment)
    _refuse_foreign_body(held, values)
    place = held.directions.filter(ended_on__isnull=True).count() + 1
    direction = Direction(partnership=held.partnership, strategy=held, place=place)
    for name, value in _columns(direction, values, translations).items():
        setattr(direction, name, value)
    direction.written_in = first_written_in(values, "title")
    audit.create(direction, by=by, many=_finding_list(held, values))
    _amend(held, direction, amendment, by=by, before=0)
    return direction


@transaction.atomic
def edit_direction(
    direction: Direction,
    values: Mapping[str, Any],
    *,
    by: Any,
    version: int,
    translations: Translations | None = None,
    amendment: AmendmentWords | None = None,
) -> Direction:
    """Write a direction; in an adopted strategy only with an amendment, the original kept beside it."""
    held = held_strategy(direction.strategy)
    current = Direction.objects.get(pk=direction.pk)
    refuse_unless(by, "strategies.edit_direction", current)
    _refuse_unless_may_amend(by, held)
    refuse_unless_writable(held, amendment)
    if current.is_ended:
        raise Refused(_("This direction has ended. It stays as it was."))
    _refuse_foreign_body(held, values)
    if "body" in values and values["body"] != current.body:
        _refuse_unless_theirs_as_well(by, current, values["body"])
    columns, many = _columns(current, values, translations), _finding_list(held, values)
    changed: Direction = audit.change(current, columns, by=by, version=version, many=many)
    _amend(held, changed, amendment, by=by, before=current.version)
    return changed


@transaction.atomic
def move_direction(direction: Direction, *, by: Any, to: int) -> Direction:
    """Put a direction at a place among its fellows; the same place twice changes nothing.

    Refused once the strategy is adopted: the order was adopted with it.
    """
    held = held_strategy(direction.strategy)
    refuse_unless(by, "strategies.move_direction", direction)
    if not held.is_open:
        raise Refused(_("The order was adopted with the strategy. It can be changed while the next one is drafted."))
    fellows = [each for each in held.directions.filter(ended_on__isnull=True) if each.pk != direction.pk]
    current = Direction.objects.get(pk=direction.pk)
    if current.is_ended:
        raise Refused(_("This direction has ended. It stays as it was."))
    fellows.insert(max(0, min(to, len(fellows) + 1) - 1), current)
    for place, each in enumerate(fellows, start=1):
        if each.place != place:
            values = {**whole_values(each, {}, (), None), "place": place}
            audit.change(each, values, by=by, version=each.version, action="moved")
    return Direction.objects.get(pk=direction.pk)


@transaction.atomic
def end_direction(
    direction: Direction, *, by: Any, on: date, because: str, amendment: AmendmentWords | None = None
) -> Direction:
    """End a direction on a day for a reason; in an adopted strategy only with an amendment.

    Refused when it is the last direction of an adopted strategy.
    """
    held = held_strategy(direction.strategy)
    refuse_unless(by, "strategies.end_direction", direction)
    _refuse_unless_may_amend(by, held)
    refuse_unless_writable(held, amendment)
    others = held.directions.filter(ended_on__isnull=True).exclude(pk=direction.pk)
    if held.is_amendable and not others.exists():
        raise Refused(_("An adopted strategy keeps at least one direction. Add the new one first."))
    current = Direction.objects.get(pk=direction.pk)
    before = current.version
    ended: Direction = audit.end(current, by=by, on=on, because=because)
    _amend(held, ended, amendment, by=by, before=before)
    return ended
