"""Bodies and seats: set up, listed, drawn and ended."""

from datetime import date, timedelta

import pytest

from councils.choices import EndReason, Role
from councils.models import Membership, Seat
from councils.queries.bodies import bodies_visible_to, body_page, listed_bodies, seats_visible_to
from councils.rules import doubts_about_chairs, problems_with_place_of_body
from councils.services.bodies import create_body, create_seat, edit_body, end_body, end_seat, set_up_seats
from councils.services.directory import load_sectors
from lipportal.audit.models import Entry
from lipportal.shared import clock
from lipportal.shared.errors import Conflict, Refused
from tests.factories.councils import (
    BodyFactory,
    MeetingFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    TermsOfReferenceFactory,
    UserFactory,
    person_with_role,
)

pytestmark = pytest.mark.django_db
VALUES = {"kind": "council", "name_en": "Central council", "name_fr": "Conseil central", "is_public": True}


@pytest.fixture
def partnership():
    return PartnershipFactory()


@pytest.fixture
def coordinator(partnership):
    return person_with_role(Role.COORDINATOR, partnership)


def test_create_body_begins_the_council_stage(partnership, coordinator):
    body = create_body(partnership, VALUES, by=coordinator)

    partnership.refresh_from_db()
    assert partnership.stages["council"] == "now"
    assert Entry.objects.filter(action="body.created", record_code=body.code).count() == 1


def test_create_body_refuses_a_second_council(partnership, coordinator):
    BodyFactory(partnership=partnership)

    with pytest.raises(Refused) as refusal:
        create_body(partnership, VALUES, by=coordinator)

    assert "already" in str(refusal.value.reasons[0])


def test_edit_body_refuses_a_body_beneath_itself(partnership, coordinator):
    above = BodyFactory(partnership=partnership, kind="table")
    beneath = BodyFactory(partnership=partnership, kind="table", parent=above)

    with pytest.raises(Refused):
        edit_body(above, {"parent": beneath}, by=coordinator, version=1)


def test_edit_body_keeps_both_texts_when_somebody_was_faster(partnership, coordinator):
    body = BodyFactory(partnership=partnership)
    edit_body(body, {"theme": "Work"}, by=coordinator, version=1)

    with pytest.raises(Conflict) as conflict:
        edit_body(body, {"theme": "Health"}, by=coordinator, version=1)

    assert conflict.value.record.theme == "Work"


def test_a_table_may_stand_under_a_council_but_a_council_under_nothing(partnership):
    council = BodyFactory(partnership=partnership)

    assert problems_with_place_of_body("table", council) == []
    assert len(problems_with_place_of_body("council", council)) == 1


def test_set_up_seats_makes_one_for_each_sphere_and_none_twice(partnership, coordinator):
    load_sectors()
    body = BodyFactory(partnership=partnership)
    TermsOfReferenceFactory(
        body=body, state="in_force", term_years=3, most_terms=1, in_force_on=date(2025, 4, 1),
        adopted_on=date(2025, 4, 1), motion="M", number=1,
    )  # fmt: skip

    first, second = set_up_seats(body, by=coordinator), set_up_seats(body, by=coordinator)

    assert (len(first), len(second)) == (17, 0)
    assert {(seat.term_years, seat.most_terms) for seat in first} == {(3, 1)}


def test_create_seat_refuses_at_a_body_that_ended(partnership, coordinator):
    body = BodyFactory(partnership=partnership, ended_on=date(2026, 1, 1), ended_because="Merged")

    with pytest.raises(Refused):
        create_seat(body, {"role": "member"}, by=coordinator)


def test_end_seat_refuses_while_somebody_holds_it(partnership, coordinator):
    held = MembershipFactory(seat__body__partnership=partnership)

    with pytest.raises(Refused) as refusal:
        end_seat(held.seat, by=coordinator, on=date(2026, 5, 12), because="Not needed")

    assert held.person.name in str(refusal.value.reasons[0])


def test_end_seat_lets_a_proposal_go(partnership, coordinator):
    proposed = MembershipFactory(seat__body__partnership=partnership, state="proposed")

    end_seat(proposed.seat, by=coordinator, on=date(2026, 5, 12), because="Not needed")

    proposed.refresh_from_db()
    assert (proposed.state, proposed.end_reason) == ("ended", EndReason.WITHDRAWN)


def test_end_body_ends_its_seats_and_memberships_the_same_day(partnership, coordinator):
    held = MembershipFactory(seat__body__partnership=partnership)

    end_body(held.seat.body, by=coordinator, on=date(2026, 5, 12), because="Two tables became one")

    held.refresh_from_db()
    assert (held.state, held.ends_on, held.end_reason) == ("ended", date(2026, 5, 12), EndReason.BODY_ENDED)
    assert Seat.objects.filter(ended_on=date(2026, 5, 12)).count() == 1


def test_end_body_refuses_while_others_belong_to_it(partnership, coordinator):
    council = BodyFactory(partnership=partnership)
    BodyFactory(partnership=partnership, kind="table", parent=council)

    with pytest.raises(Refused):
        end_body(council, by=coordinator, on=date(2026, 5, 12), because="Done")


def test_bodies_visible_to_anyone_are_public_ones_of_public_partnerships(partnership):
    seen = BodyFactory(partnership=partnership)
    BodyFactory(partnership=partnership, is_public=False)
    BodyFactory(partnership=PartnershipFactory(is_public=False))
    visitor = UserFactory()

    assert list(bodies_visible_to(visitor)) == [seen]


