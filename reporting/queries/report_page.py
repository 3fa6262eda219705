"""What a yearly report says now, in one language: cover, figures with their rows, planned against done, and texts."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from actionplans.models import Evidence
from actionplans.queries import ActionLine, PlannedAgainstDone, UnitFigure, planned_against_done
from councils.choices import Role
from councils.permissions import people_holding
from councils.queries import agreement_for, chairs_of_council, partnership_figures
from councils.queries.figures import Figure, OriginRow
from lipportal.files.models import StoredFile
from lipportal.shared.bilingual import OFFICIAL, shown
from lipportal.shared.formats import day_text, number_text
from lipportal.shared.once import once_a_page
from reporting.choices import SectionNumber
from reporting.models import ReportSection, VarianceReason, YearlyReport
from strategies.queries import strategy_figures

SCHEMA_VERSION = 2
CHANGED_STATES = ("late", "stopped", "carried_over")


@dataclass(frozen=True)
class Fact:
    """A line of the cover."""

    label: str
    value: str


@dataclass(frozen=True)
class EvidenceRow:
    """One piece of evidence as the report holds it: what it shows, its file by fingerprint, or its link."""

    code: str
    caption: str
    file_code: str
    fingerprint: str
    link: str


@dataclass(frozen=True)
class PlanLine:
    """One adopted action, planned against done, with the reason where the two differ.

    `number` is its place in the plan, such as 5.4: it stays the same however the lines are ordered.
    """

    number: str
    code: str
    title: str
    direction: str
    body: str
    lead: str
    partners: str
    planned: list[str]
    done: list[Figure]
    state: str
    state_label: str
    is_carried_over: bool
    evidence: list[EvidenceRow]
    needs_reason: bool
    reason: str
    reason_lang: str
    is_nothing: bool
    led_by: str = ""
    carried_from: str = ""
    change: str = ""
    change_because: str = ""
    reason_state: str = ""

    @property
    def wants_reason(self) -> bool:
        """Whether the line still lacks the reason it needs."""
        return self.needs_reason and not self.reason and not self.is_nothing


@dataclass(frozen=True)
class SectionPage:
    """One section as it reads now."""

    number: int
    title: str
    text: str
    lang: str
    text_state: str
    is_nothing: bool
    facts: list[Fact] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    lines: list[PlanLine] = field(default_factory=list)


@dataclass(frozen=True)
class ReportPage:
    """The whole report as it reads now, in one language."""

    title: str
    partnership: str
    year: str
    sections: list[SectionPage]


@once_a_page
def reasons_of(report: YearlyReport) -> list[VarianceReason]:
    """Why actions went otherwise than planned, each with its action."""
    return list(VarianceReason.objects.filter(report=report).select_related("action"))


@once_a_page
def plan_lines(report: YearlyReport) -> list[PlanLine]:
    """Section 5 in the reader's language, those to explain first (domain c1.5)."""
    return _lines(report, _compared(report))


@once_a_page
def _compared(report: YearlyReport) -> PlannedAgainstDone:
    return planned_against_done(report.plan)


def _lines(report: YearlyReport, compared: PlannedAgainstDone) -> list[PlanLine]:
    reasons = {reason.action.code: reason for reason in reasons_of(report)}
    evidence = _evidence_of(report)
    is_over = report.partnership.today() > report.fiscal_year.last_day
    lines = [
        _plan_line(f"{SectionNumber.PLAN}.{place}", line, reasons.get(line.code), evidence, is_over=is_over)
        for place, line in enumerate(compared.lines, 1)
    ]
    return sorted(lines, key=lambda line: not (line.needs_reason or line.reason or line.change))


def _evidence_of(report: YearlyReport) -> dict[str, list[EvidenceRow]]:
    """The evidence of the plan's updates, by the action's code; two queries however many there are."""
    rows = Evidence.objects.filter(
        update__action__plan=report.plan_id, ended_on__isnull=True, update__ended_on__isnull=True
    )
    evidence = list(rows.select_related("update__action").order_by("pk"))
    files = dict(
        StoredFile.objects.filter(code__in=[one.file_code for one in evidence if one.file_code]).values_list(
            "code", "sha256"
        )
    )
    found: dict[str, list[EvidenceRow]] = {}
    for one in evidence:
        row = EvidenceRow(one.code, one.caption, one.file_code, files.get(one.file_code, ""), one.link)
        found.setdefault(one.update.action.code, []).append(row)
    return found


def _wants_a_word(line: ActionLine, *, is_over: bool) -> bool:
    """Whether plan and deed differ: late, stopped or carried over at any time, short only once the year is over."""
    return line.needs_reason and (is_over or line.state in CHANGED_STATES)


