"""Whether a reset of a second proof may go on: pure functions giving a list of reasons."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from lipportal.accounts.choices import RESET_LASTS
from lipportal.accounts.models import SecondFactorReset, User


def problems_with_asking(user: User, by: User, reason: str) -> list[Any]:
    """Why `by` cannot ask for a reset of `user`'s second proof; empty when they can."""
    reasons = []
    if user.pk == by.pk:
        reasons.append(_("You cannot ask for your own reset. Ask somebody who can, and tell them why."))
    if not reason.strip():
        reasons.append(_("Say why; the reason is kept with the record."))
    return reasons


def problems_with_approving(reset: SecondFactorReset, by: User, at: datetime) -> list[Any]:
    """Why `by` cannot approve this reset; empty when they can."""
    reasons = []
    if reset.approved_at is not None:
        reasons.append(_("This reset has been done already."))
    elif at - reset.asked_at >= RESET_LASTS:
        reasons.append(_("This request is more than seven days old. Ask again if it is still needed."))
    if by.pk == reset.asked_by_id:
        reasons.append(_("You asked for this reset, so somebody else has to approve it."))
    if by.pk == reset.user_id:
        reasons.append(_("This is your own account, so somebody else has to approve it."))
    return reasons
