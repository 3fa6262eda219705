"""The yearly report from its plan to publication: each step one transaction, frozen when it is submitted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan
from councils.choices import Role
from councils.permissions import people_holding
from councils.services import record_stages
from lipportal.audit import services as audit
from lipportal.audit.queries import frozen_copies_of
from lipportal.notices.services import notify, post_mail
from lipportal.shared import clock
from lipportal.shared.bilingual import OFFICIAL, excepted, missing_languages
from lipportal.shared.errors import Refused
from lipportal.shared.formats import day_text
from lipportal.shared.workflow import Moved, move, refuse_unless
from reporting.choices import ReportState, SectionNumber
from reporting.models import ReportSection, VarianceReason, YearlyReport
from reporting.queries.names import names_by_language
from reporting.queries.readiness import WORDS_APPROVED, fingerprint_of_words, number_read
from reporting.queries.report_page import SCHEMA_VERSION, report_body
from reporting.rules import one_sided_texts, problems_with_own_partnership, problems_with_public_languages
from reporting.services.documents import ask_document
from reporting.services.notes import send_notes
from reporting.workflow import REPORT, is_writable

ANSWER_DAYS = 15


@transaction.atomic
def start_report(plan: ActionPlan, *, by: Any, language: str = "en") -> YearlyReport:
    """Open the report on the plan's year, with its sixteen sections, already filled from the plan (R105, R112).

    To set what was done against what was planned is to assess the year: that stage begins here too (R18). Refused
    while the plan is not adopted. A report already started is simply returned.
    """
    refuse_unless(by, "reporting.start_report", plan.partnership)
    ActionPlan.objects.select_for_update().get(pk=plan.pk)  # of two who start it at once, the second finds it
    known = YearlyReport.objects.filter(partnership=plan.partnership, year=plan.year).first()
    if known is not None:
        return known
    if not plan.is_adopted:
        raise Refused(_("Adopt the action plan first; the report is written from it."))
    report = YearlyReport(partnership=plan.partnership, plan=plan, year=plan.year, language=language)
    audit.create(report, by=by)
    for number in SectionNumber.values:
        section = ReportSection(partnership=plan.partnership, report=report, number=number, written_in=language)
        audit.create(section, by=by)
    record_stages(plan.partnership, {"assess": "now", "report": "now"}, by=by)
    return report


def _require_reviewer(by: Any, report: YearlyReport) -> None:
    """Refuse somebody of the report's own table, and hold the report: no note is written between rule and decision."""
    YearlyReport.objects.select_for_update().get(pk=report.pk)
    if reasons := problems_with_own_partnership(by, report.partnership):
        raise Refused.because(reasons)


def _require_writable(report: YearlyReport, by: Any) -> None:
    """Refuse what may not be written now, and hold the report: nobody asks for approval of words still being saved."""
    refuse_unless(by, "reporting.write_report", report)
    current = YearlyReport.objects.select_for_update().values_list("state", flat=True).get(pk=report.pk)
    if not is_writable(current):
        raise Refused(_("The report is “%(state)s” and cannot be changed now.") % {"state": report.get_state_display()})


@transaction.atomic
def write_section(section: ReportSection, values: Mapping[str, Any], *, by: Any, version: int) -> ReportSection:
    """Save what a section says, or that there is nothing to report; only while the report is being written."""
    _require_writable(section.report, by)
    return audit.change(section, values, by=by, version=version)  # type: ignore[no-any-return]


@transaction.atomic
def edit_cover(report: YearlyReport, values: Mapping[str, Any], *, by: Any, version: int) -> YearlyReport:
    """Choose the language the report is first written in; all else on the cover comes from other records."""
    _require_writable(report, by)
    return audit.change(report, {"language": values["language"]}, by=by, version=version)  # type: ignore[no-any-return]


@transaction.atomic
def give_reason(
    report: YearlyReport, action: Any, values: Mapping[str, Any], *, by: Any, version: int
) -> VarianceReason:
    """Say why an action was late, stopped, carried over or short; the reason is replaced, its versions are kept."""
    _require_writable(report, by)
    reason = VarianceReason.objects.filter(report=report, action=action).first()
    if reason is not None:
        return audit.change(reason, values, by=by, version=version)  # type: ignore[no-any-return]
    fresh = VarianceReason(partnership=report.partnership, report=report, action=action, **values)
    return audit.create(fresh, by=by)


@transaction.atomic
def ask_approval(report: YearlyReport, *, by: Any) -> Moved:
    """Hand the report to the co-chairs, who are told."""
    moved = move(report, REPORT, "ask_approval", by=by, at=clock.now())
    _tell(people_holding(Role.CO_CHAIR, report.partnership), "report_asks_approval", report)
    return moved


@transaction.atomic
def take_back_report(report: YearlyReport, *, by: Any) -> Moved:
    """Open the report for writing again; an approval already given is taken off it and stays in the trail."""
    step = "reopen_answers" if report.was_submitted else "take_back"
    off: dict[str, Any] = {"adopted_on": None, "adopted_by": None, "motion": "", "no_motion_reason": ""}
    return move(report, REPORT, step, by=by, at=clock.now(), **off)


