"""Adoption of anything: a motion, or none with a reason; and a date. Never a yes or no (design 2.13)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Adopted(models.Model):
    """A record a body adopts on a day, by a motion or with a recorded reason why there was none."""

    adopted_on = models.DateField(_("adopted on"), null=True, blank=True, editable=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    motion = models.CharField(_("motion"), max_length=300, blank=True, editable=False)
    no_motion_reason = models.TextField(_("why there was no motion"), blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_adopted(self) -> bool:
        """Whether it was ever adopted."""
        return self.adopted_on is not None


def adoption_constraint(name: str, states: list[str]) -> models.CheckConstraint:
    """In these states the day is set, and either the motion or the reason why there was none."""
    explained = ~models.Q(motion="") | ~models.Q(no_motion_reason="")
    return models.CheckConstraint(
        condition=~models.Q(state__in=states) | (models.Q(adopted_on__isnull=False) & explained), name=name
    )
