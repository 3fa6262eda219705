"""Memberships through their states: who may take which step, and what each step settles."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from councils.choices import EndReason, Role
from councils.forms.memberships import MembershipForm
from councils.models import Membership
from councils.queries.memberships import members_on, membership_history, memberships_visible_to
from councils.services import memberships as services
from councils.workflow import MEMBERSHIP
from lipportal.shared import clock
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import move, problems_with
from tests.factories.councils import (
    BodyFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    person_with_role,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


@pytest.fixture
def partnership():
    return PartnershipFactory()


@pytest.fixture
def coordinator(partnership):
    return person_with_role(Role.COORDINATOR, partnership)


@pytest.fixture
def seat(partnership):
    return SeatFactory(body__partnership=partnership, represents="organization")


def proposed(seat, **values):
    return MembershipFactory(seat=seat, state="proposed", confirmed_on=None, motion="", **values)


def test_propose_membership_waits_to_be_confirmed(seat, coordinator):
    organization = OrganizationFactory(partnership=seat.partnership)
    person = PersonFactory(partnership=seat.partnership)

    membership = services.propose_membership(
        seat, {"person": person, "organization": organization, "starts_on": DAY}, by=coordinator
    )

    assert membership.state == "proposed"


def test_propose_membership_refuses_nobody_to_speak_for(seat, coordinator):
    person = PersonFactory(partnership=seat.partnership)

    with pytest.raises(Refused) as refusal:
        services.propose_membership(seat, {"person": person, "organization": None, "starts_on": DAY}, by=coordinator)

    assert "organization" in str(refusal.value.reasons[0])


def test_propose_membership_refuses_the_same_person_twice(seat, coordinator):
    seat.represents = "lived_experience"
    held = proposed(seat)

    with pytest.raises(Refused):
        services.propose_membership(
            seat, {"person": held.person, "organization": None, "starts_on": DAY}, by=coordinator
        )


def test_confirm_membership_keeps_the_motion_and_the_day(seat, coordinator):
    membership = services.confirm_membership(proposed(seat), by=coordinator, on=DAY, motion="That Sam join.")

    membership.refresh_from_db()
    assert (membership.state, membership.confirmed_on, membership.motion) == ("confirmed", DAY, "That Sam join.")


def test_confirm_membership_refuses_neither_motion_nor_reason(seat, coordinator):
    with pytest.raises(Refused):
        services.confirm_membership(proposed(seat), by=coordinator, on=DAY, motion=" ", no_motion_reason="")


def test_confirm_membership_refuses_a_day_to_come(seat, coordinator):
    with pytest.raises(Refused):
        services.confirm_membership(proposed(seat), by=coordinator, on=date(2999, 1, 1), motion="M")


def test_confirm_membership_refuses_a_seat_that_is_held(seat, coordinator):
    holder = MembershipFactory(seat=seat)

    with pytest.raises(Refused) as refusal:
        services.confirm_membership(proposed(seat), by=coordinator, on=DAY, motion="M")

    assert holder.person.name in str(refusal.value.reasons[0])


def test_a_seat_is_held_once_also_in_the_database(seat):
    MembershipFactory(seat=seat)

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(seat=seat)


def test_a_race_for_a_seat_ends_in_a_plain_refusal(seat, coordinator):
    late, faster = proposed(seat), proposed(seat)

    def somebody_is_faster(execute, sql, params, many, context):
        if sql.startswith('UPDATE "councils_membership"') and not faster.confirmed_on:
            faster.confirmed_on = DAY
            Membership.objects.filter(pk=faster.pk).update(state="confirmed", confirmed_on=DAY, motion="M")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(somebody_is_faster), pytest.raises(Refused) as refusal:
        services.confirm_membership(late, by=coordinator, on=DAY, motion="M")

    assert "held once" in str(refusal.value.reasons[0])
    late.refresh_from_db()
    assert late.state == "proposed"


def test_activate_membership_counts_the_term_and_notes_the_organization(seat, coordinator):
    organization = OrganizationFactory(partnership=seat.partnership)
    confirmed = MembershipFactory(seat=seat, state="confirmed", organization=organization, starts_on=date(2026, 4, 1))

    active = services.activate_membership(confirmed, by=coordinator, agreed_terms_on=DAY, declared_conflicts_on=DAY)

    organization.refresh_from_db()
    assert (active.state, active.ends_on) == ("active", date(2028, 3, 31))
    assert organization.joined_on == date(2026, 4, 1)


def test_activate_membership_counts_the_council_as_set_up_with_a_chair_and_a_member(partnership, coordinator):
    body = BodyFactory(partnership=partnership)
    chair = MembershipFactory(seat=SeatFactory(body=body, role="chair"), state="confirmed")
    member = MembershipFactory(seat=SeatFactory(body=body), state="confirmed")

    services.activate_membership(chair, by=coordinator, agreed_terms_on=DAY, declared_conflicts_on=DAY)
    partnership.refresh_from_db()
    alone = partnership.stages["council"]
    services.activate_membership(member, by=coordinator, agreed_terms_on=DAY, declared_conflicts_on=DAY)
    partnership.refresh_from_db()

    assert (alone, partnership.stages["council"]) == ("now", "done")


def test_a_term_from_a_leap_day_ends_at_the_end_of_february():
    assert services.years_after(date(2024, 2, 29), 2) == date(2026, 2, 28)


def test_take_leave_and_come_back_keep_the_seat(seat, coordinator):
    active = MembershipFactory(seat=seat)

    services.take_leave(active, by=coordinator, on=DAY)
    away = Membership.objects.get(pk=active.pk)
    services.come_back(away, by=coordinator)

    away.refresh_from_db()
    assert (away.state, away.leave_from) == ("active", None)


def test_renew_membership_begins_the_next_term_where_this_one_ends(seat, coordinator):
    active = MembershipFactory(seat=seat, ends_on=date(2027, 3, 31))

    services.renew_membership(active, by=coordinator)

    active.refresh_from_db()
    assert (active.term_number, active.ends_on) == (2, date(2029, 3, 31))


def test_renew_membership_refuses_beyond_the_most_terms(seat, coordinator):
    active = MembershipFactory(seat=seat, term_number=2)

    with pytest.raises(Refused) as refusal:
        services.renew_membership(active, by=coordinator)

    assert "2 terms in a row" in str(refusal.value.reasons[0])


def test_end_membership_frees_the_seat_with_a_reason(seat, coordinator):
    active = MembershipFactory(seat=seat)

    services.end_membership(active, by=coordinator, on=DAY, reason=EndReason.RESIGNED, because="New job")

    active.refresh_from_db()
    assert (active.state, active.ends_on, active.end_reason) == ("ended", DAY, "resigned")
    assert membership_history(active)[-1].because == "New job"


def test_end_membership_refuses_before_it_began(seat, coordinator):
    active = MembershipFactory(seat=seat)

    with pytest.raises(Refused):
        services.end_membership(active, by=coordinator, on=date(2020, 1, 1), reason=EndReason.TERM)


def test_end_membership_of_a_proposal_wants_its_own_reason(seat, coordinator):
    with pytest.raises(Refused):
        services.end_membership(proposed(seat), by=coordinator, on=DAY, reason=EndReason.RESIGNED)


def test_replace_membership_proposes_the_next_person_of_the_organization(seat, coordinator):
    organization = OrganizationFactory(partnership=seat.partnership)
    active = MembershipFactory(seat=seat, organization=organization)
    after = PersonFactory(partnership=seat.partnership, name="Nour")

    proposal = services.replace_membership(active, by=coordinator, person=after, on=DAY)

    active.refresh_from_db()
    assert (active.state, active.end_reason) == ("ended", "replaced")
    assert (proposal.state, proposal.organization, proposal.starts_on) == ("proposed", organization, date(2026, 5, 2))


def test_replace_membership_refuses_where_no_organization_sent_anybody(seat, coordinator):
    active = MembershipFactory(seat=seat)

    with pytest.raises(Refused):
        services.replace_membership(active, by=coordinator, person=PersonFactory(partnership=seat.partnership), on=DAY)


def test_edit_membership_refuses_what_is_fixed_in_its_state(seat, coordinator):
    active = MembershipFactory(seat=seat)

    with pytest.raises(Refused) as refusal:
        services.edit_membership(active, {"starts_on": DAY}, by=coordinator, version=1)

    assert "from" in str(refusal.value.reasons[0])


def test_edit_membership_names_an_alternate(seat, coordinator):
    active = MembershipFactory(seat=seat)
    alternate = PersonFactory(partnership=seat.partnership)

    services.edit_membership(active, {"alternate": alternate}, by=coordinator, version=1)

    active.refresh_from_db()
    assert active.alternate == alternate


def test_members_on_a_day_are_those_expected_at_a_meeting(partnership):
    body = BodyFactory(partnership=partnership)
    there = MembershipFactory(seat=SeatFactory(body=body))
    left_later = MembershipFactory(
        seat=SeatFactory(body=body), state="ended", ends_on=date(2026, 6, 1), end_reason="term", agreed_terms_on=DAY
    )
    MembershipFactory(seat=SeatFactory(body=body), starts_on=date(2026, 6, 1))
    MembershipFactory(seat=SeatFactory(body=body), state="on_leave", leave_from=date(2026, 1, 1))
    proposed(SeatFactory(body=body))

    assert set(members_on(body, DAY)) == {there, left_later}


def test_memberships_are_seen_at_their_own_table_only(seat):
    held = MembershipFactory(seat=seat)
    member = person_with_role(Role.MEMBER, seat.partnership)
    stranger = person_with_role(Role.MEMBER, PartnershipFactory())
    officer = person_with_role(Role.OFFICER, seat.partnership)

    assert [list(memberships_visible_to(person)) for person in (member, stranger, officer)] == [[held], [], []]


# --- state × step × role: written by hand ----------------------------------------------------------------------------
STATES = ("proposed", "confirmed", "active", "on_leave", "ended")
OPEN = {
    "confirm": {"proposed"},
    "activate": {"confirmed"},
    "take_leave": {"active"},
    "come_back": {"on_leave"},
    "renew": {"active"},
    "replace": {"confirmed", "active", "on_leave"},
    "end": {"proposed", "confirmed", "active", "on_leave"},
}
MAY = {
    "confirm": {"coordinator", "manager", "co_chair"},
    "renew": {"coordinator", "manager", "co_chair"},
}
MAY_OTHERWISE = {"coordinator", "manager", "co_chair", "table_lead"}
ROLES = ("coordinator", "manager", "co_chair", "table_lead", "member", "newcomer_advisor", "recruiter", "officer")


def in_state(state):
    confirmed = {} if state == "proposed" else {"confirmed_on": DAY, "motion": "M"}
    ended = {"ends_on": DAY, "end_reason": "term"} if state == "ended" else {}
    blank = {"confirmed_on": None, "motion": ""} if state == "proposed" else {}
    seat = SeatFactory()
    organization = OrganizationFactory(partnership=seat.partnership)
    return MembershipFactory(seat=seat, state=state, organization=organization, **{**blank, **confirmed, **ended})


@pytest.mark.parametrize("step", OPEN)
@pytest.mark.parametrize("state", STATES)
def test_membership_step_is_open_exactly_where_the_table_says(state, step):
    membership = in_state(state)

    assert (problems_with(membership, MEMBERSHIP.step(step)) == []) is (state in OPEN[step])


@pytest.mark.parametrize("step", OPEN)
@pytest.mark.parametrize("role", ROLES)
def test_membership_step_belongs_to_exactly_these_roles(role, step):
    membership = in_state(min(OPEN[step]))
    within = {"body": membership.seat.body} if role == "table_lead" else {}
    user = person_with_role(role, membership.partnership, **within)

    assert user.has_perm(MEMBERSHIP.step(step).permission, membership) is (role in MAY.get(step, MAY_OTHERWISE))


def test_a_table_lead_takes_no_step_at_another_table():
    membership = in_state("active")
    elsewhere = BodyFactory(partnership=membership.partnership, kind="table")
    lead = person_with_role(Role.TABLE_LEAD, membership.partnership, body=elsewhere)

    with pytest.raises(Refused) as refusal:
        move(membership, MEMBERSHIP, "take_leave", by=lead, at=clock.now())

    assert "Coordinator" in str(refusal.value.reasons[0])


def test_a_resident_who_speaks_for_themselves_takes_a_seat_meant_for_organizations(seat, coordinator):
    person, organization = (
        PersonFactory(partnership=seat.partnership),
        OrganizationFactory(partnership=seat.partnership),
    )
    typed = {"person": person.pk, "starts_on": "2026-05-01", "for_themselves": "on"}

    form = MembershipForm(typed, seat=seat)
    silent = MembershipForm({**typed, "for_themselves": ""}, seat=seat)
    both = MembershipForm({**typed, "organization": organization.pk}, seat=seat)

    assert form.is_valid(), form.errors
    membership = services.propose_membership(seat, form.cleaned_data, by=coordinator)
    assert (membership.organization, membership.voice) == (None, "Lived experience")
    assert [list(each.errors) for each in (silent, both)] == [["organization"], ["organization"]]
