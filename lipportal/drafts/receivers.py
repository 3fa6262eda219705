"""What the drafts app does when somebody signs in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from lipportal.drafts.services import hand_over_drafts


@receiver(user_logged_in)
def give_back_typed_text(request: Any, user: Any, **_: Any) -> None:
    """Hand over what this same person had posted when the session had just expired, and nobody else's."""
    session = getattr(request, "session", None)
    if session is None or "visit" not in session:
        return
    if session.get("visit_writer") == user.pk:
        hand_over_drafts(f"visit:{session['visit']}", to=user)
    session.pop("visit", None)
    session.pop("visit_writer", None)
