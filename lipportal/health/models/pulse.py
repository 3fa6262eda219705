"""A sign of life of one process or one queue."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lipportal.shared import clock


class Pulse(models.Model):
    """When something that works unseen was last known to work, so that a silent one is noticed.

    A timetable signs with its own name, so that a second one started by mistake is seen; a queue is signed for by
    whichever worker takes what the timetable put there.
    """

    kind = models.CharField(_("what it is"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    begun_at = models.DateTimeField(_("first sign of life"), default=clock.now)
    beaten_at = models.DateTimeField(_("last sign of life"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_pulse_each")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
