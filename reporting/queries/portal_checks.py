"""What the portal itself can tell an officer of a submitted report, before a person reads it (domain c2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lipportal.shared.clock import local_day
from lipportal.shared.formats import day_text
from reporting.choices import SectionNumber
from reporting.models import YearlyReport
from reporting.queries import due_day_of


@dataclass(frozen=True)
class PortalCheck:
    """One thing the portal looked at: the shape it is drawn with, and what it found."""

    kind: str
    says: str


def portal_checks(report: YearlyReport, page: Mapping[str, Any]) -> list[PortalCheck]:
    """On time or late, every action accounted for, reasons given, evidence held, sections with nothing to report."""
    sections = {section["number"]: section for section in page["sections"]}
    lines = sections[SectionNumber.PLAN]["lines"]
    checks = (_on_time(report), _approved_early(report), _reasons(lines), _evidence(lines), _nothings(sections))
    return [check for check in checks if check]


def _on_time(report: YearlyReport) -> PortalCheck | None:
    due_on = due_day_of(report)
    if not (due_on and report.first_submitted_at):
        return None
    day = local_day(report.first_submitted_at, report.partnership.time_zone)
    words = {"on": day_text(day, year=True), "due": day_text(due_on, year=True)}
    if day > due_on:
        return PortalCheck("risk", _("Came late: on %(on)s, due %(due)s.") % words)
    return PortalCheck("done", _("Came on time: on %(on)s, due %(due)s.") % words)


def _approved_early(report: YearlyReport) -> PortalCheck | None:
    """A warning, no refusal: a council may well approve in its last meeting of the year."""
    last_day = report.fiscal_year.last_day
    if report.adopted_on is None or report.adopted_on > last_day:
        return None
    words = {"on": day_text(report.adopted_on, year=True), "last": day_text(last_day, year=True)}
    return PortalCheck("risk", _("Approved by the council on %(on)s, before the year was over on %(last)s.") % words)


def _reasons(lines: list[Mapping[str, Any]]) -> PortalCheck:
    changed = [line for line in lines if line["needs_reason"]]
    silent = sum(not line["reason"] for line in changed)
    count = {"all": len(lines), "changed": len(changed), "silent": silent}
    told = _("All %(all)s actions are accounted for, each as planned.") % count
    if changed:
        words = ngettext(
            "All %(all)s actions are accounted for; %(changed)s went otherwise than planned.",
            "All %(all)s actions are accounted for; %(changed)s went otherwise than planned.",
            len(changed),
        )
        told = words % count
    if not silent:
        return PortalCheck("done", told)
    more = ngettext(
        "%(silent)s of them says “nothing to report” as its reason.",
        "%(silent)s of them say “nothing to report” as their reason.",
        silent,
    )
    return PortalCheck("risk", f"{told} {more % count}")


def _evidence(lines: list[Mapping[str, Any]]) -> PortalCheck:
    count = sum(len(line["evidence"]) for line in lines)
    if not count:
        return PortalCheck("new", _("No evidence goes with it."))
    words = ngettext("%(count)s piece of evidence goes with it.", "%(count)s pieces of evidence go with it.", count)
    return PortalCheck("done", words % {"count": count})


def _nothings(sections: Mapping[int, Mapping[str, Any]]) -> PortalCheck | None:
    empty = [str(number) for number, section in sorted(sections.items()) if section["is_nothing"]]
    if not empty:
        return None
    return PortalCheck("new", _("Nothing to report in sections %(numbers)s.") % {"numbers": ", ".join(empty)})
