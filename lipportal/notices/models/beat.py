"""The beat's last sign of life."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BeatTick(models.Model):
    """One row that says when the timetable last ran, so that a silent one is noticed."""

    ticked_at = models.DateTimeField(_("last ran"))

    class Meta:
        verbose_name = _("beat")
        verbose_name_plural = _("beats")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="only_one_beat")]
