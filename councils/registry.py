"""What apps above tell councils: where a body's page leads beyond this app."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from councils.models import Body


@dataclass(frozen=True)
class Door:
    """A place that belongs to a body: what it is called, and its address."""

    label: str
    url: str


Doors = Callable[[Body, Any], Sequence[Door]]
_doors: list[Doors] = []


def doors_of_bodies(doors: Doors) -> Doors:
    """Name who knows a body's places above: `doors(body, user)` gives those this person may enter, in order."""
    if doors not in _doors:
        _doors.append(doors)
    return doors


def doors_from(body: Body, user: Any) -> list[Door]:
    """The places above that a body's page leads to for this person; none while no app above tells of any."""
    return [door for doors in _doors for door in doors(body, user)]
