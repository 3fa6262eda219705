"""The yearly report in My day: what it lacks, who has it now, and by when."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.models import Action
from councils.permissions import CHAIRS, STAFF
from lipportal.shared.clock import FiscalYear
from reporting.choices import ReportState
from reporting.models import ReportSection, ReviewNote, VarianceReason
from reporting.queries import reports_visible_to, with_due_day
from reporting.queries.day_items import DayItem, item
from reporting.queries.papers import Paper
from reporting.rules import WRITTEN_SECTIONS, awaits_answer

EXPLAINED_STATES = ("late", "stopped", "carried_over")
SOON = timedelta(days=62)


def reports_at_work(user: Any, known: Mapping[Any, Any], *, with_counts: bool = True) -> list[Any]:
    """The reports of these partnerships (by key), those that want something first; one query.

    `with_counts` adds how many sections, reasons and answers each lacks: what only those who write it are told.
    """
    rows: QuerySet[Any] = with_due_day(reports_visible_to(user).filter(partnership__in=list(known)))
    is_over = Case(When(state="published", then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = (_with_counts(rows) if with_counts else rows).annotate(is_over=is_over)
    reports = list(rows.order_by("is_over", "-year")[:40])
    for report in reports:
        report.partnership = known[report.partnership_id]
    return reports


def _with_counts(rows: QuerySet[Any]) -> QuerySet[Any]:
    unwritten = ReportSection.objects.filter(
        Q(report__language="en", text_en="") | Q(report__language="fr", text_fr=""),
        report=OuterRef("pk"),
        number__in=WRITTEN_SECTIONS,
        is_nothing=False,
    )
    given = VarianceReason.objects.filter(report__plan=OuterRef("plan"), action=OuterRef("pk"))
    unexplained = Action.objects.filter(
        ~Exists(given), plan=OuterRef("plan"), ended_on__isnull=True, state__in=EXPLAINED_STATES
    )
    unanswered = ReviewNote.objects.filter(awaits_answer(), report=OuterRef("pk"))
    return rows.annotate(
        unwritten_count=_count(unwritten, "report"),
        unexplained_count=_count(unexplained, "plan"),
        unanswered_count=_count(unanswered, "report"),
    )


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def report_items(reports: Iterable[Any], roles: set[str], today: date) -> list[DayItem]:
    """The lines one partnership's reports give somebody who holds these roles there."""
    is_staff, is_chair = bool(roles & set(STAFF)), bool(roles & set(CHAIRS))
    items = []
    for report in reports:
        if report.state == ReportState.COUNCIL_REVIEW and is_chair:
            items.append(_approval(report, today))
        if report.state == ReportState.DRAFTING and is_staff:
            items.append(_writing(report, today))
        if report.state == ReportState.RETURNED and is_staff:
            items.append(_answers(report, today))
        if report.state == ReportState.APPROVED and (is_staff or is_chair):
            items.append(_approved(report, today))
        if report.state == ReportState.ACCEPTED and (is_staff or is_chair):
            items.append(_accepted(report, today))
    return items


def _approval(report: Any, today: date) -> DayItem:
    sentence = _("The yearly report %(year)s waits for your approval.") % {"year": report.fiscal_year}
    why = _("The coordinator handed it over as it stands.")
    url = reverse("reporting:report_read", args=[report.partnership.slug, report.code])
    return item(sentence, url, _("Read and approve"), today=today, why=why, kind="track")


def _writing(report: Any, today: date) -> DayItem:
    gaps = []
    if count := report.unwritten_count:
        gaps.append(ngettext("%(count)s section to write", "%(count)s sections to write", count) % {"count": count})
    if count := report.unexplained_count:
        gaps.append(ngettext("%(count)s action to explain", "%(count)s actions to explain", count) % {"count": count})
    named = {"year": report.fiscal_year, "gaps": ", ".join(gaps)}
    sentence = (
        _("Yearly report %(year)s: %(gaps)s.") if gaps else _("The yearly report %(year)s is written. Hand it on.")
    )
    why = _("Only your partnership can see it.")
    return item(
        sentence % named, report.get_absolute_url(), _("Open the report"), today=today, on=report.due_on, why=why
    )


def _answers(report: Any, today: date) -> DayItem:
    """The notes that want an answer; once all have one, the report that waits to be sent."""
    count = report.unanswered_count
    does = _("Answer") if count else _("Open the report")
    words = ngettext(
        "The officer returned the report %(year)s: %(count)s note to answer.",
        "The officer returned the report %(year)s: %(count)s notes to answer.",
        count,
    )
    if not count:
        words = _("Every note on the report %(year)s is answered. Send it back.")
    sentence = words % {"year": report.fiscal_year, "count": count}
    return item(sentence, report.get_absolute_url(), does, today=today, on=report.answer_due_on, kind="returned")


def _approved(report: Any, today: date) -> DayItem:
    sentence = _("The co-chairs approved the report %(year)s. It can be submitted.") % {"year": report.fiscal_year}
    return item(sentence, report.get_absolute_url(), _("Submit"), today=today, on=_awaited_on(report), kind="done")


def _awaited_on(report: Any) -> date | None:
    """The day it is awaited: after a return the day the answers are due, never the one it has kept already."""
    day: date | None = report.answer_due_on if report.was_submitted else report.due_on
    return day


def _accepted(report: Any, today: date) -> DayItem:
    sentence = _("The officer accepted the report %(year)s. It can be published.") % {"year": report.fiscal_year}
    return item(sentence, report.get_absolute_url(), _("Publish"), today=today, kind="done", group="later")


def due_items(due: Iterable[Paper], reports: Iterable[Any], slug: str, today: date) -> list[DayItem]:
    """A report that is due and not begun; one begun speaks for itself."""
    begun = {report.year for report in reports}
    url = reverse("reporting:report_list", kwargs={"slug": slug})
    items = []
    for paper in due:
        if paper.first in begun or paper.until is None or paper.until > today + SOON:
            continue
        sentence = _("The yearly report %(year)s is not begun.") % {"year": paper.years}
        why = _("It starts from the plan, already written as far as the plan was kept up to date.")
        items.append(item(sentence, url, _("Start it"), today=today, on=paper.until, why=why))
    return items


def unplanned_items(due: Iterable[Paper], slug: str, today: date) -> list[DayItem]:
    """A report the officer awaits, its year being over, that nobody can start: that year has no adopted plan."""
    url = reverse("actionplans:plan_list", kwargs={"slug": slug})
    why = _("No plan of that year is adopted, and a report starts from its plan. Adopt it, or tell the officer.")
    return [
        item(
            _("The yearly report %(year)s is awaited and cannot be started.") % {"year": paper.years},
            url,
            _("The action plans"),
            today=today,
            on=paper.until,
            why=why,
        )
        for paper in due
        if FiscalYear(paper.first).last_day < today
    ]


def next_due(due: Iterable[Paper], today: date) -> date | None:
    """The next day a report is due, if it is still to come."""
    return min((paper.until for paper in due if paper.until and paper.until >= today), default=None)
