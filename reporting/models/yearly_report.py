"""The yearly report, what is written in its sections, and the reasons where plan and deed differ."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import Action, ActionPlan
from councils.models import Partnership
from councils.models.adoption import Adopted, adoption_constraint
from lipportal.shared.bilingual import Bilingual, Language, Shown, shown
from lipportal.shared.clock import FiscalYear
from lipportal.shared.records import Record
from reporting.choices import ReportState, SectionNumber

SUBMITTED_STATES = ["submitted", "returned", "resubmitted", "accepted", "published"]


class YearlyReport(Adopted, Record):
    """The report on one fiscal year, started from its plan (R105, R112); adoption here is the council's approval.

    Submitting freezes a copy; the officer reads that copy, never the live rows (design 2.7, 7). The day it is due
    stands in its agreement and nowhere else.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    plan = models.OneToOneField(ActionPlan, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="report")
    year = models.PositiveSmallIntegerField(_("fiscal year"))
    language = models.CharField(_("language of the report"), max_length=2, choices=Language.choices, default="en")
    state = models.CharField(_("state"), max_length=16, choices=ReportState.choices, default="drafting", editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    first_submitted_at = models.DateTimeField(_("first submitted"), null=True, blank=True, editable=False)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True, editable=False)
    answer_due_on = models.DateField(_("answer due"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    observations = models.TextField(_("observations on acceptance"), blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "year"], name="reporting_report_once_a_year"),
            adoption_constraint(
                "reporting_report_approved", ["approved", "submitted", "resubmitted", "accepted", "published"]
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=SUBMITTED_STATES)
                | models.Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="reporting_report_submitted_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "published"])
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="reporting_report_accepted_whole",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="reporting_report_state")]

    def __str__(self) -> str:
        return _("Yearly report %(year)s") % {"year": self.fiscal_year}

    @property
    def fiscal_year(self) -> FiscalYear:
        """The year it reports on."""
        return FiscalYear(self.year)

    @property
    def was_submitted(self) -> bool:
        """Whether an officer has ever received it."""
        return self.first_submitted_at is not None

    def get_absolute_url(self) -> str:
        """Its workshop page."""
        return reverse("reporting:report_detail", kwargs={"slug": self.partnership.slug, "code": self.code})


class ReportSection(Bilingual, Record):
    """What the partnership writes in one section; "nothing to report" is a respectable answer (design 4)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    report = models.ForeignKey(YearlyReport, on_delete=models.PROTECT, related_name="sections")
    number = models.PositiveSmallIntegerField(_("section"), choices=SectionNumber.choices)
    text_en = models.TextField(_("text in English"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    is_nothing = models.BooleanField(_("nothing to report"), default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="reporting_section_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_number_display()}"

    @property
    def text(self) -> Shown:
        """The text in the page's language, or the other, marked."""
        return shown(self, "text")


class VarianceReason(Bilingual, Record):
    """One line on why an action was late, stopped, carried over or short of its outputs (domain c1.5)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    report = models.ForeignKey(YearlyReport, on_delete=models.PROTECT, related_name="reasons")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    text_en = models.TextField(_("reason in English"), blank=True)
    text_fr = models.TextField(_("reason in French"), blank=True)
    is_nothing = models.BooleanField(_("nothing to report"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "action"], name="reporting_reason_once")]

    def __str__(self) -> str:
        return self.text.text

    @property
    def text(self) -> Shown:
        """The reason in the page's language, or the other, marked."""
        return shown(self, "text")
