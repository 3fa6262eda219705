"""What follows when allauth announces a change to somebody's ways in: the trail, other sessions, the second proof."""

import logging
from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from lipportal.accounts.browsers import note_sign_in
from lipportal.accounts.models import User
from lipportal.accounts.queries import MAIN_TYPES, second_factors_of
from lipportal.accounts.services import end_sessions, note_sign_in_change
from lipportal.accounts.sessions import begin_session, drop_second_factor, give_second_factor

log = logging.getLogger(__name__)


def _end_other_sessions(request: HttpRequest, user: User, because: str) -> None:
    end_sessions(user=user, by=user, because=because)
    if request.user.is_authenticated and request.user.pk == user.pk:
        request.user.session_stamp = user.session_stamp
        update_session_auth_hash(request, request.user)


@receiver(mfa_signals.authenticator_added)
def authenticator_was_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """A new second proof ends every other session and is one for this session."""
    note_sign_in_change(user=user, change=f"{authenticator.type}_added", by=user)
    if authenticator.type in MAIN_TYPES:
        _end_other_sessions(request, user, "second factor added")
        give_second_factor(request, user, "second_factor")


@receiver(mfa_signals.authenticator_removed)
def authenticator_was_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """One second proof less ends every other session; with the last one gone, this session has none either."""
    note_sign_in_change(user=user, change=f"{authenticator.type}_removed", by=user)
    if authenticator.type in MAIN_TYPES:
        _end_other_sessions(request, user, "second factor removed")
        if not second_factors_of(user).exists():
            drop_second_factor(request)


@receiver(mfa_signals.authenticator_reset)
def recovery_codes_were_renewed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Fresh recovery codes go on the trail."""
    note_sign_in_change(user=user, change=f"{authenticator.type}_renewed", by=user)


@receiver(mfa_signals.authenticator_used)
def authenticator_was_used(request: HttpRequest, user: User, **_: Any) -> None:
    """The session has its second proof."""
    give_second_factor(request, user, "second_factor")


@receiver(account_signals.password_changed)
@receiver(account_signals.password_set)
@receiver(account_signals.password_reset)
def password_was_changed(user: User, **_: Any) -> None:
    """A new password goes on the trail; it has ended every session by itself."""
    note_sign_in_change(user=user, change="password_changed", by=user)


@receiver(account_signals.email_changed)
def email_was_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """A new address ends every other session."""
    note_sign_in_change(user=user, change="email_changed", by=user)
    _end_other_sessions(request, user, "e-mail changed")


@receiver(user_logged_in)
def sign_in_was_made(request: HttpRequest, user: User, **_: Any) -> None:
    """Begin to count how long the session lasts, and leave a line in the log, by public code alone."""
    begin_session(request)
    note_sign_in(request, user.email)
    log.info("signed in: %s", user.code)


@receiver(user_login_failed)
@receiver(mfa_signals.authentication_failed)
def sign_in_was_refused(**_: Any) -> None:
    """Leave a line in the log that names nobody."""
    log.warning("sign-in refused")
