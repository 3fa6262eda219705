"""The seats of a pattern, and the people who hold them in turn, term after term."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from councils.choices import EndReason, SeatRole
from councils.models import Membership, Person, Seat
from councils.services import bodies, memberships
from lipportal.accounts.models import User
from reporting.demo.governance import Place, bring_person
from reporting.demo.large.shapes import Shape


@dataclass
class Bench:
    """The seats of a place, and the people of each organization who hold them in turn."""

    place: Place
    seats: list[tuple[Seat, list[Person]]] = field(default_factory=list)

    def take_turns(self, turn: int, first: date, last: date) -> None:
        """On the first day of a term everybody's seat goes to the next of those who share it."""
        place, before = self.place, first - timedelta(days=1)
        with place.calendar.on(first):
            for held in Membership.objects.filter(partnership=place.partnership, state="active"):
                memberships.end_membership(held, by=place.coordinator, on=before, reason=EndReason.TERM)
            for number, (seat, sharing) in enumerate(self.seats):
                self._seat(seat, sharing[(number + turn) % len(sharing)], first, last)

    def _seat(self, seat: Seat, person: Person, first: date, last: date) -> None:
        place = self.place
        values = {"person": person, "organization": person.organizations.first(), "starts_on": first, "ends_on": last}
        proposed = memberships.propose_membership(seat, values, by=place.coordinator)
        confirmed = memberships.confirm_membership(proposed, by=place.co_chair, on=first, motion="Motion 2, members")
        memberships.activate_membership(
            confirmed, by=place.coordinator, agreed_terms_on=first, declared_conflicts_on=first
        )


def bring_people(place: Place, shape: Shape) -> Bench:
    """Everybody who takes part, by organization, and the seats at the council and its tables."""
    bench = Bench(place)
    with place.calendar.on(place.cast.since + timedelta(days=80)):
        keys = list(place.organizations)
        shares: dict[str, list[Person]] = {key: [] for key in keys}
        for number in range(shape.people):
            key = keys[number % len(keys)]
            shares[key].append(_person(place, key, number, place.co_chair if number == 0 else None))
        chair = {"role": SeatRole.CHAIR, "since": place.cast.since}
        bench.seats.append((bodies.create_seat(place.council, chair, by=place.coordinator), shares[keys[0]][:1]))
        bench.seats += _council_seats(place, shape, shares)
        bench.seats += _table_seats(place, shape, [one for one in shares.values() if one])
    return bench


def _person(place: Place, key: str, number: int, account: User | None) -> Person:
    email = f"person-{number}.{place.partnership.slug}@example.org"
    return bring_person(place, place.organizations[key], number, email, account)


def _council_seats(
    place: Place, shape: Shape, shares: Mapping[str, list[Person]]
) -> Iterator[tuple[Seat, list[Person]]]:
    spheres = {one["sector"]: one["key"] for one in place.facts["organizations"]}
    everybody = [one for share in shares.values() for one in share]
    for seat in bodies.set_up_seats(place.council, by=place.coordinator):
        if seat.sector and seat.sector.key not in shape.empty_spheres:
            yield seat, shares.get(spheres.get(seat.sector.key, "")) or everybody


def _table_seats(place: Place, shape: Shape, shares: Sequence[list[Person]]) -> Iterator[tuple[Seat, list[Person]]]:
    for body in place.tables.values():
        for number in range(shape.seats_at_a_table):
            role = SeatRole.CHAIR if number == 0 else SeatRole.MEMBER
            seat = bodies.create_seat(body, {"role": role, "since": place.cast.since}, by=place.coordinator)
            yield seat, shares[(number * 5 + body.place) % len(shares)]
