"""Writes about people who sign in: each one thing a person can do, with its line in the trail."""

from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lipportal.accounts.choices import NEWS_OF_CHANGE_LASTS, CanadianZone, SpokenLanguage
from lipportal.accounts.models import SecondFactorReset, User
from lipportal.accounts.permissions import RESET_SECOND_FACTOR
from lipportal.accounts.rules import problems_with_approving, problems_with_asking
from lipportal.audit.services import log
from lipportal.notices.services import post_mail
from lipportal.shared import clock
from lipportal.shared.codes import new_code
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import refuse_unless


def create_person_account(
    *,
    email: str,
    name: str,
    by: User | None,
    language: str = SpokenLanguage.ENGLISH,
    time_zone: str = CanadianZone.TORONTO,
    password: str | None = None,
    is_address_proven: bool = False,
    partnership_code: str = "",
) -> User:
    """Open an account; without a password the person signs in by mailed code or passkey.

    `is_address_proven` says that the address has answered, as when an invitation mailed to it was followed.
    Raises Refused when the address has an account already.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name, language=language, time_zone=time_zone)
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=is_address_proven)
            after = {"email": user.email, "name": name, "language": language, "time_zone": time_zone}
            log("user.created", by=by or user, record=user, partnership_code=partnership_code, after=after)
    except IntegrityError as error:
        raise Refused(_("This e-mail has an account already. Sign in with it.")) from error
    return user


@transaction.atomic
def require_second_factor(user: User, needed: bool, *, by: User | None) -> None:  # noqa: FBT001 - reads as a sentence
    """Say whether this person's roles ask for a second proof; it holds from their very next click."""
    if User.objects.filter(pk=user.pk, needs_second_factor=not needed).update(needs_second_factor=needed):
        after = {"needs_second_factor": needed}
        log("user.second_factor_required", by=by, record=user, before={"needs_second_factor": not needed}, after=after)
    user.needs_second_factor = needed


@transaction.atomic
def deactivate(*, user: User, by: User, because: str) -> None:
    """Close an account with a reason: its sessions end at once, its record stays."""
    if not because.strip():
        raise Refused(_("Say why; the reason is kept with the record."))
    stamp = new_code()
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False, session_stamp=stamp) != 1:
        raise Refused(_("This account is closed already."))
    user.is_active, user.session_stamp = False, stamp
    log("user.deactivated", by=by, record=user, before={"is_active": True}, after={"is_active": False}, because=because)


@transaction.atomic
def reactivate(*, user: User, by: User, because: str) -> None:
    """Open a closed account again, with a reason; second proofs are as they were."""
    if not because.strip():
        raise Refused(_("Say why; the reason is kept with the record."))
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True) != 1:
        raise Refused(_("This account is open already."))
    user.is_active = True
    log("user.reactivated", by=by, record=user, before={"is_active": False}, after={"is_active": True}, because=because)


@transaction.atomic
def change_settings(*, user: User, by: User, name: str, language: str, time_zone: str) -> None:
    """Save how a person is called, written to, and on which clock they live; no change writes nothing."""
    wanted = {"name": name.strip(), "language": language, "time_zone": time_zone}
    before = {column: getattr(user, column) for column, value in wanted.items() if getattr(user, column) != value}
    if not before:
        return
    for column in before:
        setattr(user, column, wanted[column])
    user.save(update_fields=list(before))
    log("user.changed", by=by, record=user, before=before, after={column: wanted[column] for column in before})


@transaction.atomic
def end_sessions(*, user: User, by: User | None, because: str = "") -> None:
    """End every session of a person; the view that keeps its own renews it."""
    user.session_stamp = new_code()
    User.objects.filter(pk=user.pk).update(session_stamp=user.session_stamp)
    log("user.sessions_ended", by=by, record=user, because=because)


def forget_ended_sessions() -> None:
    """Erase the sessions that have run out, as Django's `clearsessions` does; those in use stay."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def note_sign_in_change(*, user: User, change: str, by: User | None) -> None:
    """Write down that a person changed a way in: a password, an address, a second proof."""
    log(f"user.{change}", by=by, record=user)


@transaction.atomic
def ask_second_factor_reset(*, user: User, by: User, reason: str) -> SecondFactorReset:
    """Ask that a person's second proofs be taken off; nothing changes until somebody else approves."""
    refuse_unless(by, RESET_SECOND_FACTOR, user)
    if reasons := problems_with_asking(user, by, reason):
        raise Refused.because(reasons)
    reset = SecondFactorReset.objects.create(user=user, asked_by=by, reason=reason.strip(), asked_at=clock.now())
    log("second_factor_reset.asked", by=by, record=reset, after={"user": user.code}, because=reason)
    return reset


@transaction.atomic
def approve_second_factor_reset(*, reset: SecondFactorReset, by: User) -> None:
    """Take the second proofs off, as the second of two people: sessions end, the person is told by mail."""
    now = clock.now()
    refuse_unless(by, RESET_SECOND_FACTOR, reset.user)
    if reasons := problems_with_approving(reset, by, now):
        raise Refused.because(reasons)
    waiting = SecondFactorReset.objects.filter(pk=reset.pk, approved_by__isnull=True)
    if waiting.update(approved_by=by, approved_at=now) != 1:
        raise Refused(_("This reset has been done already."))
    reset.approved_by, reset.approved_at = by, now
    removed, _tables = Authenticator.objects.filter(user_id=reset.user_id).delete()
    end_sessions(user=reset.user, by=by, because=reset.reason)
    after = {"user": reset.user.code, "second_factors_removed": removed, "asked_by": reset.asked_by.code}
    log("second_factor_reset.approved", by=by, record=reset, after=after, because=reset.reason)
    tell(reset.user, "account/change_made", key=f"second-factor-reset:{reset.code}", change="second_factor_reset")


def tell(user: User, template: str, *, key: str, **context: Any) -> None:
    """Mail a person about their own account, in their language, as a security mail."""
    post_mail(
        template,
        to_user=user,
        language=user.language,
        context={"name": user.name, **context},
        key=key,
        is_security=True,
        expires_at=clock.now() + NEWS_OF_CHANGE_LASTS,
    )
