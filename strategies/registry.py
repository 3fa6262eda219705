"""What upper apps tell about a direction: the links of the chain beneath it."""

from collections.abc import Callable, Sequence
from typing import Any

from lipportal.shared.drawings import Link
from strategies.models import Direction

LinksUnder = Callable[[Direction, Any], Sequence[Link]]
_tellers: list[LinksUnder] = []


def actions_under(teller: LinksUnder) -> LinksUnder:
    """Name who knows the links under a direction, from action to report line, as this person may see them.

    The app of action plans registers it when it is ready; a link not made yet is told with the state "missing".
    """
    _tellers[:] = [teller]
    return teller


def links_under(direction: Direction, user: Any) -> list[Link] | None:
    """The links under a direction for this person; None while no app tells of any."""
    return list(_tellers[0](direction, user)) if _tellers else None