@transaction.atomic
def approve_report(
    report: YearlyReport, *, by: Any, on: date, motion: str = "", no_motion_reason: str = "", read: int | None = None
) -> Moved:
    """Approve in the council's name: by a motion, or with the recorded reason why there was none (design 2.13).

    `read` is the number of what the co-chair's page showed: Refused when a word or a figure is another by now. The
    trail keeps the fingerprint of what was approved: only that can be submitted.
    """
    if bool(motion.strip()) == bool(no_motion_reason.strip()):
        raise Refused(_("Give the motion, or the reason why there was none; one of the two."))
    if on > report.partnership.today():
        raise Refused(_("The day of the approval is still to come."))
    if on < report.fiscal_year.first_day:
        began = day_text(report.fiscal_year.first_day, year=True, weekday=False)
        raise Refused(_("The report cannot have been approved before its year began, on %(day)s.") % {"day": began})
    fingerprint = fingerprint_of_words(report)
    if read is not None and read != number_read(report, fingerprint):
        raise Refused(_("This was changed after you opened the page. Read it again before you go on."))
    adoption = {"adopted_on": on, "adopted_by": by, "motion": motion, "no_motion_reason": no_motion_reason}
    moved = move(report, REPORT, "approve", by=by, at=clock.now(), **adoption)
    audit.log(WORDS_APPROVED, by=by, record=report, after={"fingerprint": fingerprint})
    _tell(people_holding(Role.COORDINATOR, report.partnership), "report_approved", report)
    return moved


@transaction.atomic
def submit_report(report: YearlyReport, *, by: Any) -> Moved:
    """Send the report, frozen, to the officer: the first time, again after a return, or its answers alone.

    One transaction: the row is moved, every word and figure is frozen with a fingerprint, officers are told. What is
    frozen is the very body that was held against the approval, built once: a figure moves at any time.
    """
    at = clock.now()
    step = "submit" if not report.was_submitted else "resubmit"
    if report.state == ReportState.RETURNED:
        step = "send_answers"
    first = report.first_submitted_at or at
    body = report_body(report)
    report.body_built = body  # type: ignore[attr-defined]  # the rules of the step look at this one
    try:
        moved = move(report, REPORT, step, by=by, at=at, first_submitted_at=first, answer_due_on=None)
    finally:
        del report.body_built  # type: ignore[attr-defined]
    audit.freeze(report, body, schema_version=SCHEMA_VERSION, by=by)
    for officer in people_holding(Role.OFFICER, report.partnership):
        _tell([officer], "report_submitted", report, address="reporting:review_detail")
        post_mail(
            "report_submitted",
            to_user=officer,
            context=_mail_context(report, "reporting:review_detail"),
            key=f"report_submitted:{report.code}:{report.version}:{officer.code}",
            partnership_code=report.partnership.code,
        )
    return moved


@transaction.atomic
def return_report(report: YearlyReport, *, by: Any) -> Moved:
    """Send the notes back to the partnership, which has fifteen working days to answer; the frozen copy stays."""
    _require_reviewer(by, report)
    at = clock.now()
    answer_by = clock.working_days_after(report.partnership.today(), ANSWER_DAYS)
    moved = move(report, REPORT, "return", by=by, at=at, answer_due_on=answer_by)
    send_notes(report, by=by, at=at)
    _tell_the_writers(report, "report_returned", f"{report.version}")
    return moved


@transaction.atomic
def accept_report(report: YearlyReport, *, by: Any, observations: str = "") -> Moved:
    """Accept the report, with observations if there are any; praise and questions written so far are sent."""
    _require_reviewer(by, report)
    at = clock.now()
    moved = move(report, REPORT, "accept", by=by, at=at, observations=observations, because=observations)
    send_notes(report, by=by, at=at)
    record_stages(report.partnership, {"assess": "done", "report": "done"}, by=by)
    _tell_the_writers(report, "report_accepted", f"{report.version}")
    return moved


@transaction.atomic
def publish_report(report: YearlyReport, *, by: Any, in_one_language: bool = False) -> Moved:
    """Let anyone read the accepted report on the partnership's page.

    A text in one language stops it, and one whose translation is behind, unless `in_one_language` says that they stay
    so: then a text in one language gets the visible exception, with its line in the trail, and one that is behind
    keeps its mark. Its PDF is asked for in both official languages, for anyone to fetch.
    """
    refuse_unless(by, "reporting.publish_report", report)
    if in_one_language:
        for text in one_sided_texts(report):
            [(name, language)] = missing_languages(text, "text")
            notes = excepted(text.language_notes, name, language)
            audit.change(text, {"language_notes": notes}, by=by, version=text.version)
    elif reasons := problems_with_public_languages(report):
        raise Refused.because(reasons)
    moved = move(report, REPORT, "publish", by=by, at=clock.now())
    copy = frozen_copies_of(report).last()
    if copy is not None:
        for language in OFFICIAL:
            ask_document(report, copy, language=language, by=by)
    return moved


def _mail_context(report: YearlyReport, address: str = "reporting:report_detail") -> dict[str, Any]:
    return {
        "partnership_name_by_language": names_by_language(report.partnership),
        "year": str(report.fiscal_year),
        "url": reverse(address, kwargs={"slug": report.partnership.slug, "code": report.code}),
        "answer_by": report.answer_due_on,
    }


def _tell(people: list[Any], kind: str, report: YearlyReport, *, address: str = "reporting:report_detail") -> None:
    for person in people:
        notify(
            person,
            kind,
            reverse(address, kwargs={"slug": report.partnership.slug, "code": report.code}),
            key=f"{kind}:{report.code}:{report.version}:{person.code}",
            partnership_code=report.partnership.code,
            year=str(report.fiscal_year),
            name=str(report.partnership.name),
        )


def _tell_the_writers(report: YearlyReport, template: str, mark: str) -> None:
    people = [*people_holding(Role.COORDINATOR, report.partnership), *people_holding(Role.CO_CHAIR, report.partnership)]
    _tell(people, template, report)
    for person in people:
        post_mail(
            template,
            to_user=person,
            context=_mail_context(report),
            key=f"{template}:{report.code}:{mark}:{person.code}",
            partnership_code=report.partnership.code,
        )
