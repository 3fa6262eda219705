"""The pages of seats: added, changed, ended, and one for each sphere."""

import pytest

from councils.models import Seat
from councils.services.directory import load_sectors
from tests.factories.councils import BodyFactory, MembershipFactory, PartnershipFactory, SeatFactory
from tests.integration.councils.pages_of_tests import address, client_as, send, words

pytestmark = pytest.mark.django_db
VALUES = {
    "role": "co_chair", "represents": "organization", "is_voting": "on", "term_years": "2", "most_terms": "2",
    "since": "2026-04-01",
}  # fmt: skip


@pytest.fixture
def body():
    return BodyFactory(partnership=PartnershipFactory(slug="riverside"))


@pytest.fixture
def coordinator(body):
    return client_as("coordinator", body.partnership)


def test_three_co_chairs_are_possible(body, coordinator):
    for key in ("one", "two", "three"):
        send(coordinator, address("seat_create", body), "councils.seat", VALUES, base=0, key=key)

    assert Seat.objects.filter(body=body, role="co_chair").count() == 3


def test_add_a_seat_twice_makes_one(body, coordinator):
    for _ in range(2):
        answer = send(coordinator, address("seat_create", body), "councils.seat", VALUES, base=0)

    assert Seat.objects.count() == 1
    assert answer.url.endswith("#seats")


@pytest.mark.parametrize("years", ["0", "11", "x", ""])
def test_a_term_of_no_sense_is_named(body, coordinator, years):
    answer = send(coordinator, address("seat_create", body), "councils.seat", {**VALUES, "term_years": years}, base=0)

    assert answer.status_code == 200
    assert Seat.objects.count() == 0


def test_set_up_seats_shows_the_spheres_and_adds_them_once(body, coordinator):
    load_sectors()
    url = address("seat_set_up", body)

    assert "Libraries" in words(coordinator.get(url))
    answer = send(coordinator, url, "councils.seat_set_up")
    send(coordinator, url, "councils.seat_set_up", key="key-2")

    assert Seat.objects.filter(body=body).count() == 17
    assert "17 seats are added." in words(coordinator.get(answer.url))


def test_edit_a_seat_shows_the_conflict_when_somebody_was_faster(body, coordinator):
    seat = SeatFactory(body=body)
    send(coordinator, address("seat_edit", seat), "councils.seat", {**VALUES, "term_years": "3"}, record=seat.code)

    answer = send(
        coordinator,
        address("seat_edit", seat),
        "councils.seat",
        {**VALUES, "term_years": "4"},
        record=seat.code,
        key="b",
    )

    assert answer.status_code == 409


def test_end_a_seat_that_is_held_says_by_whom(body, coordinator):
    held = MembershipFactory(seat=SeatFactory(body=body))

    answer = send(
        coordinator, address("seat_end", held.seat), "councils.seat_end", {"on": "2026-05-12", "because": "Not needed"}
    )

    assert f"{held.person.name} holds this seat" in words(answer)


def test_end_a_free_seat(body, coordinator):
    seat = SeatFactory(body=body)

    send(coordinator, address("seat_end", seat), "councils.seat_end", {"on": "2026-05-12", "because": "Not needed"})

    seat.refresh_from_db()
    assert seat.is_ended


def test_a_seat_at_a_hidden_body_of_another_partnership_answers_404(coordinator):
    seat = SeatFactory(body__is_public=False)

    assert coordinator.get(address("seat_edit", seat)).status_code == 404


def test_a_member_may_not_add_seats(body):
    assert client_as("member", body.partnership).get(address("seat_create", body)).status_code == 403
