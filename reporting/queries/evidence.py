"""Which evidence a submitted report holds: what an officer may open, and nothing else (design 2.7)."""

from typing import Any

from actionplans.models import Evidence
from actionplans.registry import evidence_shown_by
from lipportal.audit.queries import body_of, frozen_copies_of
from reporting.choices import SectionNumber
from reporting.queries import submitted_reports_visible_to


@evidence_shown_by
def is_evidence_submitted(evidence: Evidence, user: Any) -> bool:
    """Whether a version this person may read holds the evidence."""
    plan = evidence.update.action.plan_id
    report = submitted_reports_visible_to(user).filter(plan=plan).first()
    if report is None:
        return False
    return any(evidence.code in _codes_in(body_of(copy)) for copy in frozen_copies_of(report))


def _codes_in(body: Any) -> set[str]:
    lines = [
        line
        for section in body["en"]["sections"]
        if section["number"] == SectionNumber.PLAN
        for line in section["lines"]
    ]
    return {row["code"] for line in lines for row in line["evidence"]}
