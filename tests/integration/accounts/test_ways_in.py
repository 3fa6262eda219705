"""Every way in, for every kind of person: nobody whose role needs a second proof comes in with one (bar 12)."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from councils.choices import PLATFORM_ROLES, Role
from councils.services import invite
from lipportal.accounts.services import deactivate, require_second_factor
from lipportal.accounts.sessions import _GIVEN
from lipportal.audit.models import Entry
from lipportal.notices.models import Mail
from tests.factories.councils import PartnershipFactory
from tests.integration.accounts.conftest import (
    by_mailed_code,
    by_new_password,
    by_password,
    by_proving_the_address,
    code_of,
    is_in,
    person_with,
    set_up_totp,
    through_organization,
)

WAYS = [by_password, by_mailed_code, by_new_password, by_proving_the_address]
STAFF = ["coordinator", "manager", "officer", "regional_lead", "administrator"]
OTHERS = sorted(set(Role.values) - set(STAFF))


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("way", WAYS)
def test_way_in_lets_those_in_who_decide_nothing_alone(client, way, role):
    way(client, person_with(role))

    assert is_in(client)


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("way", WAYS)
def test_way_in_without_any_second_proof_leads_to_set_up_only(client, way, role):
    way(client, person_with(role))

    answer = client.get(reverse("a_page"))
    assert answer.status_code == 302
    assert answer.url == "/en/account/second-factor/?next=/en/a-page/"
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("way", WAYS)
def test_way_in_asks_for_the_second_proof_that_was_set_up(client, way, role):
    user = person_with(role)
    secret = set_up_totp(user)

    answer = way(client, user)

    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client)


def test_wrong_and_replayed_second_codes_are_refused(client, coordinator):
    secret = set_up_totp(coordinator)
    by_password(client, coordinator)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(client)
    code = code_of(secret)
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("account_logout"))

    by_password(client, coordinator)
    answer = client.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.status_code == 200
    assert not is_in(client)


def test_recovery_code_is_a_second_proof_once(client, coordinator):
    set_up_totp(coordinator)
    codes = Authenticator.objects.get(user=coordinator, type="recovery_codes").wrap().get_unused_codes()
    by_password(client, coordinator)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(client)
    client.post(reverse("account_logout"))

    by_password(client, coordinator)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert not is_in(client)


def test_expired_mailed_code_is_refused(client, member, time_machine_ahead):
    client.post(reverse("account_request_login_code"), {"email": member.email})
    from tests.integration.accounts.conftest import mailed_code

    code = mailed_code(member.email)
    time_machine_ahead(minutes=30)
    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert not is_in(client)


@pytest.fixture
def time_machine_ahead():
    from datetime import UTC, datetime, timedelta

    import time_machine

    travellers = []

    def ahead(**delta):
        traveller = time_machine.travel(datetime.now(tz=UTC) + timedelta(**delta))
        traveller.start()
        travellers.append(traveller)

    yield ahead
    for traveller in travellers:
        traveller.stop()


def test_session_begun_before_the_role_asks_for_a_second_proof_at_once(client, member):
    by_password(client, member)
    assert is_in(client)

    require_second_factor(member, True, by=None)

    assert client.get(reverse("a_page")).url.startswith("/en/account/second-factor/")


def test_session_begun_before_the_proof_was_set_up_must_give_it(client, coordinator):
    by_password(client, coordinator)

    set_up_totp(coordinator)

    assert client.get(reverse("a_page")).url == "/en/account/2fa/reauthenticate/?next=/en/a-page/"


def test_giving_it_later_opens_the_page(client, coordinator):
    by_password(client, coordinator)
    secret = set_up_totp(coordinator)

    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)})

    assert is_in(client)


def test_post_without_second_proof_changes_nothing(client, coordinator):
    by_password(client, coordinator)

    client.post(
        reverse("account_settings"),
        {"_form": "accounts.settings", "name": "Other", "language": "fr", "time_zone": "America/Halifax"},
    )

    coordinator.refresh_from_db()
    assert coordinator.name == "Amina Diallo"


def test_htmx_fragment_sends_the_whole_page_to_set_up(client, coordinator):
    by_password(client, coordinator)

    answer = client.get(reverse("a_page"), headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == reverse("second_factor_set_up")


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "mfa_index", "account_settings"])
def test_settings_stay_shut_until_the_second_proof(client, coordinator, name):
    by_password(client, coordinator)

    assert client.get(reverse(name)).url.startswith("/en/account/second-factor/")


def test_setting_up_the_app_opens_the_portal_and_ends_other_sessions(client, coordinator, monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda work: work())
    elsewhere = Client()
    by_password(elsewhere, coordinator)
    by_password(client, coordinator)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200

    client.post(reverse("mfa_activate_totp"), {"code": code_of(page.context["form"].secret)})

    assert is_in(client)
    assert list(Entry.objects.filter(by=coordinator).order_by("pk").values_list("action", flat=True))[-3:] == [
        "user.totp_added",
        "user.sessions_ended",
        "user.recovery_codes_added",
    ]
    assert elsewhere.get(reverse("a_page")).url.startswith("/en/account/login/")


def test_secret_of_the_app_is_sealed_in_the_database(coordinator):
    secret = set_up_totp(coordinator)

    assert secret not in str(Authenticator.objects.get(user=coordinator, type="totp").data)


def test_last_second_proof_cannot_be_turned_off_by_who_needs_it(client, coordinator):
    secret = set_up_totp(coordinator)
    by_password(client, coordinator)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=coordinator, type="totp").exists()


def test_passkey_alone_is_both_proofs(client, coordinator):
    """The signature itself is allauth's to check; what the session then carries is ours."""
    from allauth.mfa import signals
    from django.http import HttpRequest

    by_password(client, coordinator)
    request = HttpRequest()
    request.session, request.user = client.session, coordinator
    signals.authenticator_used.send(sender=Authenticator, request=request, user=coordinator, authenticator=None)
    request.session.save()

    assert is_in(client)


