"""What apps above tell actionplans: what hangs above an action in the chain, and which evidence a report holds."""

from collections.abc import Callable, Sequence
from typing import Any

from lipportal.shared.drawings import Link

Above = Callable[[Any, Any], Sequence[Link]]
Shows = Callable[[Any, Any], bool]
_above: list[Above] = []
_shows: list[Shows] = []


def above_action(draw: Above) -> Above:
    """Name who draws the achievement and the report line of an action: `draw(action, user)` gives links, in order."""
    _above[:] = [draw]
    return draw


def links_above(action: Any, user: Any) -> list[Link]:
    """The links above an action that this person may see; empty while no app above draws any."""
    return [link for draw in _above for link in draw(action, user)]


def evidence_shown_by(shows: Shows) -> Shows:
    """Name who knows whether a submitted report holds a piece of evidence: `shows(evidence, user)`.

    The reporting app does: an officer opens what was submitted, and nothing else (design 2.7).
    """
    _shows[:] = [shows]
    return shows


def is_shown_above(evidence: Any, user: Any) -> bool:
    """Whether an app above lets this person open the evidence."""
    return any(shows(evidence, user) for shows in _shows)
