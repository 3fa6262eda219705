"""What apps above tell actionplans: what hangs above an action, which evidence a report holds, what it published."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lipportal.shared.drawings import Link

Above = Callable[[Any, Any], Sequence[Link]]
Shows = Callable[[Any, Any], bool]
Holds = Callable[[Any], bool]


@dataclass(frozen=True)
class PublishedLine:
    """How an action went as a published report says it: its state, and where anyone reads the line."""

    state: str
    url: str


Published = Callable[[Any], Mapping[str, PublishedLine]]
_above: list[Above] = []
_shows: list[Shows] = []
_holds: list[Holds] = []
_published: list[Published] = []


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


def evidence_held_by(holds: Holds) -> Holds:
    """Name who knows whether anything that was sent holds a piece of evidence, whoever asks: `holds(evidence)`."""
    _holds[:] = [holds]
    return holds


def is_held_above(evidence: Any) -> bool:
    """Whether an app above froze the evidence with something it sent: then its file stays, however the row ends."""
    return any(holds(evidence) for holds in _holds)


def published_lines_from(read: Published) -> Published:
    """Name who knows what was published of a plan: `read(plan)` gives a line by the code of its action."""
    _published[:] = [read]
    return read


def published_lines_of(plan: Any) -> Mapping[str, PublishedLine]:
    """What anyone may read of how the actions of a plan went; empty while nothing of it is published."""
    return {code: line for read in _published for code, line in read(plan).items()}
