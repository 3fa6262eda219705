"""A report season in Riverside: the year 2026–27 is over, one action came up short, and everybody is at their desk."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from actionplans.models import Action
from councils.choices import Role
from lipportal.shared import clock
from reporting import services
from reporting.models import ReportSection, ReviewNote, YearlyReport
from reporting.queries.report_page import plan_lines
from reporting.rules import WRITTEN_SECTIONS
from tests.factories.actionplans import (
    ActionFactory,
    ActionPlanFactory,
    OutputCountFactory,
    PlannedOutputFactory,
    UpdateFactory,
)
from tests.factories.councils import AgreementFactory, PartnershipFactory, ReportingDateFactory, person_with_role

MAY = datetime(2027, 5, 14, 15, 0, tzinfo=UTC)
DUE = date(2027, 5, 29)


@dataclass
class Season:
    """A report and the people around it."""

    partnership: Any
    plan: Any
    action: Action
    people: dict[str, Any] = field(default_factory=dict)

    @property
    def report(self) -> YearlyReport:
        """The report as it stands now."""
        return YearlyReport.objects.select_related("partnership", "plan").get(plan=self.plan)

    def person(self, role: str) -> Any:
        """Somebody in a role, opened when first asked for."""
        if role not in self.people:
            place = PartnershipFactory() if role.startswith("other_") else self.partnership
            place = None if role in {"administrator", "regional_lead"} else place
            self.people[role] = person_with_role(Role(role.removeprefix("other_")), place)
        return self.people[role]

    def section(self, number: int) -> ReportSection:
        """One section as it stands now."""
        return ReportSection.objects.select_related("report__partnership").get(report__plan=self.plan, number=number)

    def write(self, number: int, **values: Any) -> None:
        """Say something in a section."""
        section = self.section(number)
        services.write_section(section, values, by=self.person("coordinator"), version=section.version)

    def fill(self) -> None:
        """What is missing, in the honest short way; the year in brief in words."""
        self.write(1, text_en="One door instead of two.", text_fr="Une porte au lieu de deux.")
        for number in WRITTEN_SECTIONS[1:]:
            self.write(number, is_nothing=True)
        for line in plan_lines(self.report):
            if line.wants_reason:
                self.give_reason(line.code)

    def give_reason(self, code: str, **values: Any) -> None:
        """Why an action went otherwise than planned."""
        texts = values or {"text_en": "A partner left.", "text_fr": "Un partenaire est parti."}
        action = Action.objects.get(code=code)
        services.give_reason(self.report, action, texts, by=self.person("coordinator"), version=0)

    def approve(self) -> None:
        """The co-chairs' yes to a filled report."""
        services.ask_approval(self.report, by=self.person("coordinator"))
        day = self.partnership.today()
        services.approve_report(self.report, by=self.person("co_chair"), on=day, motion="Motion 9")

    def submit(self) -> None:
        """Filled, approved and sent to the officer."""
        self.person("officer")
        self.fill()
        self.approve()
        services.submit_report(self.report, by=self.person("coordinator"))

    def note(self, severity: str = "must_fix", **values: Any) -> ReviewNote:
        """A note of the officer."""
        said = {"section": 6, "severity": severity, "text": "For whom?", "language": "en", **values}
        return services.write_note(self.report, said, by=self.person("officer"))

    def give_back(self) -> ReviewNote:
        """Returned with one must-fix."""
        note = self.note()
        services.return_report(self.report, by=self.person("officer"))
        note.refresh_from_db()
        return note

    def answer(self, note: ReviewNote, text: str = "Added.") -> None:
        """The partnership's answer to a note."""
        note.refresh_from_db()
        services.reply_note(note, text, by=self.person("coordinator"), version=note.version)


def new_action(plan: Any, **values: Any) -> Action:
    """An action of thirty pairs, eighteen of which met."""
    action = ActionFactory(plan=plan, **values)
    output = PlannedOutputFactory(action=action)
    OutputCountFactory(output=output, update=UpdateFactory(action=action), amount=18)
    return action


@pytest.fixture
def in_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday 14 May 2027."""
    monkeypatch.setattr(clock, "now", lambda: MAY)


@pytest.fixture
def season(db: None, in_may: None) -> Season:
    """The report of 2026–27, started, with nothing written."""
    approved = {"state": "active", "adopted_on": date(2025, 3, 1), "motion": "M1"}
    plan = ActionPlanFactory(in_year=True, **{f"strategy__{name}": value for name, value in approved.items()})
    agreement = AgreementFactory(partnership=plan.partnership)
    ReportingDateFactory(agreement=agreement, year=2026, due_on=DUE)
    season = Season(plan.partnership, plan, new_action(plan))
    services.start_report(plan, by=season.person("coordinator"))
    return season
