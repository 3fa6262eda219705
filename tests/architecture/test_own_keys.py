"""An app, recovery codes and passkeys are kept by their holder and are not there for anybody else."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.urls import reverse

from tests.world import browser_of, person_in

pytestmark = pytest.mark.django_db


def who_just_signed_in(role):
    """A browser whose person gave their proof a moment ago, so that nothing asks for it again."""
    cache.clear()
    client = browser_of(role)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = session.get("_auth_user_id")
    session.save()
    return client


@pytest.fixture
def passkey(world):
    holder = person_in("member")
    TOTP.activate(holder, generate_totp_secret())
    RecoveryCodes.activate(holder)
    kind = Authenticator.Type.WEBAUTHN
    return Authenticator.objects.create(user=holder, type=kind, data={"name": "Phone", "credential": {}})


def addresses_of(passkey):
    return [
        reverse("mfa_deactivate_totp"),
        reverse("mfa_view_recovery_codes"),
        reverse("mfa_download_recovery_codes"),
        reverse("mfa_remove_webauthn", args=[passkey.pk]),
        reverse("mfa_edit_webauthn", args=[passkey.pk]),
    ]


def test_codes_and_keys_are_there_for_their_holder_alone(passkey):
    found = {}
    for role in ("member", "table_lead", "administrator", "anonymous"):
        client = who_just_signed_in(role)
        found[role] = [client.get(address).status_code for address in addresses_of(passkey)]

    assert found == {"member": [200] * 5, "table_lead": [404] * 5, "administrator": [404] * 5, "anonymous": [302] * 5}


def test_the_holder_renames_and_removes_a_passkey_and_nobody_else_does(passkey):
    edit, remove = addresses_of(passkey)[4], addresses_of(passkey)[3]
    stranger, holder = who_just_signed_in("table_lead"), who_just_signed_in("member")

    refused = [stranger.post(edit, {"name": "Mine"}).status_code, stranger.post(remove).status_code]
    holder.post(edit, {"name": "Tablet"})
    passkey.refresh_from_db()
    holder.post(remove)

    assert refused == [404, 404]
    assert passkey.wrap().name == "Tablet"
    assert not Authenticator.objects.filter(pk=passkey.pk).exists()


@pytest.mark.parametrize("name", ["account_reauthenticate", "mfa_reauthenticate"])
def test_who_has_a_proof_may_give_it_again(passkey, name):
    assert who_just_signed_in("member").get(reverse(name), follow=True).status_code == 200
    assert who_just_signed_in("table_lead").get(reverse(name)).status_code == 403
