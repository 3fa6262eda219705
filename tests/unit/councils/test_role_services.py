"""Giving and ending roles, inviting and accepting."""

from datetime import UTC, date, datetime, timedelta

import pytest

from councils.choices import Role
from councils.models import Invitation, RoleHeld
from councils.permissions import roles_held
from councils.queries import fingerprint_of, officers_of, people_in_role, roles_found
from councils.services import (
    accept_invitation,
    assign_officer,
    end_role,
    give_or_invite,
    give_role,
    invite,
    send_invitation_again,
    withdraw_invitation,
)
from lipportal.notices.models import Mail
from lipportal.notices.registry import is_wanted
from lipportal.shared import clock
from lipportal.shared.errors import Refused
from tests.factories.councils import BodyFactory, PartnershipFactory, PersonFactory, UserFactory, person_with_role

pytestmark = pytest.mark.django_db
TODAY = clock.today("America/Toronto")


@pytest.fixture
def partnership():
    return PartnershipFactory()


@pytest.fixture
def coordinator(partnership):
    return person_with_role(Role.COORDINATOR, partnership)


@pytest.fixture
def administrator():
    return person_with_role(Role.ADMINISTRATOR)


def secret_in(letter: Mail) -> str:
    return letter.body_text.split("/l/invitation/")[1].split("/")[0]


# --- giving and ending -----------------------------------------------------------------------------------------------
def test_give_role_holds_from_today_and_is_seen_at_once(partnership, coordinator):
    user = UserFactory()
    assert roles_held(user) == []

    held = give_role(user=user, role=Role.MEMBER, partnership=partnership, by=coordinator)

    assert held.starts_on == partnership.today()
    assert [each.role for each in roles_held(user)] == [Role.MEMBER]
    assert people_in_role(partnership, Role.MEMBER, partnership.today()) == [user]


def test_give_role_refuses_what_is_not_theirs_to_give(partnership, coordinator):
    elsewhere = PartnershipFactory()

    for role, place in [
        (Role.ADMINISTRATOR, None),
        (Role.OFFICER, partnership),
        (Role.MEMBER, elsewhere),
        (Role.MODERATOR, None),
    ]:
        with pytest.raises(Refused):
            give_role(user=UserFactory(), role=role, partnership=place, by=coordinator)
    member = person_with_role(Role.MEMBER, partnership)
    with pytest.raises(Refused):
        give_role(user=UserFactory(), role=Role.MEMBER, partnership=partnership, by=member)


def test_give_role_refuses_a_place_that_does_not_fit(partnership, administrator):
    body = BodyFactory()

    for values in [
        {"role": Role.MEMBER},
        {"role": Role.ADMINISTRATOR, "partnership": partnership},
        {"role": Role.TABLE_LEAD, "partnership": partnership},
        {"role": Role.TABLE_LEAD, "partnership": partnership, "body": body},
        {"role": Role.MEMBER, "partnership": partnership, "region": "east"},
        {"role": Role.MEMBER, "partnership": partnership, "starts_on": TODAY, "last_on": TODAY - timedelta(days=1)},
    ]:
        with pytest.raises(Refused):
            give_role(user=UserFactory(), by=administrator, **values)


def test_give_role_twice_is_refused_but_again_after_its_end_is_fine(partnership, coordinator):
    user = UserFactory()
    held = give_role(user=user, role=Role.MEMBER, partnership=partnership, by=coordinator)

    with pytest.raises(Refused):
        give_role(user=user, role=Role.MEMBER, partnership=partnership, by=coordinator)
    end_role(held, by=coordinator, because="Moved away")

    assert give_role(user=user, role=Role.MEMBER, partnership=partnership, by=coordinator).pk != held.pk


def test_give_role_asks_for_a_second_proof_and_ending_it_asks_no_more(partnership, administrator):
    user = UserFactory()

    held = give_role(user=user, role=Role.MANAGER, partnership=partnership, by=administrator)

    user.refresh_from_db()
    assert user.needs_second_factor
    end_role(held, by=administrator, because="New post")
    user.refresh_from_db()
    assert not user.needs_second_factor


def test_end_role_takes_effect_at_once_and_wants_a_reason(partnership, coordinator):
    user = UserFactory()
    held = give_role(user=user, role=Role.MEMBER, partnership=partnership, by=coordinator)

    with pytest.raises(Refused):
        end_role(held, by=coordinator, because="  ")
    end_role(held, by=coordinator, because="Moved away")

    user = type(user).objects.get(pk=user.pk)
    assert roles_held(user) == []
    assert people_in_role(partnership, Role.MEMBER, partnership.today()) == []


