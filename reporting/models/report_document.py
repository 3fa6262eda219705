"""A document drawn from a frozen report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lipportal.audit.models import FrozenCopy
from lipportal.jobs.models import Job
from lipportal.shared import clock
from lipportal.shared.bilingual import Language
from reporting.choices import DocumentFormat
from reporting.models.yearly_report import YearlyReport


class ReportDocument(models.Model):
    """One frozen copy in one language and format by one renderer version: made once, and kept."""

    report = models.ForeignKey(YearlyReport, on_delete=models.PROTECT, related_name="documents")
    copy = models.ForeignKey(FrozenCopy, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    format = models.CharField(_("format"), max_length=4, choices=DocumentFormat.choices)
    renderer_version = models.PositiveSmallIntegerField(_("version of the renderer"))
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    file_code = models.CharField(_("file"), max_length=8, blank=True)
    made_at = models.DateTimeField(_("asked for"), default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "language", "format", "renderer_version"], name="reporting_document_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.language} {self.format}"
