"""A record's words as they stood at one version."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lipportal.audit.models.marked import Marked
from lipportal.shared import clock


class Version(Marked):
    """The editable values of a record at one version number, kept so that two versions can be compared."""

    noun = models.CharField(_("kind of record"), max_length=80)
    record_code = models.CharField(_("record"), max_length=8)
    number = models.PositiveIntegerField(_("version"))
    values = models.JSONField(_("values"))
    at = models.DateTimeField(_("when"), default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["noun", "record_code", "number"], name="audit_version_once"),
            models.UniqueConstraint(fields=["mark"], condition=~models.Q(mark=""), name="audit_version_marked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.record_code} v{self.number}"
