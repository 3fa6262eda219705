"""What those who look at every page add to the small world: every place of the access table, open steps, own keys.

Run beside a portal, in its environment: `python -m tests.journeys.records`; a second time it adds nothing.
"""

import django

# The member keeps an app, codes and a passkey; the reader signs in with a password and an app; the researcher has a
# password and an address that was never proven.
HOLDER, READER, RESEARCHER = "member", "reader", "researcher"
PASSWORD = "quiet otters paddle home"
# Years before London's first plan, each with a report that waits for the step of its state.
OPEN_STEPS = {-7: "drafting", -6: "council_review", -5: "approved", -4: "accepted"}


def main() -> None:
    """Add everything, unless it is there; nothing that waits for it to be there, such as a mail, is begun."""
    django.setup()
    from django.db import connection, transaction

    from councils.models import Invitation

    if Invitation.objects.filter(partnership=None).exists():
        return
    with transaction.atomic():
        _add()
        connection.run_on_commit.clear()


def _add() -> None:
    from tests.architecture.records import add_records
    from tests.bars.enriched import enrich

    enrich()
    add_records()
    for offset, state in OPEN_STEPS.items():
        _add_report(offset, state)
    _give_keys()


def _add_report(offset: int, state: str) -> None:
    """A whole report of London's in this state: no action to explain, and nothing to report in any section."""
    from reporting.choices import SectionNumber
    from strategies.models import Strategy
    from tests.factories.actionplans import ActionPlanFactory
    from tests.factories.reporting import ReportSectionFactory, YearlyReportFactory
    from tests.world import person_in

    strategy = Strategy.objects.get(partnership__slug="london-and-middlesex", state="active")
    plan = ActionPlanFactory(strategy=strategy, year=strategy.first_year + offset, closed=True)
    taken = {"state": state}
    if state == "accepted":
        by, at = person_in("officer"), strategy.changed_at
        taken |= {"submitted_by": person_in("coordinator"), "submitted_at": at, "first_submitted_at": at}
        taken |= {"accepted_by": by, "accepted_at": at}
    if state in {"approved", "accepted"}:
        taken |= {"adopted_on": strategy.partnership.today(), "motion": "That the report be approved."}
    report = YearlyReportFactory(plan=plan, **taken)
    for number in SectionNumber.values:
        ReportSectionFactory(report=report, number=number, is_nothing=True)


def _give_keys() -> None:
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from tests.world import person_in

    for role in (HOLDER, READER, RESEARCHER):
        person = person_in(role)
        person.set_password(PASSWORD)
        person.save()
    for role in (HOLDER, READER):
        TOTP.activate(person_in(role), generate_totp_secret())
    RecoveryCodes.activate(person_in(HOLDER))
    passkey = {"name": "Phone", "credential": _credential()}
    Authenticator.objects.create(user=person_in(HOLDER), type=Authenticator.Type.WEBAUTHN, data=passkey)
    EmailAddress.objects.filter(user=person_in(RESEARCHER)).update(verified=False)


def _credential() -> dict:
    """What a device says when a passkey is made, of a key nobody holds."""
    from fido2.cose import ES256
    from fido2.utils import websafe_encode
    from fido2.webauthn import (
        AttestationObject,
        AttestedCredentialData,
        AuthenticatorData,
        CollectedClientData,
    )

    key = ES256({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    attested = AttestedCredentialData.create(bytes(16), b"a-key-nobody-holds", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(bytes(32), flags, 0, attested)
    client = CollectedClientData.create("webauthn.create", bytes(32), "http://127.0.0.1")
    return {
        "type": "public-key",
        "id": websafe_encode(attested.credential_id),
        "rawId": websafe_encode(attested.credential_id),
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


if __name__ == "__main__":
    main()
