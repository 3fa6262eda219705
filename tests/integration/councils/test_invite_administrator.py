"""The operator's command that invites an administrator, and the role its link leads to."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from councils.models import Invitation, RoleHeld
from lipportal.accounts.models import User
from lipportal.audit.models import Entry
from lipportal.notices.models import Mail
from tests.factories.councils import UserFactory, person_with_role

pytestmark = pytest.mark.django_db
ADDRESS = "kim@example.org"


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.MAIL_HOST = "mail.example.org"


def invite(capsys, email=ADDRESS, **options):
    call_command("invite_administrator", email, "Kim Lee", **options)
    return capsys.readouterr().out


def refused(email=ADDRESS):
    with pytest.raises(CommandError) as refusal:
        call_command("invite_administrator", email, "Kim Lee")
    assert refusal.value.returncode == 1
    return str(refusal.value)


def link_in_last_mail():
    text = Mail.objects.order_by("pk").last().body_text
    return "/" + next(line for line in text.splitlines() if "/l/invitation/" in line).split("://")[1].partition("/")[2]


def test_it_invites_says_so_and_the_mail_is_in_the_outbox(capsys):
    said = invite(capsys, email=" Kim@Example.org")

    letter = Mail.objects.get()
    assert said == "An invitation to look after the portal is on its way to kim@example.org.\n"
    assert (letter.to_address, letter.template, letter.state) == (ADDRESS, "invitation", "queued")
    assert "The operator of the portal invites you" in letter.body_text
    assert "Administrator" in letter.body_text


def test_the_trail_says_that_it_came_from_the_command_line(capsys):
    invite(capsys)

    line = Entry.objects.get(action="invitation.created")
    assert (line.by, line.because) == (None, "manage.py invite_administrator")


def test_the_mail_is_in_the_language_asked_for(capsys):
    invite(capsys, language="fr")

    assert "/fr/l/invitation/" in Mail.objects.get().body_text


def test_whoever_accepts_is_an_administrator_who_gives_a_second_proof(capsys):
    invite(capsys)
    link, stranger = link_in_last_mail(), Client()

    assert "The operator of the portal" in stranger.get(link).content.decode()
    assert stranger.post(link)["Location"].endswith("/account/signup/")
    stranger.post("/en/account/signup/", {"name": "Kim Lee", "language": "en"})

    user = User.objects.get(email=ADDRESS)
    held = RoleHeld.objects.get(user=user)
    assert (held.role, held.partnership, held.granted_by) == ("administrator", None, None)
    assert user.needs_second_factor


def test_an_account_that_is_there_already_signs_in_and_accepts(capsys):
    user = UserFactory(email=ADDRESS)
    invite(capsys)
    visitor = Client()
    visitor.force_login(user)

    visitor.post(link_in_last_mail())

    assert RoleHeld.objects.get(user=user).role == "administrator"


def test_twice_gives_one_invitation_and_one_mail(capsys):
    invite(capsys)

    assert refused() == "This person has been invited already. Add --again to mail another link."
    assert (Invitation.objects.count(), Mail.objects.count()) == (1, 1)


def test_again_mails_another_link_and_closes_the_first(capsys):
    invite(capsys)
    first = link_in_last_mail()

    invite(capsys, again=True)

    assert Invitation.objects.count() == 1
    assert Client().get(first).status_code == 404
    assert Client().get(link_in_last_mail()).status_code == 200


def test_an_administrator_is_not_invited(capsys):
    administrator = person_with_role("administrator")

    assert refused(administrator.email) == "This person is an administrator already."
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("address", ["kim", "kim@", "", "kim@example.org\nbcc: a@example.org"])
def test_a_bad_address_is_refused_in_one_plain_sentence(address):
    assert refused(address) == f"“{address}” is not an e-mail address."
    assert (Invitation.objects.count(), Mail.objects.count()) == (0, 0)


def test_without_a_mail_server_nobody_is_invited(settings):
    settings.MAIL_HOST = ""

    assert refused().startswith("No mail server is named in the settings")
    assert Invitation.objects.count() == 0