def _plan_line(
    number: str,
    line: ActionLine,
    reason: VarianceReason | None,
    evidence: dict[str, list[EvidenceRow]],
    *,
    is_over: bool,
) -> PlanLine:
    words = shown(reason, "text") if reason is not None else None
    return PlanLine(
        number=number,
        code=line.code,
        title=line.title.text,
        direction=line.direction_title.text,
        body=line.body,
        lead=line.lead,
        partners=", ".join(line.partners),
        planned=[
            _amount(amount, figure.unit.text)
            for (amount, *_units), figure in zip(line.planned, line.figures, strict=True)
        ],
        done=[_done(line, figure) for figure in line.figures],
        state=line.state,
        state_label=str(line.state_label),
        is_carried_over=line.is_carried_over,
        evidence=evidence.get(line.code, []),
        needs_reason=_wants_a_word(line, is_over=is_over),
        reason=words.text if words else "",
        reason_lang=words.lang if words else "",
        is_nothing=bool(reason and reason.is_nothing),
        led_by=" · ".join(name for name in (line.body, line.lead) if name),
        carried_from=str(line.carried_from or ""),
        change=line.change.words if line.change else "",
        change_because=line.change.because if line.change else "",
        reason_state="out_of_date" if words and words.state == "out_of_date" else "",
    )


def _amount(amount: int, unit: str) -> str:
    return f"{number_text(amount)} {unit}"


def _done(line: ActionLine, figure: UnitFigure) -> Figure:
    """What was done of one unit, with the updates that counted it; never added across units."""
    rows = [OriginRow(day_text(row.on, year=True), row.text, number_text(row.amount), row.url) for row in figure.rows]
    return Figure(line.code, line.title.text, number_text(figure.done), unit=figure.unit.text, rows=rows)


def report_page(report: YearlyReport) -> ReportPage:
    """The report as it reads now, in the active language; live until it is submitted, then read the frozen copy."""
    sections = [_section_page(report, section) for section in report.sections.all()]
    return ReportPage(
        title=_("Yearly report %(year)s") % {"year": report.fiscal_year},
        partnership=str(report.partnership.name),
        year=str(report.fiscal_year),
        sections=sections,
    )


def section_page(report: YearlyReport, number: int) -> SectionPage:
    """One section as it reads now."""
    return _section_page(report, next(one for one in report.sections.all() if one.number == number))


def _section_page(report: YearlyReport, section: ReportSection) -> SectionPage:
    words = section.text
    is_plan = section.number == SectionNumber.PLAN
    compared = _compared(report) if is_plan else None
    return SectionPage(
        number=section.number,
        title=str(section.get_number_display()),
        text=words.text,
        lang=words.lang,
        text_state=words.state,
        is_nothing=section.is_nothing,
        facts=cover_facts(report) if section.number == SectionNumber.COVER else [],
        figures=compared.figures if compared else _figures(report, section.number),
        lines=plan_lines(report) if is_plan else [],
    )


def _figures(report: YearlyReport, number: int) -> list[Figure]:
    if number == SectionNumber.PARTNERSHIP:
        return partnership_figures(report.partnership, report.fiscal_year).all
    if number == SectionNumber.STRATEGY:
        return strategy_figures(report.partnership, report.fiscal_year).all
    return []


def cover_facts(report: YearlyReport) -> list[Fact]:
    """Section 0: who, under which agreement, for which year, approved how (domain c1.0).

    People are those of today, who answer for the report: the co-chairs from their seats, or else from their roles.
    """
    partnership = report.partnership
    agreement = agreement_for(partnership, report.fiscal_year)
    places = [community.name for community in partnership.community_set.all()]
    co_chairs = chairs_of_council(partnership) or people_holding(Role.CO_CHAIR, partnership)
    approved = day_text(report.adopted_on, year=True) if report.adopted_on else ""
    pairs = [
        (_("Partnership"), str(partnership.name)),
        (_("Agreement number"), agreement.number if agreement else ""),
        (_("Fiscal year"), str(report.fiscal_year)),
        (_("Lead organization"), agreement.holder if agreement else str(partnership.lead_name)),
        (_("Communities"), ", ".join(places) or (str(partnership.community_count or ""))),
        (_("Coordinator"), _named(people_holding(Role.COORDINATOR, partnership))),
        (_("Co-chairs"), _named(co_chairs)),
        (_("Federal officer"), _named(people_holding(Role.OFFICER, partnership))),
        (_("Language of the report"), str(report.get_language_display())),
        (_("Approved by the council on"), approved),
        (_("Motion"), report.motion or report.no_motion_reason),
    ]
    return [Fact(label, value or "–") for label, value in pairs]


def _named(people: Iterable[Any]) -> str:
    return ", ".join(map(str, people))


def report_body(report: YearlyReport) -> dict[str, Any]:
    """Every word and figure in both official languages, decided and translated: what submitting freezes."""
    body: dict[str, Any] = {"schema": SCHEMA_VERSION, "code": report.code, "written_in": report.language}
    for language in OFFICIAL:
        with translation.override(language):
            body[language] = asdict(report_page(report))
    return body
