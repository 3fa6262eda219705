"""The reporting app's nouns."""

from reporting.models.report_document import ReportDocument
from reporting.models.review_note import ReviewNote
from reporting.models.yearly_report import ReportSection, VarianceReason, YearlyReport

__all__ = ["ReportDocument", "ReportSection", "ReviewNote", "VarianceReason", "YearlyReport"]