def test_second_proof_of_one_person_is_none_for_another(client, coordinator, officer):
    by_password(client, coordinator)
    session = client.session
    session[_GIVEN] = {"user": officer.pk, "by": "second_factor"}
    session.save()

    assert not is_in(client)


def test_demonstration_flag_counts_nowhere_else(client, coordinator):
    by_password(client, coordinator)
    session = client.session
    session[_GIVEN] = {"user": coordinator.pk, "by": "demonstration"}
    session.save()

    assert not is_in(client)


class TestOrganization:
    """Sign-on through an organization (OpenID Connect)."""

    @pytest.fixture(autouse=True)
    def _set(self, organization):
        pass

    def test_claim_counts_as_second_proof(self, client, officer):
        through_organization(client, officer, amr=["pwd", "mfa"])

        assert is_in(client)

    def test_claim_counts_also_when_a_second_proof_is_set_up_here(self, client, officer):
        set_up_totp(officer)

        through_organization(client, officer, amr=["pwd", "mfa"])

        assert is_in(client)

    @pytest.mark.parametrize("role", STAFF)
    @pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"amr": None}, {"amr": "nomfa"}, {"acr": "mfa"}])
    def test_without_the_claim_it_is_one_proof(self, client, role, claims):
        through_organization(client, person_with(role), **claims)

        assert client.get(reverse("a_page")).url.startswith("/en/account/second-factor/")

    @pytest.mark.parametrize("role", STAFF)
    def test_without_the_claim_the_second_proof_set_up_here_is_asked(self, client, role):
        officer = person_with(role)
        set_up_totp(officer)

        answer = through_organization(client, officer, amr=["pwd"])

        assert answer.url == reverse("mfa_authenticate")
        assert not is_in(client)

    def test_no_configured_claim_never_counts(self, client, officer, settings):
        settings.OIDC_SECOND_FACTOR_CLAIM, settings.OIDC_SECOND_FACTOR_VALUES = "", []

        through_organization(client, officer, amr=["mfa"])

        assert not is_in(client)

    def test_claim_of_an_unfinished_sign_in_is_not_kept_for_a_password(self, client, officer):
        set_up_totp(officer)
        session = client.session
        session["organization_claim"] = officer.pk
        session.save()

        answer = by_password(client, officer)

        assert answer.url == reverse("mfa_authenticate")
        assert not is_in(client)

    @pytest.mark.parametrize("verified", [False, "false", "true", 1, None])
    def test_address_not_proven_there_opens_nothing(self, client, member, verified):
        answer = through_organization(client, member, verified=verified, amr=["mfa"])

        assert answer.status_code == 200
        assert "Accounts are opened by invitation" in answer.content.decode()
        assert not is_in(client)

    def test_stranger_gets_no_account(self, client, django_user_model):
        stranger = django_user_model(email="stranger@example.org", name="Stranger")

        through_organization(client, stranger, amr=["mfa"])

        assert not django_user_model.objects.filter(email="stranger@example.org").exists()
        assert not is_in(client)

    def test_closed_account_stays_closed(self, client, member, administrator):
        deactivate(user=member, by=administrator, because="left")

        through_organization(client, member, amr=["mfa"])

        assert not is_in(client)

    def test_nothing_is_tied_by_hand(self, client, member):
        from allauth.socialaccount.models import SocialAccount

        by_password(client, member)

        through_organization(client, member, process="connect")

        assert not SocialAccount.objects.exists()

    def test_sign_in_page_offers_it_and_its_form_may_leave_for_it(self, client):
        page = client.get(reverse("account_login"))
        leaving = client.get(reverse("openid_connect_login", kwargs={"provider_id": "organization"}))

        assert "Sign in through Example City" in page.content.decode()
        assert "form-action 'self' https://login.example.org" in leaving["Content-Security-Policy"]
        assert "https://login.example.org" not in page["Content-Security-Policy"]


