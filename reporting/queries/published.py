"""What a published report says of the actions of its plan: what those beyond the table read of how each went."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from actionplans.registry import PublishedLine, published_lines_from
from lipportal.audit.queries import body_of, frozen_copies_of
from reporting.choices import ReportState, SectionNumber
from reporting.models import YearlyReport
from reporting.queries import published_reports


def is_public(report: YearlyReport) -> bool:
    """Whether anyone may read it; its partnership is read already."""
    return report.state == ReportState.PUBLISHED and report.partnership.is_public


def results_address(report: YearlyReport) -> str:
    """Where anyone reads it."""
    return reverse("reporting:results_detail", args=[report.partnership.slug, report.year])


def body_in_language(report: YearlyReport) -> Any:
    """The published words and figures in the page's language, or in the report's own; empty when none were frozen."""
    copy = frozen_copies_of(report).last()
    asked = (get_language() or "en")[:2]
    return body_of(copy)[asked if asked in ("en", "fr") else report.language] if copy is not None else {}


@published_lines_from
def published_lines(plan: Any) -> Mapping[str, PublishedLine]:
    """The state of each action of a plan as its published report gives it, by the action's code; two queries."""
    report = published_reports().filter(plan=plan).select_related("partnership").first()
    if report is None:
        return {}
    sections = body_in_language(report).get("sections", ())
    lines = [line for section in sections if section["number"] == SectionNumber.PLAN for line in section["lines"]]
    page = results_address(report)
    return {line["code"]: PublishedLine(line["state"], f"{page}#line-{line['code']}") for line in lines}
