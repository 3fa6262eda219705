"""What the partnership reported the year before, as it was frozen then: it stands beside this year's answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lipportal.audit.queries import body_of, frozen_copies_of
from lipportal.shared.clock import FiscalYear
from reporting.models import YearlyReport


@dataclass(frozen=True)
class EarlierReport:
    """Last year's report in one language: its year, and its sections by number; empty when there was none."""

    year: str = ""
    sections: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)

    def section(self, number: int) -> Mapping[str, Any]:
        """One section as it was sent; empty when there was none."""
        return self.sections.get(number, {})

    def figures(self, number: int) -> list[Any]:
        """The figures of one section as they were sent."""
        return list(self.section(number).get("figures", ()))


def report_before(report: YearlyReport, language: str) -> EarlierReport:
    """The last version submitted on the year before this report's; two queries."""
    rows = YearlyReport.objects.filter(
        partnership=report.partnership_id, year=report.year - 1, first_submitted_at__isnull=False
    )
    before = rows.first()
    copy = frozen_copies_of(before).last() if before is not None else None
    if before is None or copy is None:
        return EarlierReport()
    sections = body_of(copy)[language]["sections"]
    return EarlierReport(str(FiscalYear(before.year)), {section["number"]: section for section in sections})