def test_end_role_keeps_the_last_administrator(administrator):
    held = RoleHeld.objects.get(user=administrator)

    with pytest.raises(Refused, match="last administrator"):
        end_role(held, by=administrator, because="Done here")

    person_with_role(Role.ADMINISTRATOR)
    assert end_role(held, by=administrator, because="Done here").is_ended


def test_an_administrator_to_come_does_not_replace_the_last_one(administrator):
    later = UserFactory()
    give_role(user=later, role=Role.ADMINISTRATOR, by=administrator, starts_on=date(2099, 1, 1))

    with pytest.raises(Refused, match="last administrator"):
        end_role(RoleHeld.objects.get(user=administrator), by=administrator, because="Done here")


@pytest.mark.parametrize("role", [Role.CO_CHAIR, Role.MANAGER, Role.MEMBER])
def test_nobody_gives_themselves_a_role_they_do_not_hold(partnership, coordinator, role):
    person_with_role(Role.MANAGER, partnership)

    with pytest.raises(Refused, match="Somebody else gives you"):
        give_role(user=coordinator, role=role, partnership=partnership, by=coordinator)
    with pytest.raises(Refused, match="Somebody else gives you"):
        invite(email=coordinator.email.upper(), role=role, partnership=partnership, by=coordinator)

    assert [each.role for each in roles_held(coordinator)] == [Role.COORDINATOR]
    assert not Invitation.objects.exists()


def test_a_table_lead_of_one_table_needs_somebody_else_for_the_next(partnership, administrator):
    lead = person_with_role(Role.TABLE_LEAD, partnership, body=BodyFactory(partnership=partnership, kind="table"))
    give_role(user=lead, role=Role.COORDINATOR, partnership=partnership, by=administrator)
    table = BodyFactory(partnership=partnership, kind="table")

    with pytest.raises(Refused, match="Somebody else gives you"):
        give_role(user=lead, role=Role.TABLE_LEAD, partnership=partnership, body=table, by=lead)


def test_a_role_one_holds_can_be_carried_on_by_oneself(partnership):
    person_with_role(Role.MANAGER, partnership)
    coordinator = person_with_role(Role.COORDINATOR, partnership, last_on=TODAY + timedelta(days=9))
    later = TODAY + timedelta(days=10)

    held = give_role(user=coordinator, role=Role.COORDINATOR, partnership=partnership, starts_on=later, by=coordinator)

    assert held.starts_on == later


def test_the_only_one_who_could_gives_it_to_themselves(partnership, administrator):
    elsewhere = person_with_role(Role.COORDINATOR, PartnershipFactory())
    gone = person_with_role(Role.MANAGER, partnership)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)

    give_role(user=administrator, role=Role.COORDINATOR, partnership=partnership, by=administrator)
    give_role(user=administrator, role=Role.MODERATOR, by=administrator)

    assert {each.role for each in roles_held(administrator)} == {"administrator", "coordinator", "moderator"}
    with pytest.raises(Refused, match="Somebody else gives you"):
        give_role(user=elsewhere, role=Role.MEMBER, partnership=roles_held(elsewhere)[0].partnership, by=elsewhere)


def test_the_operator_gives_any_role(partnership, coordinator, administrator):
    assert give_role(user=coordinator, role=Role.CO_CHAIR, partnership=partnership, by=None).granted_by is None


