"""An officer's notes on the sections of a submitted report, and the answers to them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from councils.models import Partnership
from lipportal.shared.bilingual import Language
from lipportal.shared.records import Ending, Record
from reporting.choices import SectionNumber, Severity
from reporting.models.yearly_report import YearlyReport


class ReviewNote(Ending, Record):
    """One note tied to a section (and a line of it), seen by the partnership once it is sent."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    report = models.ForeignKey(YearlyReport, on_delete=models.PROTECT, related_name="notes")
    section = models.PositiveSmallIntegerField(_("section"), choices=SectionNumber.choices)
    line = models.CharField(_("line"), max_length=40, blank=True)
    severity = models.CharField(_("what it asks for"), max_length=8, choices=Severity.choices)
    text = models.TextField(_("note"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default="en")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    reply = models.TextField(_("answer"), blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    replied_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["section", "pk"]

    def __str__(self) -> str:
        return f"{self.get_severity_display()}: {self.section}"

    @property
    def is_open(self) -> bool:
        """Whether it still stops the report: a must-fix that nobody has settled or withdrawn."""
        return self.severity == Severity.MUST_FIX and self.settled_at is None and self.ended_on is None

    @property
    def asks_answer(self) -> bool:
        """Whether the partnership is asked for an answer: praise is read, and what is settled or withdrawn is over."""
        is_over = self.settled_at is not None or self.ended_on is not None
        return self.severity != Severity.PRAISE and self.sent_at is not None and not is_over

    @property
    def is_answered(self) -> bool:
        """Whether it has an answer since the report last came back; one of an earlier round went with its version."""
        returned_at = self.report.returned_at
        return bool(self.reply and self.replied_at and (returned_at is None or self.replied_at >= returned_at))
