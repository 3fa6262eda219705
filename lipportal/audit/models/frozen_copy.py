"""A frozen copy of what was submitted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lipportal.audit.models.marked import Marked
from lipportal.shared import clock
from lipportal.shared.codes import new_code


class FrozenCopy(Marked):
    """Every word and figure of a record at one moment, as canonical JSON with its schema version and fingerprint.

    Documents are drawn from it, never from live rows (design 7). Triggers refuse a change or a deletion.
    """

    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code)
    noun = models.CharField(_("kind of record"), max_length=80)
    record_code = models.CharField(_("record"), max_length=8)
    partnership_code = models.CharField(_("partnership"), max_length=8, blank=True)
    number = models.PositiveIntegerField(_("number"))
    schema_version = models.PositiveIntegerField(_("version of the form"))
    body = models.TextField(_("words and figures"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    at = models.DateTimeField(_("when"), default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["noun", "record_code", "number"], name="audit_frozen_copy_once"),
            models.UniqueConstraint(
                fields=["mark"], condition=~models.Q(mark=""), name="audit_frozen_copy_marked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.record_code} #{self.number} {self.fingerprint[:8]}"
