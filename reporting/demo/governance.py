"""How a demonstration partnership comes to its council, its people and its terms of reference."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from councils.choices import BodyKind, SeatRole
from councils.models import Body, Membership, Organization, Partnership, Person, Seat, Sector
from councils.services import bodies, memberships, organizations, partnerships, people, terms
from lipportal.accounts.models import User
from reporting.demo.calendar import Calendar
from reporting.demo.cast import Cast

KINDS = {"education": "mainstream", "labour": "other", "newcomer": "other", "community": "other"}
TERMS_KEYS = {
    "decision_rule": "decisions",
    "conflict_of_interest": "conflicts",
    "sub_councils": "tables",
    "staff_role": "staff",
    "funder_role": "funder",
    "review_date": "review",
}


@dataclass
class Place:
    """One partnership while it is being built: who acts for it, and its records by their keys."""

    partnership: Partnership
    facts: Mapping[str, Any]
    cast: Cast
    calendar: Calendar
    coordinator: User
    co_chair: User
    council: Body
    tables: dict[str, Body] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)


def set_up(
    partnership: Partnership, facts: Mapping[str, Any], cast: Cast, calendar: Calendar, *, keys: tuple[str, str]
) -> Place:
    """The council and its tables, with the coordinator and the co-chair who act from here on."""
    coordinator = cast.give(keys[0], "coordinator", partnership)
    co_chair = cast.give(keys[1], "co_chair", partnership)
    values = {"kind": BodyKind.COUNCIL, "name_en": "Council", "name_fr": "Conseil", "started_on": cast.since}
    _give_address(partnership, coordinator)
    council = bodies.create_body(partnership, values, by=coordinator)
    place = Place(partnership, facts, cast, calendar, coordinator, co_chair, council)
    for number, table in enumerate(facts["tables"], start=1):
        named = {name: table[name] for name in ("name_en", "name_fr")}
        label = {"label_en": facts.get("label_for_table_en", ""), "label_fr": facts.get("label_for_table_fr", "")}
        rest = {"kind": BodyKind.TABLE, "parent": council, "started_on": cast.since, "place": number}
        place.tables[table["key"]] = bodies.create_body(partnership, {**named, **label, **rest}, by=coordinator)
    _bring_organizations(place)
    return place


def _give_address(partnership: Partnership, coordinator: User) -> None:
    """An invented address for newcomers to write to, where no mail ever arrives."""
    values = {"contact_email": f"info@{partnership.slug}.example"}
    partnerships.edit_partnership(partnership, values, by=coordinator, version=partnership.version)
    partnership.refresh_from_db()


def _bring_organizations(place: Place) -> None:
    sectors = {sector.key: sector for sector in Sector.objects.filter(partnership=None)}
    newest = place.facts.get("previous_year", {}).get("new_organizations", 0)
    total = len(place.facts["organizations"])
    for number, each in enumerate(place.facts["organizations"]):
        is_new = number >= total - newest
        joined = place.calendar.day(60 + number, -1) if is_new else place.cast.since
        values = {
            "name_en": each["name_en"],
            "name_fr": each["name_fr"],
            "kind": KINDS.get(each["kind"], each["kind"]),
            "government_level": each["government_level"] or "none",
            "is_francophone": each["kind"] == "francophone",
            "sectors": [sectors[each["sector"]]] if each["sector"] in sectors else [],
            "joined_on": joined,
        }
        created = organizations.create_organization(place.partnership, values, by=place.coordinator)
        place.organizations[each["key"]] = created


def adopt_terms(place: Place, facts: Mapping[str, Any], *, in_force: bool = True) -> None:
    """Terms of reference from draft to in force, every section in both languages."""
    calendar, day = place.calendar, place.cast.since + timedelta(days=60)
    with calendar.on(day):
        rules = facts["rules"]
        values = {
            "quorum_kind": "share",
            "quorum_value": 50,
            "second_meeting_is_quorate": rules["second_meeting_quorum"] is not None,
            "term_years": rules["term_years"],
            "most_terms": rules["consecutive_terms_max"],
            "meetings_a_year": rules["meetings_per_year"],
            "review_on": calendar.day(300, 0),
            "change_summary": "First version, drafted by the advisory committee.",
        }
        draft = terms.create_terms(place.council, values, by=place.coordinator)
        told = [*facts["sections"], *place.facts.get("terms_here", [])]  # what a place says of itself comes last
        texts = {TERMS_KEYS.get(one["key"], one["key"]): one for one in told}
        for section in draft.sections.select_related("terms", "partnership"):
            words = {name: texts[section.key][name] for name in ("text_en", "text_fr")}
            terms.edit_terms_section(section, words, by=place.coordinator, version=section.version)
        draft.refresh_from_db()
        terms.consult_on_terms(draft, by=place.coordinator)
        if not in_force:
            return
        draft = terms.endorse_terms(draft, by=place.coordinator, on=day, endorsement=_endorsement(place))
        draft = terms.adopt_terms(draft, by=place.co_chair, on=day, motion="Motion 1, adopted by the council")
        terms.put_in_force(draft, by=place.co_chair, on=day)


def _endorsement(place: Place) -> str:
    """How the terms were endorsed: the place with a consultation behind it says so."""
    if "terms_here" in place.facts:
        return "The members endorsed these terms together."
    return "Endorsing these terms together was one of the four goals of the consultation."


def seat_people(place: Place, *, empty: tuple[str, ...], members_at_a_table: int, everybody: int) -> None:
    """Seats and who holds them: the council by spheres, the tables by number, and everybody else who takes part."""
    with place.calendar.on(place.cast.since + timedelta(days=90)):
        chairs = place.facts.get("council", {}).get("co_chair_organizations") or list(place.organizations)[:1]
        for key in chairs:
            role = SeatRole.CO_CHAIR if len(chairs) > 1 else SeatRole.CHAIR
            seat = bodies.create_seat(place.council, {"role": role, "since": place.cast.since}, by=place.coordinator)
            account = place.co_chair if key == chairs[0] else None
            _seat(place, seat, place.organizations[key], account)
        for seat in bodies.set_up_seats(place.council, by=place.coordinator):
            if seat.sector and seat.sector.key not in empty:
                _seat(place, seat, _of_sector(place, seat.sector))
        seated = _seated_at_tables(place, empty)
        for body in place.tables.values():
            for number in range(members_at_a_table):
                role = SeatRole.CHAIR if number == 0 else SeatRole.MEMBER
                seat = bodies.create_seat(body, {"role": role, "since": place.cast.since}, by=place.coordinator)
                _seat(place, seat, seated[(number * 5 + body.place) % len(seated)])
        known = Person.objects.filter(partnership=place.partnership).count()
        for number in range(max(everybody - known, 0)):
            _person(place, _nth(place, number))


def _seated_at_tables(place: Place, empty: tuple[str, ...]) -> list[Organization]:
    """The organizations that sit at tables: none of the spheres that are missing."""
    missing = {one["key"] for one in place.facts["organizations"] if one["sector"] in empty}
    return [organization for key, organization in place.organizations.items() if key not in missing]


def _nth(place: Place, number: int) -> Organization:
    rows = list(place.organizations.values())
    return rows[number % len(rows)]


def _of_sector(place: Place, sector: Sector) -> Organization:
    wanted = {one["key"] for one in place.facts["organizations"] if one["sector"] == sector.key}
    key = next(iter(sorted(wanted)), next(iter(place.organizations)))
    return place.organizations[key]


def _person(place: Place, organization: Organization, account: User | None = None) -> Person:
    number = Person.objects.filter(partnership=place.partnership).count()
    return bring_person(place, organization, number, f"person-{number}@{place.partnership.slug}.example", account)


def bring_person(
    place: Place, organization: Organization, number: int, email: str, account: User | None = None
) -> Person:
    """Somebody of an organization, the place's person of this number; an account lends its name and address."""
    values = {
        "name": account.name if account else place.cast.name(),
        "email": account.email if account else email,
        "language": "fr" if organization.is_francophone else "en",
        "is_francophone": organization.is_francophone,
        "is_newcomer": True if number % 4 == 0 else None,
        "has_lived_experience": True if number % 3 == 0 else None,
        "organizations": [organization],
        "user": account,
    }
    return people.create_person(place.partnership, values, by=place.coordinator)


def _seat(place: Place, seat: Seat, organization: Organization, account: User | None = None) -> Membership:
    person = _person(place, organization, account)
    first = place.cast.since + timedelta(days=90)
    values = {
        "person": person,
        "organization": organization,
        "starts_on": first,
        "ends_on": first + timedelta(days=1825),
    }
    proposed = memberships.propose_membership(seat, values, by=place.coordinator)
    confirmed = memberships.confirm_membership(proposed, by=place.co_chair, on=first, motion="Motion 2, members")
    return memberships.activate_membership(
        confirmed, by=place.coordinator, agreed_terms_on=first, declared_conflicts_on=first
    )
