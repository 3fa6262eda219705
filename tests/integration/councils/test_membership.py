"""The pages of a membership: proposed, confirmed, welcomed, on leave, renewed, replaced, ended."""

import pytest

from councils.models import Membership
from tests.factories.councils import (
    BodyFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
)
from tests.integration.councils.pages_of_tests import address, client_as, queries_of, send, take, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return BodyFactory(partnership=PartnershipFactory(slug="riverside"))


@pytest.fixture
def seat(body):
    return SeatFactory(body=body)


@pytest.fixture
def coordinator(body):
    return client_as("coordinator", body.partnership)


def step(client, membership, name, values=None, key=""):
    return take(
        client, address(f"membership_{name}", membership), f"councils.membership_{name}", values,
        record=membership.code, key=key,
    )  # fmt: skip


def test_a_membership_goes_from_proposal_to_the_table_through_its_pages(seat, coordinator):
    person = PersonFactory(partnership=seat.partnership, name="Amina Okafor")
    organization = OrganizationFactory(partnership=seat.partnership)
    values = {"person": person.pk, "organization": organization.pk, "starts_on": "2026-04-01"}
    for _ in range(2):
        send(coordinator, address("membership_propose", seat), "councils.membership", values, base=0)
    membership = Membership.objects.get()

    step(coordinator, membership, "confirm", {"on": "2026-04-02", "motion": "That Amina join."})
    membership.refresh_from_db()
    answer = step(
        coordinator, membership, "activate", {"agreed_terms_on": "2026-04-03", "declared_conflicts_on": "2026-04-03"}
    )

    membership.refresh_from_db()
    assert (membership.state, membership.motion) == ("active", "That Amina join.")
    seen = words(coordinator.get(answer.url))
    assert "Welcome to the table." in seen
    assert seen.index("Proposed") < seen.index("Welcomed to the table")


def test_propose_offers_only_people_of_the_partnership(seat, coordinator):
    stranger = PersonFactory(name="Somebody else")
    organization = OrganizationFactory(partnership=seat.partnership)
    url = address("membership_propose", seat)
    values = {"person": stranger.pk, "organization": organization.pk, "starts_on": "2026-04-01"}

    answer = send(coordinator, url, "councils.membership", values, base=0)

    assert "Somebody else" not in words(answer)
    assert Membership.objects.count() == 0


def test_confirm_wants_the_motion_or_why_there_was_none(seat, coordinator):
    membership = MembershipFactory(seat=seat, state="proposed")

    answer = step(coordinator, membership, "confirm", {"on": "2026-04-02"})

    assert "Give the motion, or say why there was none." in words(answer)


def test_a_step_out_of_order_says_why_and_offers_no_form(seat, coordinator):
    membership = MembershipFactory(seat=seat, state="proposed")
    url = address("membership_activate", membership)

    seen = words(coordinator.get(url))

    assert "This step is not open now" in seen
    assert "agreed_terms_on" not in seen
    values = {"agreed_terms_on": "2026-04-03", "declared_conflicts_on": "2026-04-03"}
    assert "This step is not open now" in words(step(coordinator, membership, "activate", values))


def test_leave_and_return(seat, coordinator):
    membership = MembershipFactory(seat=seat)

    step(coordinator, membership, "take_leave", {"on": "2026-04-03"})
    membership.refresh_from_db()
    away = membership.state
    step(coordinator, membership, "come_back")

    membership.refresh_from_db()
    assert (away, membership.state) == ("on_leave", "active")


def test_renew_beyond_the_most_terms_is_shut_with_the_reason(seat, coordinator):
    membership = MembershipFactory(seat=seat, term_number=2)

    assert "2 terms in a row" in words(coordinator.get(membership.get_absolute_url()))
    assert "2 terms in a row" in words(step(coordinator, membership, "renew"))


def test_replace_leads_to_the_next_persons_proposal(seat, coordinator):
    organization = OrganizationFactory(partnership=seat.partnership)
    membership = MembershipFactory(seat=seat, organization=organization)
    after = PersonFactory(partnership=seat.partnership, name="Nour")

    answer = step(coordinator, membership, "replace", {"person": after.pk, "on": "2026-05-01"})

    assert "Nour" in words(coordinator.get(answer.url))


def test_end_with_a_reason(seat, coordinator):
    membership = MembershipFactory(seat=seat)

    step(coordinator, membership, "end", {"on": "2026-05-01", "reason": "resigned"})

    membership.refresh_from_db()
    assert membership.end_reason == "resigned"


def test_a_double_post_of_a_step_takes_it_once(seat, coordinator):
    membership = MembershipFactory(seat=seat)

    first = step(coordinator, membership, "renew")
    again = step(coordinator, membership, "renew")

    membership.refresh_from_db()
    assert (first.status_code, again.status_code, membership.term_number) == (302, 302, 2)


def test_edit_offers_only_what_may_still_be_changed(seat, coordinator):
    membership = MembershipFactory(seat=seat)
    alternate = PersonFactory(partnership=seat.partnership, name="Nour")
    url = address("membership_edit", membership)

    seen = words(coordinator.get(url))
    values = {"alternate": alternate.pk, "ends_on": "2027-03-31"}
    send(coordinator, url, "councils.membership", values, record=membership.code)

    membership.refresh_from_db()
    assert membership.alternate == alternate
    assert 'name="starts_on"' not in seen


def test_edit_shows_the_conflict_when_somebody_was_faster(seat, coordinator):
    membership = MembershipFactory(seat=seat)
    people = [PersonFactory(partnership=seat.partnership, name=name) for name in ("Nour", "Bo")]
    url = address("membership_edit", membership)

    answers = [
        send(coordinator, url, "councils.membership", {"alternate": person.pk}, record=membership.code, key=person.name)
        for person in people
    ]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Nour" in words(answers[1])


def test_a_table_lead_works_at_their_own_table_only(body, seat):
    own = BodyFactory(partnership=body.partnership, kind="table")
    mine, theirs = MembershipFactory(seat=SeatFactory(body=own)), MembershipFactory(seat=seat)
    lead = client_as("table_lead", body.partnership, body=own)

    assert lead.get(address("membership_end", mine)).status_code == 200
    assert lead.get(address("membership_end", theirs)).status_code == 403
    assert "is open to" in words(lead.get(theirs.get_absolute_url()))


def test_another_partnerships_membership_answers_404(coordinator):
    stranger = MembershipFactory()

    assert coordinator.get(stranger.get_absolute_url()).status_code == 404
    assert coordinator.get(address("membership_end", stranger)).status_code == 404


def test_officers_see_no_membership(seat):
    membership = MembershipFactory(seat=seat)

    assert client_as("officer", seat.partnership).get(membership.get_absolute_url()).status_code == 404


def test_the_page_costs_the_same_after_one_step_and_after_three(seat, coordinator):
    membership = MembershipFactory(seat=seat)
    step(coordinator, membership, "take_leave", {"on": "2026-04-03"})
    one = queries_of(coordinator, membership.get_absolute_url())
    for name, key in (("come_back", "a"), ("take_leave", "b")):
        step(coordinator, membership, name, {"on": "2026-04-04"}, key=key)

    assert queries_of(coordinator, membership.get_absolute_url()) == one <= 12
