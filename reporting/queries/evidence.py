"""Which evidence a submitted report holds: what an officer may open, and nothing else (design 2.7)."""

from typing import Any

from actionplans.models import Evidence
from actionplans.registry import evidence_held_by, evidence_shown_by
from lipportal.audit.queries import body_of, frozen_copies_of
from reporting.choices import SectionNumber
from reporting.models import YearlyReport
from reporting.queries import reports_visible_to, submitted_reports_visible_to


@evidence_shown_by
def is_evidence_submitted(evidence: Evidence, user: Any) -> bool:
    """Whether a version this person may read holds the evidence."""
    plan = evidence.update.action.plan_id
    readable = (submitted_reports_visible_to(user), reports_visible_to(user).filter(first_submitted_at__isnull=False))
    report = next((found for rows in readable if (found := rows.filter(plan=plan).first())), None)
    return report is not None and _is_in(evidence, report)


@evidence_held_by
def is_evidence_sent(evidence: Evidence) -> bool:
    """Whether a version that was ever sent holds the evidence: its file belongs to that version, too."""
    report = YearlyReport.objects.filter(plan=evidence.update.action.plan_id).first()
    return report is not None and _is_in(evidence, report)


def _is_in(evidence: Evidence, report: YearlyReport) -> bool:
    return any(evidence.code in _codes_in(body_of(copy)) for copy in frozen_copies_of(report))


def _codes_in(body: Any) -> set[str]:
    lines = [
        line
        for section in body["en"]["sections"]
        if section["number"] == SectionNumber.PLAN
        for line in section["lines"]
    ]
    return {row["code"] for line in lines for row in line["evidence"]}
