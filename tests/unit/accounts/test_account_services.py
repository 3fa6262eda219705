"""What people can do with accounts, each with its line in the trail."""

from datetime import timedelta

import pytest
import rules
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import IntegrityError, transaction

from lipportal.accounts.models import SecondFactorReset, User
from lipportal.accounts.queries import resets_waiting_for, second_factor_kinds
from lipportal.accounts.services import (
    approve_second_factor_reset,
    ask_second_factor_reset,
    change_settings,
    create_person_account,
    deactivate,
    end_sessions,
    reactivate,
    require_second_factor,
)
from lipportal.audit.models import Entry
from lipportal.notices.models import Mail
from lipportal.shared import clock
from lipportal.shared.errors import Refused


def actions():
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("proven", [True, False])
def test_create_person_account_opens_it_with_its_address(benoit, proven):
    user = create_person_account(
        email="New@Example.org", name="Nadia", language="fr", by=benoit, is_address_proven=proven
    )

    address = EmailAddress.objects.get(user=user)
    assert (user.email, user.language, user.has_usable_password()) == ("new@example.org", "fr", False)
    assert (address.email, address.primary, address.verified) == ("new@example.org", True, proven)
    entry = Entry.objects.get()
    assert (entry.action, entry.by, entry.record_code) == ("user.created", benoit, user.code)
    assert "password" not in entry.after


def test_create_person_account_refuses_an_address_that_has_one(amina, benoit):
    with pytest.raises(Refused):
        create_person_account(email="AMINA@example.org", name="Other", by=benoit)

    assert (User.objects.count(), actions()) == (2, [])


def test_require_second_factor_writes_only_changes_down(amina, benoit):
    require_second_factor(amina, True, by=benoit)
    require_second_factor(amina, True, by=benoit)
    require_second_factor(amina, False, by=benoit)

    amina.refresh_from_db()
    assert amina.needs_second_factor is False
    assert actions() == ["user.second_factor_required"] * 2


def test_deactivate_needs_a_reason_and_happens_once(amina, benoit):
    with pytest.raises(Refused):
        deactivate(user=amina, by=benoit, because=" ")
    stamp = amina.session_stamp
    deactivate(user=amina, by=benoit, because="left the partnership")
    with pytest.raises(Refused):
        deactivate(user=amina, by=benoit, because="again")

    amina.refresh_from_db()
    assert (amina.is_active, amina.session_stamp == stamp, actions()) == (False, False, ["user.deactivated"])


def test_reactivate_opens_a_closed_account_only(amina, benoit):
    with pytest.raises(Refused):
        reactivate(user=amina, by=benoit, because="back")
    deactivate(user=amina, by=benoit, because="left")
    with pytest.raises(Refused):
        reactivate(user=amina, by=benoit, because="")
    reactivate(user=amina, by=benoit, because="back")

    amina.refresh_from_db()
    assert (amina.is_active, actions()) == (True, ["user.deactivated", "user.reactivated"])


def test_change_settings_writes_what_changed(amina):
    change_settings(user=amina, by=amina, name="Amina D.", language="fr", time_zone=amina.time_zone)
    change_settings(user=amina, by=amina, name="Amina D.", language="fr", time_zone=amina.time_zone)

    entry = Entry.objects.get()
    assert entry.before == {"name": "Amina Diallo", "language": "en"}
    assert entry.after == {"name": "Amina D.", "language": "fr"}


def test_end_sessions_changes_the_stamp(amina):
    before = amina.get_session_auth_hash()

    end_sessions(user=amina, by=amina)

    amina.refresh_from_db()
    assert amina.get_session_auth_hash() != before


class TestReset:
    """Taking second proofs off takes two people."""

    @pytest.fixture(autouse=True)
    def _rule(self, amina, benoit, chen):
        before = rules.permissions.permissions.get("accounts.reset_second_factor")
        rules.set_perm("accounts.reset_second_factor", rules.predicate(lambda user, person: user != amina))
        totp.TOTP.activate(amina, totp.generate_totp_secret())
        yield
        rules.remove_perm("accounts.reset_second_factor")
        if before is not None:
            rules.add_perm("accounts.reset_second_factor", before)

    def test_asking_changes_nothing_yet(self, amina, benoit, chen):
        ask_second_factor_reset(user=amina, by=benoit, reason="Lost phone")

        assert second_factor_kinds(amina) == {"totp"}
        assert [reset.user for reset in resets_waiting_for(chen, clock.now())] == [amina]
        assert resets_waiting_for(amina, clock.now()) == []

    def test_second_person_takes_them_off_and_the_owner_is_told(self, amina, benoit, chen):
        stamp = amina.session_stamp
        reset = ask_second_factor_reset(user=amina, by=benoit, reason="Lost phone")

        approve_second_factor_reset(reset=reset, by=chen)

        amina.refresh_from_db()
        assert not Authenticator.objects.filter(user=amina).exists()
        assert amina.session_stamp != stamp
        assert actions() == ["second_factor_reset.asked", "user.sessions_ended", "second_factor_reset.approved"]
        mail = Mail.objects.get()
        assert (mail.to_address, mail.is_security) == (amina.email, True)
        assert "taken off" in mail.body_text
        assert mail.expires_at > clock.now() + timedelta(days=13)

    @pytest.mark.parametrize("who", ["benoit", "amina"])
    def test_neither_the_asker_nor_the_owner_approves(self, request, amina, benoit, who):
        reset = ask_second_factor_reset(user=amina, by=benoit, reason="Lost phone")

        with pytest.raises(Refused):
            approve_second_factor_reset(reset=reset, by=request.getfixturevalue(who))

        assert second_factor_kinds(amina) == {"totp"}

    def test_approving_twice_is_refused(self, amina, benoit, chen):
        reset = ask_second_factor_reset(user=amina, by=benoit, reason="Lost phone")
        read_before = SecondFactorReset.objects.get(pk=reset.pk)
        approve_second_factor_reset(reset=reset, by=chen)
        totp.TOTP.activate(amina, totp.generate_totp_secret())

        for late in (reset, read_before):
            with pytest.raises(Refused):
                approve_second_factor_reset(reset=late, by=chen)

        assert second_factor_kinds(amina) == {"totp"}

    def test_old_request_is_refused(self, amina, benoit, chen):
        reset = ask_second_factor_reset(user=amina, by=benoit, reason="Lost phone")
        reset.asked_at -= timedelta(days=7)
        reset.save()

        with pytest.raises(Refused):
            approve_second_factor_reset(reset=reset, by=chen)
        assert resets_waiting_for(chen, clock.now()) == []

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_asking_needs_a_reason(self, amina, benoit, reason):
        with pytest.raises(Refused):
            ask_second_factor_reset(user=amina, by=benoit, reason=reason)

    def test_asking_for_oneself_is_refused(self, benoit):
        with pytest.raises(Refused):
            ask_second_factor_reset(user=benoit, by=benoit, reason="Mine")

    def test_asking_without_the_permission_is_refused(self, amina, benoit):
        with pytest.raises(Refused):
            ask_second_factor_reset(user=benoit, by=amina, reason="His")

    @pytest.mark.parametrize(("asker", "approver"), [("benoit", "benoit"), ("benoit", "amina"), ("amina", "benoit")])
    def test_database_itself_wants_two_others(self, request, amina, asker, approver):
        with pytest.raises(IntegrityError), transaction.atomic():
            SecondFactorReset.objects.create(
                user=amina,
                asked_by=request.getfixturevalue(asker),
                approved_by=request.getfixturevalue(approver),
                approved_at=clock.now(),
                reason="x",
            )
