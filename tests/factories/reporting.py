"""Dull, valid records of the reporting app."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from reporting.choices import SectionNumber
from reporting.models import ReportSection, ReviewNote, VarianceReason, YearlyReport
from tests.factories.actionplans import ActionFactory, ActionPlanFactory
from tests.factories.councils import UserFactory

SUBMITTED_AT = datetime(2027, 5, 20, 14, 0, tzinfo=UTC)


class YearlyReportFactory(DjangoModelFactory):
    """A report being written on 2026–27; the traits take it further, without a frozen copy."""

    class Meta:
        model = YearlyReport

    class Params:
        approved = factory.Trait(state="approved", adopted_on=date(2027, 5, 18), motion="That the report be approved.")
        submitted = factory.Trait(
            state="submitted",
            adopted_on=date(2027, 5, 18),
            motion="That the report be approved.",
            submitted_by=factory.SubFactory(UserFactory),
            submitted_at=SUBMITTED_AT,
            first_submitted_at=SUBMITTED_AT,
        )
        returned = factory.Trait(
            state="returned",
            submitted_by=factory.SubFactory(UserFactory),
            submitted_at=SUBMITTED_AT,
            first_submitted_at=SUBMITTED_AT,
            answer_due_on=date(2027, 6, 10),
        )
        published = factory.Trait(
            state="published",
            adopted_on=date(2027, 5, 18),
            motion="That the report be approved.",
            submitted_by=factory.SubFactory(UserFactory),
            submitted_at=SUBMITTED_AT,
            first_submitted_at=SUBMITTED_AT,
            accepted_by=factory.SubFactory(UserFactory),
            accepted_at=datetime(2027, 6, 18, 14, 0, tzinfo=UTC),
            published_at=datetime(2027, 6, 20, 14, 0, tzinfo=UTC),
        )

    partnership = factory.SelfAttribute("plan.partnership")
    plan = factory.SubFactory(ActionPlanFactory, in_year=True)
    year = factory.SelfAttribute("plan.year")


class ReportSectionFactory(DjangoModelFactory):
    class Meta:
        model = ReportSection

    partnership = factory.SelfAttribute("report.partnership")
    report = factory.SubFactory(YearlyReportFactory)
    number = SectionNumber.YEAR_IN_BRIEF


class VarianceReasonFactory(DjangoModelFactory):
    class Meta:
        model = VarianceReason

    partnership = factory.SelfAttribute("report.partnership")
    report = factory.SubFactory(YearlyReportFactory)
    action = factory.SubFactory(ActionFactory, plan=factory.SelfAttribute("..report.plan"))
    text_en = "Two firms of ten answered."
    text_fr = "Deux entreprises sur dix ont répondu."


class ReviewNoteFactory(DjangoModelFactory):
    class Meta:
        model = ReviewNote

    partnership = factory.SelfAttribute("report.partnership")
    report = factory.SubFactory(YearlyReportFactory, submitted=True)
    section = SectionNumber.PLAN
    severity = "question"
    text = "How were the hours counted?"
    author = factory.SubFactory(UserFactory)