def test_sign_in_page_offers_no_organization_without_settings(client):
    assert "Sign in through" not in client.get(reverse("account_login")).content.decode()


class TestInvitation:
    """Opening an account."""

    @pytest.fixture(autouse=True)
    def _set(self, invitations):
        pass

    def test_nobody_opens_an_account_without_one(self, client, django_user_model):
        client.post(reverse("account_signup"), {"name": "X", "language": "en", "email": "x@example.org"})

        assert not django_user_model.objects.exists()

    def test_invited_person_opens_one_and_is_in(self, client, django_user_model):
        from lipportal.accounts.registry import Welcome, sign_up_allowed_with

        seen = []
        sign_up_allowed_with(lambda request: Welcome("new@example.org", "New", "fr", accepted=seen.append))
        assert client.get(reverse("account_signup")).status_code == 200

        client.post(reverse("account_signup"), {"name": "Nadia N.", "language": "fr", "email": "other@example.org"})

        user = django_user_model.objects.get()
        assert (user.email, user.name, user.language, seen) == ("new@example.org", "Nadia N.", "fr", [user])
        assert is_in(client)

    @pytest.mark.parametrize("role", STAFF)
    def test_invited_staff_set_up_a_second_proof_first(self, client, administrator, role):
        partnership = None if role in PLATFORM_ROLES else PartnershipFactory()
        invite(email="new@example.org", role=role, by=administrator, partnership=partnership)
        link = re.search(r"/en/l/invitation/\S+", Mail.objects.get(to_address="new@example.org").body_text)[0]

        client.post(link)
        client.post(reverse("account_signup"), {"name": "Nadia N.", "language": "en"})

        assert client.get(reverse("a_page")).url.startswith("/en/account/second-factor/")

    @pytest.mark.parametrize("role", STAFF)
    def test_member_who_takes_up_a_staff_role_is_asked_from_the_next_click(self, client, member, administrator, role):
        partnership = None if role in PLATFORM_ROLES else PartnershipFactory()
        invite(email=member.email, role=role, by=administrator, partnership=partnership)
        link = re.search(r"/en/l/invitation/\S+", Mail.objects.get(to_address=member.email).body_text)[0]
        by_password(client, member)
        assert is_in(client)

        client.post(link)

        assert client.get(reverse("a_page")).url.startswith("/en/account/second-factor/")

    def test_address_with_an_account_is_told_to_sign_in(self, client, member, django_user_model):
        from lipportal.accounts.registry import Welcome, sign_up_allowed_with

        sign_up_allowed_with(lambda request: Welcome(member.email))

        answer = client.post(reverse("account_signup"), {"name": "Nadia N.", "language": "en"})

        assert "has an account already" in answer.content.decode()
        assert django_user_model.objects.count() == 1


def test_every_address_of_accounts_says_who_may_open_it():
    """The access table names each view by who meets it; none is left unmarked."""
    from django.urls import get_resolver

    unmarked = [
        name for name, view in _named_views(get_resolver("lipportal.accounts.urls")) if not hasattr(view, "access")
    ]
    assert unmarked == []


def _named_views(resolver):
    for found in resolver.url_patterns:
        if hasattr(found, "url_patterns"):
            yield from _named_views(found)
        elif found.name:
            yield found.name, found.callback
