"""One line of the audit trail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lipportal.audit.models.marked import Marked
from lipportal.shared import clock


class Entry(Marked):
    """Who did what when, with the values before and after. Written once: triggers refuse a change or a deletion."""

    at = models.DateTimeField(_("when"), default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    on_behalf_of = models.CharField(_("on behalf of"), max_length=200, blank=True)
    action = models.CharField(_("what"), max_length=80)
    noun = models.CharField(_("kind of record"), max_length=80, blank=True)
    record_code = models.CharField(_("record"), max_length=8, blank=True)
    partnership_code = models.CharField(_("partnership"), max_length=8, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    because = models.TextField(_("reason"), blank=True)
    reference = models.CharField(_("reference"), max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark"], condition=~models.Q(mark=""), name="audit_entry_marked_once"),
        ]
        indexes = [
            models.Index(fields=["noun", "record_code", "at"], name="audit_entry_record"),
            models.Index(fields=["partnership_code", "at"], name="audit_entry_partnership"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.record_code}"
