"""What councils does when the platform announces something: the administrators are told that the trail does not fit."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from councils.choices import Role
from councils.permissions import people_holding
from lipportal.audit.signals import trail_does_not_fit
from lipportal.notices.services import notify


@receiver(trail_does_not_fit)
def tell_administrators(*, misfits: list[Any], **_about: Any) -> None:
    """Tell each administrator once for each first line that does not fit."""
    first = misfits[0]
    for person in people_holding(Role.ADMINISTRATOR, None):
        key = f"trail_does_not_fit:{first.kind}:{first.key}:{person.pk}"
        notify(person, "trail_does_not_fit", reverse("notices:notice_list"), key=key, line=f"{first.kind} {first.key}")
