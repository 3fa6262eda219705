"""A person's own pages: settings, sessions, and each page of allauth's in our frame, without anything inline."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from lipportal.accounts.services import deactivate, require_second_factor
from lipportal.audit.models import Entry
from tests.integration.accounts.conftest import (
    by_mailed_code,
    by_password,
    code_of,
    is_in,
    mailed_code,
    open_account,
    set_up_totp,
)

OUTSIDE = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_password_reset_completed",
    "account_signup",
    "account_inactive",
    "socialaccount_login_cancelled",
]
INSIDE = [
    "account_settings",
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "socialaccount_connections",
    "second_factor_set_up",
]
WITH_SECOND_PROOF = ["mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]


def assert_is_our_page(answer, status=200):
    assert answer.status_code == status
    page = answer.content.decode()
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert '<main id="main"' in page
    assert "<html lang=" in page
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page)
    assert not re.search(r"\son\w+=|<style|\sstyle=", page)
    assert len(re.findall(r'class="btn"', page)) <= 3


@pytest.mark.parametrize("name", OUTSIDE)
def test_page_outside_is_ours(client, name):
    assert_is_our_page(client.get(reverse(name)))


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
@pytest.mark.parametrize("name", OUTSIDE)
def test_page_outside_is_offered_in_four_languages(client, name, language):
    address = reverse(name).replace("/en/", f"/{language}/")

    assert client.get(address).status_code == 200


def test_failed_sign_on_of_an_organization_is_ours(client):
    assert_is_our_page(client.get(reverse("socialaccount_login_error")), status=401)


@pytest.mark.parametrize("name", INSIDE)
def test_page_inside_is_ours(client, member, name):
    by_password(client, member)

    assert_is_our_page(client.get(reverse(name)))


def test_page_for_a_first_password_is_ours(client):
    user = open_account("nopass@example.org", password=None)
    by_mailed_code(client, user)
    assert_is_our_page(client.get(reverse("account_set_password")))

    fresh = "seven green kettles sing"
    client.post(reverse("account_set_password"), {"password1": fresh, "password2": fresh})

    user.refresh_from_db()
    assert user.check_password(fresh)


@pytest.mark.parametrize("name", WITH_SECOND_PROOF)
def test_page_for_the_second_proof_is_ours(client, member, name):
    secret = set_up_totp(member)
    by_password(client, member)
    assert_is_our_page(client.get(reverse("mfa_authenticate")))
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert_is_our_page(client.get(reverse(name)))


@pytest.mark.parametrize("name", ["account_reauthenticate", "mfa_reauthenticate"])
def test_page_that_asks_again_is_ours(client, member, name):
    secret = set_up_totp(member)
    by_password(client, member)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert_is_our_page(client.get(reverse(name)))


def test_pages_of_codes_are_ours(client, member):
    client.post(reverse("account_request_login_code"), {"email": member.email})
    assert_is_our_page(client.get(reverse("account_confirm_login_code")))
    other = Client()
    other.post(reverse("account_reset_password"), {"email": member.email})
    assert_is_our_page(other.get(reverse("account_confirm_password_reset_code")))
    other.post(reverse("account_confirm_password_reset_code"), {"code": mailed_code(member.email)})
    assert_is_our_page(other.get(reverse("account_complete_password_reset")))


def test_unproven_address_confirms_itself_first(client, member):
    EmailAddress.objects.filter(user=member).update(verified=False)

    answer = by_password(client, member)

    assert answer.url == reverse("account_email_verification_sent")
    assert_is_our_page(client.get(answer.url))
    client.post(answer.url, {"code": mailed_code(member.email)})
    assert is_in(client)


def test_account_settings_saves_and_writes_it_down(client, member):
    by_password(client, member)

    client.post(
        reverse("account_settings"),
        {"_form": "accounts.settings", "name": "أمينة", "language": "ar", "time_zone": "America/Halifax"},
    )

    member.refresh_from_db()
    assert (member.name, member.language, member.time_zone) == ("أمينة", "ar", "America/Halifax")
    entry = Entry.objects.get(action="user.changed")
    assert entry.before["name"] == "Amina Diallo"
    assert entry.after["name"] == "أمينة"


def test_settings_typed_when_the_session_had_ended_are_there_after_signing_in(client, member):
    by_password(client, member)
    page = client.get(reverse("account_settings"))
    typed = {**page.context["writing"].fields, "name": "Amina D.", "language": "fr", "time_zone": "America/Halifax"}
    client.session.flush()

    away = client.post(reverse("account_settings"), typed)
    assert away.url.startswith("/en/account/login/?next=")
    by_password(client, member)

    assert 'value="Amina D."' in client.get(reverse("account_settings")).content.decode()


@pytest.mark.parametrize("values", [{"language": "de"}, {"time_zone": "Europe/Paris"}, {"name": ""}])
def test_account_settings_refuses_what_is_not_offered(client, member, values):
    by_password(client, member)

    answer = client.post(
        reverse("account_settings"),
        {"_form": "accounts.settings", "name": "X", "language": "en", "time_zone": "America/Toronto", **values},
    )

    assert answer.status_code == 200
    member.refresh_from_db()
    assert (member.name, member.language, member.time_zone) == ("Amina Diallo", "en", "America/Toronto")


def test_account_settings_asks_a_visitor_to_sign_in(client):
    assert client.get(reverse("account_settings")).url.startswith("/en/account/login/?next=")


class TestSessions:
    """Sessions rotate and die (bar 11)."""

    @pytest.fixture
    def elsewhere(self, member):
        elsewhere = Client()
        by_password(elsewhere, member)
        assert is_in(elsewhere)
        return elsewhere

    def test_session_id_planted_before_sign_in_is_not_kept(self, client, member):
        session = client.session
        session["planted"] = True
        session.save()
        planted = session.session_key

        by_password(client, member)

        assert is_in(client)
        assert client.session.session_key != planted

    def test_signing_out_elsewhere_keeps_this_one(self, client, member, elsewhere):
        by_password(client, member)

        client.post(reverse("account_end_sessions"))

        assert is_in(client)
        assert not is_in(elsewhere)

    def test_new_password_ends_all(self, client, member, elsewhere):
        from tests.integration.accounts.conftest import PASSWORD

        by_password(client, member)
        fresh = "seven green kettles sing"
        client.post(
            reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
        )

        assert not is_in(client)
        assert not is_in(elsewhere)
        member.refresh_from_db()
        assert member.check_password(fresh)

    def test_deactivation_ends_all(self, member, elsewhere):
        deactivate(user=member, by=member, because="left")

        assert not is_in(elsewhere)

    def test_signing_out_ends_it_also_for_who_copied_the_cookie(self, client, member):
        by_password(client, member)
        copied = Client()
        copied.cookies = client.cookies.copy()
        client.post(reverse("account_logout"))

        assert not is_in(copied)

    def test_changed_address_ends_others(self, client, member, elsewhere):
        by_password(client, member)
        client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
        client.post(reverse("account_email_verification_sent"), {"code": mailed_code("new@example.org")})
        client.post(reverse("account_email"), {"email": "new@example.org", "action_primary": ""})

        member.refresh_from_db()
        assert member.email == "new@example.org"
        assert is_in(client)
        assert not is_in(elsewhere)

    def test_second_proof_taken_off_ends_others(self, client, member):
        secret = set_up_totp(member)
        by_password(client, member)
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        elsewhere = Client()
        by_password(elsewhere, member)
        codes = Authenticator.objects.get(user=member, type="recovery_codes").wrap().get_unused_codes()
        elsewhere.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_in(elsewhere)

        client.post(reverse("mfa_deactivate_totp"))

        assert not Authenticator.objects.filter(user=member).exists()
        assert is_in(client)
        assert not is_in(elsewhere)

    def test_role_given_after_the_second_proof_was_taken_off_asks_anew(self, client, member):
        secret = set_up_totp(member)
        by_password(client, member)
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        client.post(reverse("mfa_deactivate_totp"))

        require_second_factor(member, True, by=None)

        assert not is_in(client)


class TestHelpingBackIn:
    """A reset of a second proof takes two people."""

    @pytest.fixture(autouse=True)
    def _rule(self):
        import rules

        helpers = {"coordinator@example.org", "administrator@example.org"}
        before = rules.permissions.permissions.get("accounts.reset_second_factor")
        rules.set_perm("accounts.reset_second_factor", rules.predicate(lambda user, person: user.email in helpers))
        yield
        rules.remove_perm("accounts.reset_second_factor")
        if before is not None:
            rules.add_perm("accounts.reset_second_factor", before)

    def sign_in(self, user):
        client = Client()
        secret = set_up_totp(user)
        by_password(client, user)
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        return client

    def test_two_people_help_a_third(self, member, coordinator, administrator):
        set_up_totp(member)
        first, second = self.sign_in(coordinator), self.sign_in(administrator)
        ask = reverse("second_factor_reset_ask", args=[member.code])
        assert_is_our_page(first.get(ask))
        first.post(ask, {"_form": "accounts.second_factor_reset", "reason": "Lost the phone, I called her."})
        reset = member.factor_resets.get()
        approve = reverse("second_factor_reset_approve", args=[reset.code])
        assert first.post(approve).status_code == 409
        assert Authenticator.objects.filter(user=member).exists()
        assert (
            reverse("second_factor_reset_approve", args=[reset.code])
            in second.get(reverse("account_settings")).content.decode()
        )
        assert_is_our_page(second.get(approve))

        second.post(approve)

        assert not Authenticator.objects.filter(user=member).exists()

    def test_others_do_not_see_it_exists(self, client, member, officer):
        by_password(client, member)

        assert client.get(reverse("second_factor_reset_ask", args=[officer.code])).status_code == 404
        assert client.get(reverse("second_factor_reset_approve", args=["abcdefgh"])).status_code == 404
