"""Where a person stands: the partnership they work in now, the role that says most about them, and its plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from actionplans.queries import plans_visible_to
from councils.choices import Role
from councils.models import Partnership
from councils.permissions import AT_THE_TABLE, Held, roles_held
from lipportal.shared import clock
from lipportal.shared.clock import FiscalYear
from reporting.queries.addresses import address

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
    """Where `user` stands on the pages of the partnership `slug`, or in general; one query, with their roles.

    The current partnership is the one in the address if they sit at its table, otherwise their first.
    """
    held = sorted(roles_held(user), key=lambda each: _ORDER.index(each.role))
    known = _partnerships(user, held)
    at_table = [each for each in held if each.role in AT_THE_TABLE and each.partnership_id in known]
    here = [each for each in at_table if known[each.partnership_id].slug == slug]
    chosen = (here or at_table)[:1]
    if chosen:
        return Standing(chosen[0].role, known[chosen[0].partnership_id], held, known)
    return Standing(held[0].role if held else "", None, held, known)


def _partnerships(user: Any, held: Sequence[Held]) -> dict[int | None, Any]:
    """The partnerships of the roles, each with the code of its plan, read once for each person and request."""
    known: dict[int | None, Any] | None = getattr(user, "_standing_partnerships", None)
    ids = {each.partnership_id for each in held if each.partnership_id}
    if known is None or not ids <= set(known):
        year = FiscalYear.of(clock.today("America/Toronto")).start
        rows = _with_plan_code(user, tuple(sorted(ids)), year) if ids else []
        known = user._standing_partnerships = {row.pk: row for row in rows}
    return known


def _with_plan_code(user: Any, ids: tuple[int, ...], year: int) -> QuerySet[Any]:
    return Partnership.objects.filter(pk__in=ids).annotate(plan_code=_plan_code(user, year))


def _plan_code(user: Any, year: int) -> Subquery:
    """The plan of the fiscal year it is, or the newest there is."""
    rank = Case(When(year=year, then=Value(0)), default=Value(1), output_field=IntegerField())
    plans = plans_visible_to(user).filter(partnership=OuterRef("pk"))
    return Subquery(plans.order_by(rank, "-year").values("code")[:1])


def current_plan(partnership: Any) -> str:
    """The address of the plan people work with now; of the list of plans where there is none."""
    code = getattr(partnership, "plan_code", None)
    if code:
        return address("actionplans:plan_detail", slug=partnership.slug, code=code)
    return address("actionplans:plan_list", slug=partnership.slug)
