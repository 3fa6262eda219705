"""Invitations from the page that mails one to the account that holds the role."""

import pytest
from django.test import Client

from councils.models import Invitation, RoleHeld
from lipportal.accounts.models import User
from lipportal.notices.models import Mail
from lipportal.shared import clock
from tests.factories.councils import PartnershipFactory, RoleHeldFactory, UserFactory
from tests.integration.councils.people_of_tests import address, post, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


@pytest.fixture
def coordinator(partnership):
    return signed_in("coordinator", partnership)


def invite(client, email="kim@example.org", role="member", language="en", key="key-1"):
    values = {"email": email, "name": "Kim", "language": language, "role": role}
    return post(client, address("invitation_create", "riverside"), "councils.invitation", values, key=key)


def link_in_mail():
    text = Mail.objects.order_by("pk").last().body_text
    return next(line for line in text.splitlines() if "/l/invitation/" in line).split("://")[1].partition("/")[2]


def test_an_invited_stranger_opens_an_account_and_holds_the_role(coordinator, partnership):
    assert invite(coordinator)["Location"] == address("role_list", "riverside")
    link = "/" + link_in_mail()
    stranger = Client()

    shown = stranger.get(link)
    assert shown.status_code == 200
    assert shown["Referrer-Policy"] == "no-referrer"
    assert stranger.post(link)["Location"].endswith("/account/signup/")
    stranger.post("/en/account/signup/", {"name": "Kim Lee", "language": "fr"})

    user = User.objects.get(email="kim@example.org")
    assert RoleHeld.objects.get(user=user).role == "member"
    assert Invitation.objects.get().accepted_by == user
    assert stranger.get(link).status_code == 404


def test_an_invited_account_signs_in_and_accepts(coordinator, partnership):
    user = UserFactory(email="kim@example.org")
    invite(coordinator)
    link = "/" + link_in_mail()
    visitor = Client()

    assert visitor.post(link)["Location"] == f"/en/account/login/?next={link}"
    visitor.force_login(user)
    assert "Accept" in visitor.get(link).content.decode()
    accepted = visitor.post(link)

    assert accepted["Location"] == partnership.get_absolute_url()
    assert RoleHeld.objects.filter(user=user, role="member").count() == 1


def test_accepting_twice_leads_to_the_same_place_and_gives_one_role(coordinator, partnership):
    user = UserFactory(email="kim@example.org")
    invite(coordinator)
    link = "/" + link_in_mail()
    visitor = Client()
    visitor.force_login(user)

    first, second = visitor.post(link), visitor.post(link)

    assert first["Location"] == second["Location"] == partnership.get_absolute_url()
    assert RoleHeld.objects.filter(user=user).count() == 1
    assert Client().post(link).status_code == 404


def test_looking_at_the_link_changes_nothing(coordinator):
    invite(coordinator)
    link = "/" + link_in_mail()

    for _ in range(3):
        assert Client().get(link).status_code == 200

    assert Invitation.objects.get().accepted_at is None


def test_somebody_else_cannot_use_the_link(coordinator):
    invite(coordinator)
    other = Client()
    other.force_login(UserFactory(email="other@example.org"))
    link = "/" + link_in_mail()

    assert "mailed to another address" in other.get(link).content.decode()
    assert other.post(link).status_code == 200
    assert Invitation.objects.get().accepted_at is None


def test_a_withdrawn_run_out_or_invented_link_leads_nowhere(coordinator):
    invite(coordinator)
    link = "/" + link_in_mail()
    invitation = Invitation.objects.get()
    coordinator.post(address("invitation_withdraw", "riverside", invitation.code))

    assert Client().get(link).status_code == 404
    assert Client().post(link).status_code == 404
    assert Client().get("/fr/l/invitation/invented-secret/").status_code == 404
    Invitation.objects.update(withdrawn_at=None, expires_at=clock.now())
    assert Client().get(link).status_code == 404


def test_sending_again_closes_the_first_link(coordinator):
    invite(coordinator)
    first = "/" + link_in_mail()

    response = coordinator.post(address("invitation_send_again", "riverside", Invitation.objects.get().code))

    second = "/" + link_in_mail()
    assert response["Location"] == address("role_list", "riverside")
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_the_mail_is_in_the_invited_persons_language(coordinator):
    invite(coordinator, language="fr")

    letter = Mail.objects.get()
    assert letter.language == "fr"
    assert "/fr/l/invitation/" in letter.body_text


def test_an_invitation_is_posted_once_and_refused_twice(coordinator):
    invite(coordinator)
    invite(coordinator)
    again = invite(coordinator, key="key-2")

    assert Invitation.objects.count() == 1
    assert "has been invited already" in again.content.decode()


def test_only_staff_invite_and_only_see_their_own(coordinator, partnership):
    invite(coordinator)
    code = Invitation.objects.get().code

    assert signed_in("co_chair", partnership).get(address("invitation_create", "riverside")).status_code == 403
    assert signed_in("member", partnership).get(address("invitation_create", "riverside")).status_code == 404
    for name in ("invitation_send_again", "invitation_withdraw"):
        other = signed_in("coordinator", PartnershipFactory())
        assert other.post(address(name, "riverside", code)).status_code == 404
        assert coordinator.get(address(name, "riverside", code)).status_code == 405
    co_chair = signed_in("co_chair", partnership)
    co_chair.post(address("invitation_withdraw", "riverside", code))
    assert Invitation.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    ("state", "shown", "not_shown"),
    [
        ("queued", "its mail has not left yet", "could not leave"),
        ("failed", "Its mail could not leave", "its mail has not left yet"),
        ("sent", "Open", "Its mail"),
    ],
)
def test_the_list_says_when_the_mail_of_an_invitation_has_not_left(coordinator, state, shown, not_shown):
    invite(coordinator)
    Mail.objects.update(state=state)

    page = coordinator.get(address("role_list", "riverside")).content.decode()

    assert shown in page
    assert not_shown not in page


def test_the_form_says_who_is_here_already_and_keeps_what_was_typed(coordinator, partnership):
    RoleHeldFactory(partnership=partnership, role="member", user=UserFactory(email="kim@example.org", name="Kim Lee"))

    answer = invite(coordinator)

    said = answer.content.decode()
    assert "Kim Lee is here already: Member." in said
    assert 'value="kim@example.org"' in said
    assert not Mail.objects.exists()
