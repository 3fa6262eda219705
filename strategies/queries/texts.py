"""A strategy's words as pages show them: side by side, before and after an amendment, and where its years stand."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lipportal.audit.queries import Piece, difference, version_values
from lipportal.shared.bilingual import OFFICIAL, Language, Shown, State, shown, state_of
from lipportal.shared.clock import FiscalYear
from strategies.choices import COMPONENT_TEXTS, DIRECTION_TEXT_LABELS, TEXT_LABELS
from strategies.models import Amendment, Strategy


@dataclass(frozen=True)
class TextPair:
    """One text of a record: its name, what is shown, and how each official language stands."""

    name: str
    label: Any
    shown: Shown
    english: State
    french: State


@dataclass(frozen=True)
class YearPlace:
    """Where today stands in a strategy's years: year `number` of `total`; none before it begins or once it is over."""

    number: int | None
    total: int


@dataclass(frozen=True)
class AmendmentText:
    """One text an amendment changed, word by word."""

    label: Any
    language: str
    pieces: list[Piece]


def text_pairs(record: Any, names: dict[str, Any] | None = None) -> list[TextPair]:
    """The texts of a strategy (or those named) and how each stands in English and French."""
    return [
        TextPair(name, label, shown(record, name), state_of(record, name, "en"), state_of(record, name, "fr"))
        for name, label in (names or TEXT_LABELS).items()
    ]


def component_pairs(strategy: Strategy, key: str) -> list[TextPair]:
    """The texts of one component."""
    return (
        text_pairs(strategy, {name: TEXT_LABELS[name] for name in COMPONENT_TEXTS[key]}) if key != "directions" else []
    )


def year_place(strategy: Strategy, today: date) -> YearPlace:
    """Year N of M on this day."""
    total = strategy.last_year - strategy.first_year + 1
    number = FiscalYear.of(today).start - strategy.first_year + 1
    return YearPlace(number if 1 <= number <= total else None, total)


def amendment_texts(amendment: Amendment) -> list[AmendmentText]:
    """What an amendment struck out and added, text by text, in the language each was written in."""
    record: Any = amendment.direction or amendment.strategy
    labels = DIRECTION_TEXT_LABELS if amendment.direction else TEXT_LABELS
    before = version_values(record, amendment.version_before)
    after = version_values(record, amendment.version_after)
    texts = []
    for name, label in labels.items():
        for language in OFFICIAL:
            old, new = (str(values.get(f"{name}_{language}") or "") for values in (before, after))
            if old != new:
                whole = format_lazy("{text} ({language})", text=label, language=Language(language).label)
                texts.append(AmendmentText(whole, language, difference(old, new)))
    if after.get("ended_on") and not before.get("ended_on"):
        texts.append(
            AmendmentText(_("End of the direction"), "", difference("", str(after.get("ended_because") or "")))
        )
    return texts
