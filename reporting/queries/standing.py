"""Where a person stands: the partnership they work in now, and the role that says most about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from councils.choices import Role
from councils.models import Partnership
from councils.permissions import AT_THE_TABLE, Held, roles_held

# The role a person is named by when they hold several: the one with most work in the portal.
_ORDER: tuple[str, ...] = (
    Role.COORDINATOR,
    Role.MANAGER,
    Role.CO_CHAIR,
    Role.TABLE_LEAD,
    Role.RECRUITER,
    Role.NEWCOMER_ADVISOR,
    Role.MEMBER,
    Role.OFFICER,
    Role.REGIONAL_LEAD,
    Role.ADMINISTRATOR,
    Role.READER,
    Role.MODERATOR,
    Role.RESEARCHER,
)


@dataclass(frozen=True)
class Standing:
    """The roles of a person today, and the partnership at whose table they work on this page."""

    role: str
    partnership: Partnership | None = None
    held: Sequence[Held] = field(default_factory=tuple)
    known: Mapping[int | None, Any] = field(default_factory=dict)

    @property
    def is_administrator(self) -> bool:
        """Whether they keep the portal in order."""
        return any(each.role == Role.ADMINISTRATOR for each in self.held)

    @property
    def table_ids(self) -> list[int]:
        """The partnerships at whose table they sit, by key."""
        ids = [each.partnership_id for each in self.held if each.role in AT_THE_TABLE and each.partnership_id]
        return list(dict.fromkeys(ids))

    def roles_in(self, partnership_id: int) -> set[str]:
        """The roles held in one partnership."""
        return {each.role for each in self.held if each.partnership_id == partnership_id}


def standing_of(user: Any, slug: str = "") -> Standing:
    """Where `user` stands on the pages of the partnership `slug`, or in general; no query but that of their roles.

    The current partnership is the one in the address if they sit at its table, otherwise their first.
    """
    held = sorted(roles_held(user), key=lambda each: _ORDER.index(each.role))
    known: dict[int | None, Any] = {each.partnership_id: each.partnership for each in held if each.partnership_id}
    at_table = [each for each in held if each.role in AT_THE_TABLE and each.partnership_id in known]
    here = [each for each in at_table if known[each.partnership_id].slug == slug]
    chosen = (here or at_table)[:1]
    if chosen:
        return Standing(chosen[0].role, known[chosen[0].partnership_id], held, known)
    return Standing(held[0].role if held else "", None, held, known)