@pytest.fixture
def evening_in_vancouver(monkeypatch):
    """Half past nine on 31 March in Vancouver, and 1 April in Toronto already."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 4, 1, 4, 30, tzinfo=UTC))
    return PartnershipFactory(time_zone="America/Vancouver", slug="out-west")


def test_a_last_day_lasts_to_its_end_on_the_partnerships_clock(evening_in_vancouver, administrator):
    last = date(2027, 3, 31)
    user = person_with_role(Role.COORDINATOR, evening_in_vancouver, starts_on=date(2026, 4, 1), last_on=last)

    give_role(user=user, role=Role.RESEARCHER, by=administrator)

    user.refresh_from_db()
    assert user.needs_second_factor
    found = roles_found(RoleHeld.objects.filter(partnership=evening_in_vancouver), {})
    assert [held.user for held in found] == [user]


def test_a_last_day_that_is_over_is_over(evening_in_vancouver, administrator):
    toronto = PartnershipFactory()
    held = {"starts_on": date(2026, 4, 1), "last_on": date(2027, 3, 31)}
    user = person_with_role(Role.COORDINATOR, toronto, **held)
    person_with_role(Role.COORDINATOR, evening_in_vancouver, **held | {"last_on": date(2027, 3, 30)})
    person_with_role(Role.REGIONAL_LEAD, **held)

    give_role(user=user, role=Role.RESEARCHER, by=administrator)

    user.refresh_from_db()
    assert not user.needs_second_factor
    assert {row.role for row in roles_found(RoleHeld.objects.all(), {})} == {"administrator", "researcher"}


# --- officers by date ------------------------------------------------------------------------------------------------
def test_assign_officer_hands_over_from_day_to_day(partnership):
    lead = person_with_role(Role.REGIONAL_LEAD)
    first, second = UserFactory(), UserFactory()

    assign_officer(partnership, first, starts_on=date(2026, 4, 1), by=lead)
    assign_officer(partnership, second, starts_on=date(2026, 9, 1), by=lead)

    assert officers_of(partnership, date(2026, 8, 31)) == [first]
    assert officers_of(partnership, date(2026, 9, 1)) == [second]
    assert officers_of(partnership, date(2026, 3, 31)) == []


def test_assign_officer_in_place_of_one_who_had_not_begun(partnership):
    lead = person_with_role(Role.REGIONAL_LEAD)
    first, second = UserFactory(), UserFactory()
    assign_officer(partnership, first, starts_on=TODAY + timedelta(days=30), by=lead)

    assign_officer(partnership, second, starts_on=TODAY + timedelta(days=30), by=lead)

    assert officers_of(partnership, TODAY + timedelta(days=40)) == [second]


def test_assign_officer_only_by_the_regions_lead(partnership, coordinator):
    east = person_with_role(Role.REGIONAL_LEAD, region="east")

    for by in (coordinator, east):
        with pytest.raises(Refused):
            assign_officer(partnership, UserFactory(), starts_on=TODAY, by=by)


def test_assign_officer_who_is_the_officer_already_is_refused(partnership):
    lead, user = person_with_role(Role.REGIONAL_LEAD), UserFactory()
    assign_officer(partnership, user, starts_on=TODAY, by=lead)

    with pytest.raises(Refused, match="already"):
        assign_officer(partnership, user, starts_on=TODAY, by=lead)


def test_a_regional_lead_is_assigned_by_somebody_else(partnership, administrator):
    lead = person_with_role(Role.REGIONAL_LEAD)

    with pytest.raises(Refused, match="Somebody else gives you"):
        assign_officer(partnership, lead, starts_on=TODAY, by=lead)

    assert assign_officer(partnership, lead, starts_on=TODAY, by=administrator).user == lead


# --- invitations -----------------------------------------------------------------------------------------------------
def test_invite_mails_a_link_in_the_language_and_keeps_no_secret(partnership, coordinator):
    invitation = invite(
        email="Kim@Example.org", name="Kim", language="fr", role=Role.MEMBER, partnership=partnership, by=coordinator
    )

    letter = Mail.objects.get(to_address="kim@example.org")
    secret = secret_in(letter)
    assert letter.language == "fr"
    assert letter.is_security
    assert "/fr/l/invitation/" in letter.body_text
    assert invitation.secret_fingerprint == fingerprint_of(secret)
    assert secret not in str(vars(invitation))
    assert timedelta(days=13) < invitation.expires_at - clock.now() < timedelta(days=15)


def test_the_mail_of_an_invitation_is_tried_for_as_long_as_its_link_is_open(partnership, coordinator):
    invitation = invite(email="kim@example.org", role=Role.MEMBER, partnership=partnership, by=coordinator)

    assert Mail.objects.get(to_address="kim@example.org").expires_at == invitation.expires_at


def test_a_waiting_mail_whose_link_is_dead_is_not_wanted(partnership, coordinator):
    invitation = invite(email="kim@example.org", role=Role.MEMBER, partnership=partnership, by=coordinator)
    first = Mail.objects.get(to_address="kim@example.org")
    assert is_wanted(first)

    send_invitation_again(invitation, by=coordinator)
    second = Mail.objects.exclude(pk=first.pk).get(to_address="kim@example.org")
    assert (is_wanted(first), is_wanted(second)) == (False, True)

    withdraw_invitation(Invitation.objects.get(), by=coordinator)
    assert not is_wanted(second)


def test_invite_refuses_a_role_not_theirs_and_the_same_twice(partnership, coordinator):
    with pytest.raises(Refused):
        invite(email="a@example.org", role=Role.OFFICER, partnership=partnership, by=coordinator)
    invite(email="a@example.org", role=Role.MEMBER, partnership=partnership, by=coordinator)

    with pytest.raises(Refused, match="invited already"):
        invite(email="A@example.org", role=Role.MEMBER, partnership=partnership, by=coordinator)


def test_invite_says_who_is_here_already_and_as_what(partnership, coordinator):
    user = UserFactory(email="kim@example.org", name="Kim Lee")
    give_role(user=user, role=Role.MEMBER, partnership=partnership, by=coordinator)
    table = BodyFactory(partnership=partnership, kind="table")
    give_role(user=user, role=Role.TABLE_LEAD, partnership=partnership, body=table, by=coordinator)

    with pytest.raises(Refused, match="Kim Lee is here already: Member, Table lead"):
        invite(email="Kim@example.org", name="Invented", role=Role.READER, partnership=partnership, by=coordinator)

    assert not Invitation.objects.exists()


def test_invite_may_bring_back_who_has_left_and_who_is_elsewhere(partnership, coordinator, administrator):
    left = UserFactory(email="left@example.org")
    held = give_role(user=left, role=Role.MEMBER, partnership=partnership, by=coordinator)
    end_role(held, by=coordinator, because="Moved away")
    elsewhere = person_with_role(Role.MEMBER, PartnershipFactory())
    officer = person_with_role(Role.OFFICER, partnership)

    for email in (left.email, elsewhere.email, officer.email):
        assert invite(email=email, role=Role.MEMBER, partnership=partnership, by=coordinator).is_open


def test_accept_invitation_gives_the_role_once_and_knows_the_account(partnership, coordinator):
    person = PersonFactory(partnership=partnership, email="kim@example.org")
    invitation = invite(email="kim@example.org", role=Role.COORDINATOR, partnership=partnership, by=coordinator)
    user = UserFactory(email="kim@example.org")

    held = accept_invitation(invitation, by=user)

    user.refresh_from_db()
    person.refresh_from_db()
    assert (held.role, held.granted_by) == (Role.COORDINATOR, coordinator)
    assert user.needs_second_factor
    assert person.user == user
    with pytest.raises(Refused):
        accept_invitation(invitation, by=user)
    assert RoleHeld.objects.filter(user=user).count() == 1


def test_accept_invitation_refuses_another_address_a_withdrawn_one_and_one_run_out(partnership, coordinator):
    user = UserFactory(email="kim@example.org")
    theirs = invite(email="other@example.org", role=Role.MEMBER, partnership=partnership, by=coordinator)
    withdrawn = invite(email="kim@example.org", role=Role.MEMBER, partnership=partnership, by=coordinator)
    withdraw_invitation(withdrawn, by=coordinator)
    old = invite(email="kim@example.org", role=Role.READER, partnership=partnership, by=coordinator)
    Invitation.objects.filter(pk=old.pk).update(expires_at=clock.now())

    for invitation in (theirs, withdrawn, old):
        with pytest.raises(Refused):
            accept_invitation(invitation, by=user)

    assert roles_held(user) == []


def test_an_invitation_one_mailed_oneself_is_not_taken_up_under_another_address(partnership, coordinator):
    person_with_role(Role.MANAGER, partnership)
    mailed = invite(email="second@example.org", role=Role.CO_CHAIR, partnership=partnership, by=coordinator)
    coordinator.email = "second@example.org"
    coordinator.save()

    with pytest.raises(Refused, match="Somebody else gives you"):
        accept_invitation(mailed, by=coordinator)

    mailed.refresh_from_db()
    assert mailed.is_open
    assert [each.role for each in roles_held(coordinator)] == [Role.COORDINATOR]


def test_send_invitation_again_makes_another_link_and_another_mail(partnership, coordinator):
    invitation = invite(email="kim@example.org", role=Role.MEMBER, partnership=partnership, by=coordinator)
    first = invitation.secret_fingerprint

    again = send_invitation_again(invitation, by=coordinator)

    assert again.secret_fingerprint != first
    assert Mail.objects.filter(to_address="kim@example.org").count() == 2
    withdraw_invitation(again, by=coordinator)
    with pytest.raises(Refused):
        send_invitation_again(again, by=coordinator)


def test_give_or_invite_gives_to_an_account_and_invites_an_address(administrator, partnership):
    user = UserFactory(email="here@example.org")
    place = {"partnership": partnership, "body": None, "region": "", "starts_on": None, "last_on": None}

    given = give_or_invite(
        email="here@example.org", name="", language="en", role=Role.OFFICER, by=administrator, **place
    )
    invited = give_or_invite(
        email="new@example.org", name="", language="en", role=Role.OFFICER, by=administrator, **place
    )

    assert isinstance(given, RoleHeld)
    assert given.user == user
    assert isinstance(invited, Invitation)
