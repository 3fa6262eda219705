"""A reminder: one person, one thing, one step, told once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lipportal.notices.choices import Dropped, ReminderState
from lipportal.notices.models.mail import Mail
from lipportal.shared import clock


class Reminder(models.Model):
    """That a person was told, or why not, that something falls due; `key` names person, thing and step.

    `sweep` names the sweep that made the row, which is how two sweeps at once know whose it is.
    """

    key = models.CharField(_("person, thing and step"), max_length=200, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("kind of deadline"), max_length=60)
    record_code = models.CharField(_("thing"), max_length=60)
    step = models.CharField(_("step"), max_length=20)
    due_at = models.DateTimeField(_("due"))
    partnership_code = models.CharField(_("partnership"), max_length=8, blank=True, db_index=True)
    made_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    sweep = models.CharField(_("sweep"), max_length=8, blank=True, editable=False)
    mail = models.OneToOneField(
        Mail, models.SET_NULL, null=True, blank=True, related_name="reminder", verbose_name=_("mail")
    )
    state = models.CharField(_("state"), max_length=8, choices=ReminderState.choices, default=ReminderState.MADE)
    dropped_because = models.CharField(_("why it was not sent"), max_length=12, choices=Dropped.choices, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["kind", "record_code"], name="reminders_by_thing")]

    def __str__(self) -> str:
        return self.key
