"""How a demonstration partnership's yearly reports are written, approved, submitted and read."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from actionplans.models import Action, ActionPlan
from lipportal.accounts.models import User
from reporting import services
from reporting.demo.governance import Place
from reporting.models import ReportSection, VarianceReason, YearlyReport
from reporting.queries.report_page import plan_lines
from reporting.rules import WRITTEN_SECTIONS

SECTION_KEYS = (
    "cover",
    "year_in_brief",
    "partnership",
    "engagement",
    "strategy_status",
    "planned_and_done",
    "results",
    "indicators",
    "characteristics",
    "contributions",
    "wider_issues",
    "practices",
    "lessons",
    "equity_and_languages",
    "next_year",
    "attachments",
)


def start(place: Place, plan: ActionPlan, *, on: date, language: str = "en") -> YearlyReport:
    """The report on a plan's year, filled from it."""
    with place.calendar.on(on):
        return services.start_report(plan, by=place.coordinator, language=language)


def write(
    place: Place, report: YearlyReport, texts: Sequence[Mapping[str, Any]], *, on: date, whole: bool = True
) -> None:
    """The written sections; where there is no text, the honest "nothing to report" when the report is to be whole."""
    told = {SECTION_KEYS.index(one["key"]): one for one in texts}
    with place.calendar.on(on):
        for section in ReportSection.objects.filter(report=report).select_related("report__partnership"):
            words = told.get(section.number)
            if words and words["text_en"]:
                values = {"text_en": words["text_en"], "text_fr": words["text_fr"]}
            elif whole and section.number in WRITTEN_SECTIONS:
                values = {"is_nothing": True}
            else:
                continue
            services.write_section(section, values, by=place.coordinator, version=section.version)


def explain(
    place: Place, report: YearlyReport, facts: Sequence[Mapping[str, Any]], actions: Mapping[str, Action], *, on: date
) -> None:
    """A reason wherever plan and deed differ, from the facts, or nothing to report."""
    known = {actions[one["key"]].code: one for one in facts if one["key"] in actions}
    by_code = {action.code: action for action in actions.values()}
    with place.calendar.on(on):
        for line in plan_lines(report):
            if not line.wants_reason:
                continue
            one = known.get(line.code, {})
            said = one.get("status_reason_en")
            texts = {"text_en": said, "text_fr": one["status_reason_fr"]} if said else {"is_nothing": True}
            reason = VarianceReason.objects.filter(report=report, action=by_code[line.code]).first()
            services.give_reason(
                report, by_code[line.code], texts, by=place.coordinator, version=reason.version if reason else 0
            )


def approve_and_submit(place: Place, report: YearlyReport, *, on: date) -> None:
    """The co-chairs approve by motion, and the report goes to the officer, frozen."""
    with place.calendar.on(on):
        services.ask_approval(report, by=place.coordinator)
        services.approve_report(report, by=place.co_chair, on=on, motion="Motion 5, yearly report")
        services.submit_report(report, by=place.coordinator)


def return_with(
    place: Place, report: YearlyReport, notes: Sequence[Mapping[str, Any]], officer: User, *, on: date
) -> None:
    """The officer's notes, each on its section, and the return."""
    with place.calendar.on(on):
        for each in notes:
            values = {
                "section": SECTION_KEYS.index(each["section"]),
                "severity": each["severity"],
                "text": each["text_en"],
                "language": "en",
            }
            services.write_note(report, values, by=officer)
        services.return_report(report, by=officer)


def accept_and_publish(place: Place, report: YearlyReport, officer: User, *, on: date) -> None:
    """Accepted with a kind word, and published."""
    with place.calendar.on(on):
        words = "Clear, and every line could be followed home. Please say more about French next year."
        services.accept_report(report, by=officer, observations=words)
        services.publish_report(report, by=place.coordinator)
