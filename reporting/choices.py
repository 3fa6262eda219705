"""The reporting app's states and kinds: enumerations only."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportState(TextChoices):
    """The states of a yearly report (domain b2)."""

    DRAFTING = "drafting", pgettext_lazy("report", "Drafting")
    COUNCIL_REVIEW = "council_review", _("With the co-chairs")
    APPROVED = "approved", pgettext_lazy("report", "Approved")
    SUBMITTED = "submitted", pgettext_lazy("report", "Submitted")
    RETURNED = "returned", pgettext_lazy("report", "Returned")
    RESUBMITTED = "resubmitted", pgettext_lazy("report", "Resubmitted")
    ACCEPTED = "accepted", pgettext_lazy("report", "Accepted")
    PUBLISHED = "published", pgettext_lazy("report", "Published")


# The shape each state is drawn with: never colour alone.
REPORT_SHAPES = {
    "drafting": "track",
    "council_review": "track",
    "approved": "done",
    "submitted": "submitted",
    "returned": "returned",
    "resubmitted": "submitted",
    "accepted": "done",
    "published": "done",
}


class SectionNumber(IntegerChoices):
    """The sixteen sections of the yearly report (domain c1, design 2.10)."""

    COVER = 0, _("Cover")
    YEAR_IN_BRIEF = 1, _("Year in brief")
    PARTNERSHIP = 2, _("The partnership")
    ENGAGEMENT = 3, _("Engagement")
    STRATEGY = 4, pgettext_lazy("report section", "Strategy")
    PLAN = 5, _("Planned against done")
    RESULTS = 6, _("Results")
    INDICATORS = 7, _("Indicators")
    CHARACTERISTICS = 8, _("Welcoming characteristics")
    CONTRIBUTIONS = 9, _("Contributions")
    WIDER_ISSUES = 10, _("Wider issues")
    PRACTICES = 11, _("Practices")
    LESSONS = 12, _("Lessons")
    EQUITY = 13, _("Equity and languages")
    NEXT_YEAR = 14, _("Next year")
    ATTACHMENTS = 15, _("Attachments")


class Severity(TextChoices):
    """What an officer's note asks for (domain b1)."""

    MUST_FIX = "must_fix", _("Must fix")
    QUESTION = "question", _("Question")
    PRAISE = "praise", _("Praise")


class DocumentFormat(TextChoices):
    """The formats a frozen report is drawn in."""

    PDF = "pdf", _("PDF")
