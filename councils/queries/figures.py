"""A number and the rows it came from: the shape every prefilled figure has (design 4: numbers show their origin)."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


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


def counted(key: str, label: Any, rows: list[OriginRow], *, note: Any = "", unseen: int = 0) -> Figure:
    """A figure that is the number of the rows behind it; what the public does not see is `unseen`, counted in one."""
    value = str(len(rows) + unseen)
    return Figure(key, str(label), value, rows=[*rows, *unseen_row(str(unseen) if unseen else "")], note=str(note))


def unseen_row(amount: str) -> list[OriginRow]:
    """How much of a figure came from bodies not shown to the public, which a published report must not name."""
    return [OriginRow(_("Bodies not shown to the public"), "", amount)] if amount else []
