"""Who is at the table of a partnership, in two queries: the ring of spheres, the organizations, the spheres missing."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from councils.choices import MembershipState
from councils.models import Membership, Organization, Partnership
from councils.queries import sectors_of
from lipportal.shared.bilingual import Shown, shown
from lipportal.shared.drawings import Place, Ring

AT_TABLE = (MembershipState.ACTIVE, MembershipState.ON_LEAVE)
SHOWN = Q(seat__body__is_public=True)


@dataclass(frozen=True)
class AtTable:
    """Who sits there now: the ring, the organizations by name, and how many people; no person is named."""

    ring: Ring | None
    organizations: list[Shown] = field(default_factory=list)
    people_count: int = 0

    @property
    def missing(self) -> list[Place]:
        """The spheres nobody speaks for."""
        return [place for place in self.ring.places if not place.is_filled] if self.ring else []


def seated(partnership: Partnership | int, *, at: Q) -> QuerySet[Any]:
    """The memberships at these bodies, each with its one sphere: the seat's, or the first of its organization."""
    through = Organization.sectors.through
    rows = through.objects.filter(organization=OuterRef("organization"))
    first: QuerySet[Any] = rows.order_by("sector__place", "sector_id").values("sector_id")[:1]
    sphere = Coalesce(F("seat__sector_id"), Subquery(first), output_field=BigIntegerField())
    return Membership.objects.filter(at, partnership=partnership, state__in=AT_TABLE).annotate(sphere_id=sphere)


def at_table_of(partnership: Partnership, *, with_names: bool = True) -> AtTable:
    """The table of a partnership as its public page names it: of the bodies shown to the public; two queries.

    `with_names=False` leaves the organizations out and counts the spheres of every body, for those who sit there.
    """
    at = SHOWN if with_names else Q()
    people: dict[int | None, set[int]] = defaultdict(set)
    organizations: dict[int, Any] = {}
    for line in _named_seats(partnership.pk, at) if with_names else _taken_seats(partnership.pk, at):
        people[line.sphere_id].add(line.person_id)
        if line.organization_id is not None:
            organizations[line.organization_id] = line
    by_name = sorted(organizations.values(), key=lambda one: one.folded_sort) if with_names else []
    everyone = set().union(*people.values()) if people else set()
    return AtTable(_ring(partnership, people, at), [shown(one, "name") for one in by_name], len(everyone))


def _taken_seats(partnership_id: int, at: Q) -> QuerySet[Any]:
    return seated(partnership_id, at=at).values_list("person_id", "sphere_id", "organization_id", named=True)


def _named_seats(partnership_id: int, at: Q) -> QuerySet[Any]:
    names = ("name_en", "name_fr", "written_in", "language_notes", "folded_sort")
    rows = seated(partnership_id, at=at).annotate(**{name: F(f"organization__{name}") for name in names})
    return rows.values_list("person_id", "sphere_id", "organization_id", *names, named=True)


def _ring(partnership: Partnership, people: dict[int | None, set[int]], at: Q) -> Ring | None:
    if not any(sphere is not None for sphere in people):
        return None
    places = [_place(sphere, people) for sphere in _spheres(partnership.pk, at)]
    return Ring(places, key="partnership-ring", caption=_("spheres at the table"))


def _spheres(partnership_id: int, at: Q) -> QuerySet[Any]:
    # The seat's own partnership is named so that a shared sphere does not lead through the seats of all the others.
    here = {"partnership": partnership_id, "seat__partnership": partnership_id}
    left = Membership.objects.filter(at, **here, state="ended", seat__sector=OuterRef("pk"))
    last = left.order_by().values("seat__sector").annotate(last=Max("ends_on")).values("last")
    return sectors_of(partnership_id).annotate(left_on=Subquery(last))


def _place(sphere: Any, people: dict[int | None, set[int]]) -> Place:
    count = len(people.get(sphere.pk, ()))
    return Place(str(sphere), bool(count), count, None if count else sphere.left_on)
