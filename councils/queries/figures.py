"""A number and the rows it came from: the shape every prefilled figure has (design 4: numbers show their origin)."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class OriginRow:
    """One row behind a figure: what it is, a word more, how much of the figure it makes, and where it stands."""

    label: str
    detail: str = ""
    amount: str = ""
    url: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure with its label, in the reader’s language. `value` is text, so that a small count can be hidden."""

    key: str
    label: str
    value: str
    unit: str = ""
    rows: list[OriginRow] = field(default_factory=list)
    note: str = ""


def counted(key: str, label: Any, rows: list[OriginRow], *, note: Any = "") -> Figure:
    """A figure that is the number of the rows behind it."""
    return Figure(key, str(label), str(len(rows)), rows=rows, note=str(note))
