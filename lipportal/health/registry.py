"""What apps tell health: the parts of the portal that can be looked at, and how to look."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lipportal.health.choices import Standing


@dataclass(frozen=True)
class Finding:
    """What one look found: how the part stands, in words for those who mend it, and the figure behind the words."""

    standing: Standing
    words: Any
    figure: float | str | None = None


@dataclass(frozen=True)
class Check:
    """One part of the portal: its key in the JSON, its (lazy) name on the page, and how to look at it.

    `look` may raise; an error of the database says no more than the check of the database itself. `is_vital` is a part
    without which no page can be answered: a load balancer that asks without a token is told of these alone.
    """

    key: str
    label: Any
    look: Callable[[], Finding]
    is_vital: bool = False


_checks: dict[str, Check] = {}


def register_check(key: str, label: Any, look: Callable[[], Finding], *, is_vital: bool = False) -> None:
    """Have a part of the portal looked at; apps call this once, when they are ready."""
    _checks[key] = Check(key, label, look, is_vital)


def checks() -> list[Check]:
    """Every part that is looked at, in the order registered: from the bottom of the portal up."""
    return list(_checks.values())


def fine(words: Any, figure: float | str | None = None) -> Finding:
    """All is well with this part."""
    return Finding(Standing.FINE, words, figure)


def warning(words: Any, figure: float | str | None = None) -> Finding:
    """Nobody is kept from their work yet; somebody should look."""
    return Finding(Standing.WARNING, words, figure)


def trouble(words: Any, figure: float | str | None = None) -> Finding:
    """Work stands still, or soon will."""
    return Finding(Standing.TROUBLE, words, figure)
