"""The report workshop's surroundings: the sixteen sections with how each stands, and plans that wait for a report."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan
from councils.choices import Role
from councils.permissions import people_holding
from councils.queries import reporting_dates_in_force
from lipportal.shared.clock import FiscalYear
from lipportal.shared.icons import family
from lipportal.shared.workflow import OpenStep
from reporting.choices import SectionNumber
from reporting.models import YearlyReport
from reporting.queries.readiness import Gap


@dataclass(frozen=True)
class SectionLink:
    """One section in the rail: its number, name, shape and the word that goes with it."""

    number: int
    title: str
    url: str
    kind: str
    word: str

    @property
    def css(self) -> str:
        """The colour family of its shape."""
        return f"s-{family(self.kind)}"


def plans_without_report(partnership: Any) -> list[ActionPlan]:
    """Adopted plans on which no report has been started, newest first."""
    plans = ActionPlan.objects.filter(partnership=partnership, report__isnull=True, adopted_on__isnull=False)
    return list(plans.order_by("-year"))


def with_plan(dates: QuerySet[Any]) -> QuerySet[Any]:
    """The days reports are due, with `is_planned`: whether that year has an adopted plan to start the report from."""
    adopted = ActionPlan.objects.filter(
        partnership=OuterRef("agreement__partnership"), year=OuterRef("year"), adopted_on__isnull=False
    )
    return dates.annotate(is_planned=Exists(adopted))


@dataclass(frozen=True)
class AwaitedReport:
    """A report the officer awaits: its year, and the day it is due."""

    year: FiscalYear
    due_on: date


def awaited_without_plan(partnership: Any) -> list[AwaitedReport]:
    """The reports that are awaited, their year being over, and that nobody can start; one query."""
    dates = with_plan(reporting_dates_in_force().filter(agreement__partnership=partnership)).order_by("year")
    today = partnership.today()
    awaited = [AwaitedReport(FiscalYear(each.year), each.due_on) for each in dates if not each.is_planned]
    return [each for each in awaited if each.year.last_day < today]


def section_links(report: YearlyReport, gaps: list[Gap]) -> list[SectionLink]:
    """The sixteen sections in order, each ready or with the worst of its gaps."""
    worst: dict[int, str] = {}
    for gap in gaps:
        worst.setdefault(gap.section, gap.kind)
    words = {"returned": _("needs an answer"), "late": _("needs a reason"), "risk": _("to write"), "done": _("ready")}
    links = []
    for section in sorted(report.sections.all(), key=lambda each: each.number):
        kind = worst.get(section.number, "done")
        url = reverse("reporting:section_edit", args=[report.partnership.slug, report.code, section.number])
        shape = "new" if kind == "risk" and not _has_begun(section) else kind
        links.append(SectionLink(section.number, str(SectionNumber(section.number).label), url, shape, words[kind]))
    return links


def _has_begun(section: Any) -> bool:
    return bool(section.text_en or section.text_fr)


@dataclass(frozen=True)
class StepButton:
    """A step as the workshop draws it: a link when it is open, otherwise its word with the reasons beside it."""

    key: str
    label: Any
    url: str
    is_open: bool
    reasons: list[Any]


_ADDRESSES = {
    "ask_approval": "report_ask_approval",
    "take_back": "report_take_back",
    "reopen_answers": "report_take_back",
    "approve": "report_approve",
    "submit": "report_submit",
    "resubmit": "report_submit",
    "send_answers": "report_submit",
    "publish": "report_publish",
}
_DECISIONS = {"return": "report_return", "accept": "report_accept"}
_ONLY_FIRST = {"take_back", "submit"}
_ONLY_AGAIN = {"reopen_answers", "resubmit", "send_answers"}


def fitting_steps(report: YearlyReport, names: list[str]) -> list[str]:
    """Of a step and its variants, those that fit a first or a later round."""
    unfit = _ONLY_FIRST if report.was_submitted else _ONLY_AGAIN
    return [name for name in names if name not in unfit]


def step_buttons(report: YearlyReport, steps: list[OpenStep]) -> list[StepButton]:
    """The partnership's own steps from here, the variants that fit a first or later round; the one to take first.

    A step back comes last, one that is shut after one that is open; answers that can go alone need no approval.
    """
    names = fitting_steps(report, list(_ADDRESSES))
    fitting = [each for each in steps if each.step.name in names]
    back = {"take_back", "reopen_answers"}
    order = sorted(
        fitting, key=lambda each: (each.step.name in back, not each.is_open, each.step.name == "ask_approval")
    )
    return [
        StepButton(
            each.step.name,
            each.step.label,
            reverse(f"reporting:{_ADDRESSES[each.step.name]}", args=[report.partnership.slug, report.code]),
            each.is_open,
            each.reasons,
        )
        for each in order
    ]


_RECEIVERS = {
    "ask_approval": Role.CO_CHAIR,
    "submit": Role.OFFICER,
    "resubmit": Role.OFFICER,
    "send_answers": Role.OFFICER,
}


def receivers_of(report: YearlyReport, step_name: str) -> list[str]:
    """The names of those a step sends the report to; empty where it goes to nobody in particular."""
    role = _RECEIVERS.get(step_name)
    return [str(person) for person in people_holding(role, report.partnership)] if role else []


def decision_buttons(report: YearlyReport, steps: list[OpenStep], own: list[Any]) -> list[StepButton]:
    """The officer's two decisions, the one that can be taken first; shut for whoever sits at the table (`own`)."""
    chosen = [each for each in steps if each.step.name in _DECISIONS]
    buttons = [
        StepButton(
            each.step.name,
            each.step.label,
            reverse(f"reporting:{_DECISIONS[each.step.name]}", args=[report.partnership.slug, report.code]),
            each.is_open and not own,
            own or each.reasons,
        )
        for each in chosen
    ]
    return sorted(buttons, key=lambda button: not button.is_open)
