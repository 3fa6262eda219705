"""Reads about people who sign in: second proofs they hold, resets that wait."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from lipportal.accounts.choices import RESET_LASTS
from lipportal.accounts.models import SecondFactorReset, User

MAIN_TYPES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def second_factors_of(user: User) -> QuerySet[Authenticator]:
    """The authenticator app and passkeys of one person; recovery codes alone are no second proof."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=MAIN_TYPES)


def second_factor_kinds(user: User) -> set[str]:
    """Which kinds of proof, recovery codes included, one person has set up."""
    return set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))


def active_user_with(email: str) -> User | None:
    """The person who signs in with this e-mail, if their account is open."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def resets_waiting(at: datetime) -> QuerySet[SecondFactorReset]:
    """Resets asked for in the last seven days that nobody has approved yet, oldest first."""
    waiting = SecondFactorReset.objects.filter(approved_at__isnull=True, asked_at__gt=at - RESET_LASTS)
    return waiting.select_related("user", "asked_by").order_by("asked_at")


def resets_waiting_for(by: User, at: datetime) -> list[SecondFactorReset]:
    """Waiting resets this person may see: on whom they hold the permission."""
    return [reset for reset in resets_waiting(at) if by.has_perm("accounts.reset_second_factor", reset.user)]
