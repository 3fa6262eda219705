"""What a person typed into one form over one record, before it was saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lipportal.shared import clock


class Draft(models.Model):
    """Autosaved text per (person or signed link, form, record); `base_version` is the version it was typed over."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    owner_link = models.CharField(_("link or visit"), max_length=64, blank=True)
    form = models.CharField(_("form"), max_length=80)
    record_code = models.CharField(_("record"), max_length=40, blank=True)
    base_version = models.PositiveIntegerField(_("typed over version"), default=0)
    body = models.TextField(_("typed"))
    saved_at = models.DateTimeField(_("saved"), default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "form", "record_code"],
                condition=models.Q(owner__isnull=False),
                name="drafts_draft_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["owner_link", "form", "record_code"],
                condition=models.Q(owner__isnull=True),
                name="drafts_draft_once_a_visit",
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False) | ~models.Q(owner_link=""), name="drafts_draft_has_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.record_code}"
