"""Is it fit: what a strategy still lacks, as reasons a person can act on; empty when nothing does."""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lipportal.shared.bilingual import OFFICIAL, state_of
from strategies.choices import (
    AMENDABLE_STATES,
    COMPONENT_TEXTS,
    COMPONENTS,
    DIRECTION_TEXT_LABELS,
    IN_FORCE_STATES,
    TEXT_LABELS,
)
from strategies.models import Direction, Strategy

LONGEST = 5
_LACKS = {"en": _("{text}: the English is missing."), "fr": _("{text}: the French is missing.")}


@dataclass(frozen=True)
class ComponentState:
    """How one of the six components stands: done, begun or not begun, and what it lacks."""

    key: str
    label: Any
    state: Literal["done", "risk", "missing"]
    lacks: list[Any]

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return self.state == "done"


def live_directions(strategy: Strategy) -> list[Direction]:
    """The directions that have not ended, in order; read from what was prefetched."""
    return [direction for direction in strategy.directions.all() if not direction.is_ended]


def _lacking(record: Any, name: str, label: Any) -> list[Any]:
    """Which language of a text is neither there nor excepted; a text without any words lacks them in both."""
    if not any(getattr(record, f"{name}_{language}") for language in OFFICIAL):
        return [format_lazy(_("{text} is still to write."), text=label)]
    missing = [language for language in OFFICIAL if state_of(record, name, language) == "missing"]
    return [format_lazy(_LACKS[language], text=label) for language in missing]


def lacks_of_direction(direction: Direction, *, is_named: bool = True) -> list[Any]:
    """What a direction lacks: its title and why, in both languages, and the other language of whatever it says.

    Each reason names the direction, unless it is told beside the direction's own name.
    """
    reasons: list[Any] = []
    for name, label in DIRECTION_TEXT_LABELS.items():
        is_said = any(getattr(direction, f"{name}_{language}") for language in OFFICIAL)
        if name in {"title", "rationale"} or is_said:
            where = format_lazy(_("“{title}”, {text}"), title=direction.title.text, text=label)
            reasons += _lacking(direction, name, where if is_named else label)
    return reasons


def component_state(strategy: Strategy, key: str) -> ComponentState:
    """How one component stands."""
    if key == "directions":
        directions = live_directions(strategy)
        lacks = [reason for direction in directions for reason in lacks_of_direction(direction)]
        lacks = lacks if directions else [_("There is no direction yet.")]
        is_begun = bool(directions)
    else:
        names = COMPONENT_TEXTS[key]
        lacks = [reason for name in names for reason in _lacking(strategy, name, TEXT_LABELS[name])]
        is_begun = any(getattr(strategy, f"{name}_{language}") for name in names for language in OFFICIAL)
    state: Literal["done", "risk", "missing"] = "missing" if not is_begun else "risk" if lacks else "done"
    return ComponentState(key, COMPONENTS[key], state, lacks)


def completeness(strategy: Strategy) -> list[ComponentState]:
    """The six components and how each stands (R59)."""
    return [component_state(strategy, key) for key in COMPONENTS]


def is_complete(strategy: Strategy) -> list[Any]:
    """Why a strategy cannot be adopted: a component, a direction or a language that is missing."""
    return [reason for part in completeness(strategy) for reason in part.lacks]


def is_begun(strategy: Strategy) -> list[Any]:
    """Why a strategy cannot be put to the community: there is nothing to read yet."""
    if all(part.state == "missing" for part in completeness(strategy)):
        return [_("There is nothing to read yet. Write at least one component.")]
    return []


def clashes(strategy: Strategy) -> list[Any]:
    """Why a strategy cannot cover its years: another adopted one, not over yet, covers some of them."""
    others = Strategy.objects.filter(
        partnership_id=strategy.partnership_id,
        state__in=AMENDABLE_STATES,
        first_year__lte=strategy.last_year,
        last_year__gte=strategy.first_year,
    ).exclude(pk=strategy.pk)
    return [
        format_lazy(
            _(
                "The strategy {years} is adopted and runs until 31 March {end}. "
                "Begin after it, or close it first and say why."
            ),
            years=other.span,
            end=other.last_year + 1,
        )
        for other in others
    ]


def length_problems(first_year: int, last_year: int) -> list[Any]:
    """Why these years cannot be a strategy's: it covers one to five fiscal years (design 2.3)."""
    if not first_year <= last_year < first_year + LONGEST:
        return [_("A strategy covers one to five fiscal years.")]
    return []


def is_in_force(strategy: Strategy) -> bool:
    """Whether the partnership works by this strategy now."""
    return strategy.state in IN_FORCE_STATES
