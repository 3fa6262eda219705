"""Beginning a strategy, writing its components, and amending them once it is adopted."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from councils.models import Partnership
from councils.services.partnerships import record_stage
from lipportal.audit import services as audit
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import refuse_unless
from strategies.choices import COMPONENT_TEXTS
from strategies.models import Strategy
from strategies.rules import clashes, component_state, length_problems
from strategies.services.words import (
    AmendmentWords,
    Translations,
    held_strategy,
    keep_amendment,
    refuse_unless_writable,
    whole_values,
)

DEFAULT_LENGTH = 3


@transaction.atomic
def create_strategy(
    partnership: Partnership, *, by: Any, first_year: int, last_year: int | None = None, written_in: str = "en"
) -> Strategy:
    """Begin a strategy over one to five fiscal years, three unless told; the stage “strategy” is under way.

    Refused when an adopted strategy that is not over covers some of these years.
    """
    refuse_unless(by, "strategies.create_strategy", partnership)
    last_year = first_year + DEFAULT_LENGTH - 1 if last_year is None else last_year
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    strategy = Strategy(partnership=partnership, first_year=first_year, last_year=last_year, written_in=written_in)
    if reasons := length_problems(first_year, last_year) or clashes(strategy):
        raise Refused.because(reasons)
    audit.create(strategy, by=by)
    record_stage(partnership, "strategy", "now", by=by)
    return strategy


@transaction.atomic
def edit_years(strategy: Strategy, *, by: Any, version: int, first_year: int, last_year: int) -> Strategy:
    """Change the years a strategy being drafted covers; Refused once it is adopted."""
    held = held_strategy(strategy)
    refuse_unless(by, "strategies.edit_component", held)
    refuse_unless_writable(held, None)
    held.first_year, held.last_year = first_year, last_year
    if reasons := length_problems(first_year, last_year) or clashes(held):
        raise Refused.because(reasons)
    values = {**whole_values(held, {}, (), None), "first_year": first_year, "last_year": last_year}
    return audit.change(held, values, by=by, version=version)


def _write(
    held: Strategy,
    component: str,
    values: Mapping[str, Any],
    *,
    by: Any,
    version: int,
    translations: Translations | None,
) -> Strategy:
    names = COMPONENT_TEXTS[component]
    return audit.change(held, whole_values(held, values, names, translations), by=by, version=version)


@transaction.atomic
def edit_component(
    strategy: Strategy,
    component: str,
    values: Mapping[str, Any],
    *,
    by: Any,
    version: int,
    translations: Translations | None = None,
) -> Strategy:
    """Write one component while the strategy is being drafted; Refused once it is adopted."""
    held = held_strategy(strategy)
    refuse_unless(by, "strategies.edit_component", held)
    refuse_unless_writable(held, None)
    return _write(held, component, values, by=by, version=version, translations=translations)


@transaction.atomic
def amend_strategy(
    strategy: Strategy,
    component: str,
    values: Mapping[str, Any],
    *,
    by: Any,
    version: int,
    amendment: AmendmentWords,
    translations: Translations | None = None,
) -> Strategy:
    """Change one component of an adopted strategy, with what changed, when and by which motion; the original is kept.

    Refused when nothing changed, or when the component would no longer be complete in both languages.
    """
    held = held_strategy(strategy)
    refuse_unless(by, "strategies.amend_strategy", held)
    if not held.is_amendable:
        raise Refused(_("Only an adopted strategy that is not over can be amended."))
    changed = _write(held, component, values, by=by, version=version, translations=translations)
    if changed.version == held.version:
        raise Refused(_("Nothing is changed yet, so there is nothing to amend."))
    if lacks := component_state(changed, component).lacks:
        raise Refused(_("An adopted strategy stays complete in both languages."), *lacks)
    keep_amendment(changed, amendment, component=component, by=by, before=held.version, after=changed.version)
    return changed