def test_bodies_visible_to_a_member_are_all_of_their_own(partnership):
    own = [BodyFactory(partnership=partnership), BodyFactory(partnership=partnership, is_public=False, kind="table")]
    hidden = BodyFactory(is_public=False)
    member = person_with_role(Role.MEMBER, partnership)

    seen = list(bodies_visible_to(member).filter(partnership__in=[partnership, hidden.partnership]))

    assert seen == own


def test_bodies_visible_to_agrees_with_the_permission_row_by_row(partnership):
    bodies = [
        BodyFactory(partnership=partnership, is_public=is_public, kind="table") for is_public in (True, False)
    ] + [BodyFactory(is_public=is_public) for is_public in (True, False)]
    people = [person_with_role(role, partnership) for role in (Role.MEMBER, Role.OFFICER, Role.READER)]

    for person in people:
        seen = set(bodies_visible_to(person))
        assert seen == {body for body in bodies if person.has_perm("councils.view_body", body)}


def test_seats_of_a_hidden_body_are_hidden(partnership):
    seat = SeatFactory(body__partnership=partnership, body__is_public=False)

    assert list(seats_visible_to(UserFactory())) == []
    assert list(seats_visible_to(person_with_role(Role.MEMBER, partnership))) == [seat]


def test_listed_bodies_puts_the_council_first_and_tables_beneath(partnership, coordinator):
    table = BodyFactory(partnership=partnership, kind="table", name_en="Health")
    council = BodyFactory(partnership=partnership)
    table.parent = council
    table.save()
    MembershipFactory(seat__body=table, organization=OrganizationFactory(partnership=partnership))
    SeatFactory(body=table)
    MeetingFactory(body=table)

    lines = listed_bodies(coordinator, partnership)

    assert [(line.body, line.depth) for line in lines] == [(council, 0), (table, 1)]
    assert (lines[1].people_count, lines[1].organization_count, lines[1].free_count) == (1, 1, 1)
    assert lines[1].met_at is not None


def test_listed_bodies_tells_a_visitor_no_meetings(partnership):
    MeetingFactory(body__partnership=partnership)

    (line,) = listed_bodies(UserFactory(), partnership)

    assert line.met_at is None


@pytest.mark.parametrize(
    ("started", "meetings", "is_quiet"),
    [
        (None, [], False),
        (89, [], False),
        (91, [], True),
        (400, [-90], False),
        (400, [-91], True),
        (400, [-91, 5], False),
    ],
)
def test_a_table_is_quiet_after_ninety_days_without_a_meeting(partnership, coordinator, started, meetings, is_quiet):
    today = partnership.today()
    table = BodyFactory(
        partnership=partnership, kind="table", started_on=today - timedelta(days=started) if started else None
    )
    for days in meetings:
        noon = clock.day_begins(today + timedelta(days=days), partnership.time_zone) + timedelta(hours=12)
        MeetingFactory(body=table, starts_at=noon)

    (line,) = listed_bodies(coordinator, partnership)
    assert line.is_quiet == is_quiet
    (line,) = listed_bodies(UserFactory(), partnership)
    assert not line.is_quiet


def test_an_ended_table_is_not_called_quiet(partnership, coordinator):
    BodyFactory(partnership=partnership, started_on=date(2020, 1, 1), ended_on=date(2021, 1, 1), ended_because="Done")

    (line,) = listed_bodies(coordinator, partnership)
    assert not line.is_quiet


def test_body_page_says_since_when_a_seat_is_free(partnership, coordinator):
    seat = SeatFactory(body__partnership=partnership, since=date(2024, 1, 1))
    MembershipFactory(seat=seat, state="ended", ends_on=date(2026, 3, 1), end_reason="resigned")

    page = body_page(coordinator, seat.body)

    assert page.seats[0].free_since == date(2026, 3, 1)
    assert page.free_count == 1


def test_body_page_of_a_rural_council_with_one_chair_draws_no_ring(partnership, coordinator):
    load_sectors()
    MembershipFactory(seat__body__partnership=partnership, seat__role="chair")

    page = body_page(coordinator, Membership.objects.get().seat.body)

    assert page.ring is None
    assert page.doubts == []


def test_body_page_draws_every_sphere_of_a_council(partnership, coordinator):
    load_sectors()
    body = BodyFactory(partnership=partnership)
    seats = set_up_seats(body, by=coordinator)
    MembershipFactory(seat=seats[3], person__partnership=partnership)

    ring = body_page(coordinator, body).ring

    assert len(ring.places) == 17
    assert [place.label for place in ring.places if place.is_filled] == ["Police services"]
    assert ring.places[3].people_count == 1


def test_doubts_about_chairs_warn_when_co_chairs_share_an_organization(partnership):
    city = OrganizationFactory(partnership=partnership, name_en="City")
    body = BodyFactory(partnership=partnership)
    shared = [
        MembershipFactory(
            seat=SeatFactory(body=body, role="co_chair"), organization=city,
            person=PersonFactory(partnership=partnership, name=name),
        )
        for name in ("Ana", "Bo")
    ]  # fmt: skip
    third = MembershipFactory(
        seat=SeatFactory(body=body, role="co_chair"), organization=OrganizationFactory(partnership=partnership)
    )

    (doubt,) = doubts_about_chairs([*shared, third])

    assert "Ana · Bo" in str(doubt)
    assert "City" in str(doubt)
    assert doubts_about_chairs([shared[0], third]) == []
