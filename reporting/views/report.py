"""The report workshop: start, read through, write each section, give reasons, and take each step once."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans.queries import plans_visible_to
from councils.queries import partnerships_visible_to
from lipportal.drafts.reading import AsRead, take_as_read
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, signed_in
from lipportal.shared.asked import whole_number
from lipportal.shared.telling import back_with_reasons
from lipportal.shared.workflow import OpenStep, steps_open_to
from reporting.choices import REPORT_SHAPES
from reporting.forms import ApprovalForm, CoverForm, EmptyForm, PublishForm, ReasonForm, SectionForm
from reporting.models import ReportSection, VarianceReason, YearlyReport
from reporting.queries import notes_visible_to, reports_visible_to, with_due_day
from reporting.queries.answers import with_answers
from reporting.queries.desk import (
    awaited_without_plan,
    fitting_steps,
    plans_without_report,
    receivers_of,
    section_links,
    step_buttons,
)
from reporting.queries.earlier import report_before
from reporting.queries.figure_groups import figure_groups
from reporting.queries.line_chain import chain_of_line
from reporting.queries.readiness import READ_DIGITS, fingerprint_of_words, gaps_of, number_read
from reporting.queries.reading import reading_now
from reporting.queries.report_page import plan_lines, section_page
from reporting.queries.section_words import ASKS
from reporting.services import (
    approve_report,
    ask_approval,
    edit_cover,
    give_reason,
    publish_report,
    start_report,
    submit_report,
    take_back_report,
    write_section,
)
from reporting.workflow import REPORT, is_writable


def _report(request: HttpRequest, slug: str, code: str, permission: str = "reporting.view_report") -> YearlyReport:
    rows = reports_visible_to(request.user).select_related("partnership", "plan").prefetch_related("sections")
    report = allowed(request, permission, with_due_day(rows), code=code, partnership__slug=slug)
    report.plan.partnership = report.partnership  # read already
    return report


def _steps(request: HttpRequest, report: YearlyReport) -> list[OpenStep]:
    return steps_open_to(request.user, report, REPORT)


def _frame(request: HttpRequest, report: YearlyReport, steps: list[OpenStep] | None = None) -> dict[str, Any]:
    """What every page of the workshop shows around its work; `steps` when the page has asked for them already."""
    gaps = gaps_of(report)
    steps = _steps(request, report) if steps is None else steps
    return {
        "report": report,
        "partnership": report.partnership,
        "gaps": gaps,
        "section_links": section_links(report, gaps),
        "buttons": step_buttons(report, steps),
        "shape": REPORT_SHAPES[report.state],
        "is_writable": is_writable(report.state) and request.user.has_perm("reporting.write_report", report),
    }


@require_safe
@signed_in
def report_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnership's yearly reports, newest first, and the plans that have none yet."""
    partnership = allowed(request, "councils.view_desk", partnerships_visible_to(request.user), slug=slug)
    rows = reports_visible_to(request.user).filter(partnership=partnership).select_related("partnership")
    may_start = request.user.has_perm("reporting.start_report", partnership)
    context = {
        "partnership": partnership,
        "reports": [(report, REPORT_SHAPES[report.state]) for report in with_due_day(rows).order_by("-year")],
        "writing": Writing(request, "reporting.start"),
        "startable": plans_without_report(partnership) if may_start else [],
        "awaited": awaited_without_plan(partnership) if may_start else [],
    }
    return render(request, "reporting/report_list.html", context)


@require_POST
@signed_in
def report_start(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Start the report on a plan's year, already filled from the plan; a second press leads to the same report."""
    plans = plans_visible_to(request.user).select_related("partnership")
    plan = allowed(request, "reporting.start_report", plans, code=code, partnership__slug=slug)
    writing = Writing(request, "reporting.start", place=plan.code)
    language, form = get_language() or "en", EmptyForm(request.POST)
    answer = writing.save(
        form,
        lambda: start_report(plan, by=request.user, language=language if language in ("en", "fr") else "en"),
        then=lambda report: report.get_absolute_url(),
    )
    return answer or back_with_reasons(
        request, form.non_field_errors(), reverse("reporting:report_list", kwargs={"slug": slug})
    )


@require_safe
@signed_in
def report_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Where the report stands: its gaps, its sections, its next step, the officer's notes."""
    report = _report(request, slug, code)
    rows = notes_visible_to(request.user).filter(report=report).select_related("author", "partnership")
    notes = with_answers(rows, report)
    asked = [note for note in notes if note.asks_answer]
    context = {**_frame(request, report), "notes": notes, "asked": asked, "is_overview": True}
    return render(request, "reporting/report_detail.html", context)


@require_safe
@signed_in
def report_read(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The whole report on one page as it stands now, or what changed since it was sent last; for all at the table."""
    report = _report(request, slug, code)
    language = get_language() or "en"
    buttons = step_buttons(report, _steps(request, report))
    context = {
        "report": report,
        "partnership": report.partnership,
        "shape": REPORT_SHAPES[report.state],
        "review": reading_now(report, request.GET, language if language in ("en", "fr") else report.language),
        "approve": next((button for button in buttons if button.key == "approve"), None),
        "read": number_read(report, fingerprint_of_words(report)),
    }
    return render(request, "reporting/report_read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def section_edit(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """One section: what the portal filled in, and what the partnership writes beside it."""
    report = _report(request, slug, code)
    section = found(report.sections.all(), number=number)
    writing = Writing(request, "reporting.section", section)
    form = SectionForm(writing.posted, instance=section, language=report.language)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: write_section(section, form.values(), by=request.user, version=writing.base_version),
            then=lambda _saved: f"{request.path}?saved=1",
        )
        if answer:
            return answer
    context = {**_frame(request, report), "section": section, "form": form, "writing": writing, "keep_form": "form"}
    return render(request, "reporting/section_edit.html", {**context, **_around_section(request, report, section)})


def _around_section(request: HttpRequest, report: YearlyReport, section: ReportSection) -> dict[str, Any]:
    """What stands beside the writing of one section: what it asks, figures, lines, last year, notes, a line's chain."""
    number = section.number
    now = section_page(report, number)
    language = get_language() or "en"
    before = report_before(report, language if language in ("en", "fr") else report.language)
    line = next((line for line in now.lines if line.code == request.GET.get("line")), None)
    notes = notes_visible_to(request.user).filter(report=report, section=number).select_related("author", "partnership")
    return {
        "asks": ASKS[number],
        "section_now": now,
        "groups": figure_groups(now.figures, last_year=before.figures(number)),
        "last_year": before.section(number),
        "last_year_label": before.year,
        "line": line,
        "chain": chain_of_line(report, line.code, line.number, request.user) if line else None,
        "notes": with_answers(notes, report),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def cover_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What is chosen for the cover: the language of the report."""
    report = _report(request, slug, code, "reporting.write_report")
    writing = Writing(request, "reporting.cover", report)
    form = CoverForm(writing.posted, instance=report)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: edit_cover(report, form.cleaned_data, by=request.user, version=writing.base_version),
            then=lambda _saved: reverse("reporting:section_edit", args=[slug, code, 0]),
        )
        if answer:
            return answer
    context = {**_frame(request, report), "form": form, "writing": writing, "keep_form": "form"}
    return render(request, "reporting/cover_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reason_edit(request: HttpRequest, slug: str, code: str, action: str) -> HttpResponse:
    """Why one action was late, stopped, carried over or short."""
    report = _report(request, slug, code, "reporting.write_report")
    subject = found(report.plan.actions.all(), code=action)
    reason = VarianceReason.objects.filter(report=report, action=subject).first()
    writing = Writing(request, "reporting.reason", reason, place=f"{report.code}.{subject.code}")
    fresh = VarianceReason(report=report, partnership=report.partnership, action=subject)
    form = ReasonForm(writing.posted, instance=reason or fresh, language=report.language)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: give_reason(report, subject, form.values(), by=request.user, version=writing.base_version),
            then=lambda _saved: reverse("reporting:section_edit", args=[slug, code, 5]) + f"#line-{subject.code}",
        )
        if answer:
            return answer
    line = next((line for line in plan_lines(report) if line.code == subject.code), None)
    context = {**_frame(request, report), "action": subject, "line": line, "reason": reason}
    context |= {"form": form, "writing": writing}
    return render(request, "reporting/reason_edit.html", {**context, "keep_form": "form"})


def _step(
    request: HttpRequest, report: YearlyReport, steps: str, form: Any, do: Any, *, read: AsRead | None = None
) -> HttpResponse:
    """One step, asked once: says what happens and to whom it goes, then takes it, and a second press takes none.

    `steps` names the step, and its variants of a later round; the first is the form's name in every round. `read` is
    what was read where that is more than the report's own row; then `do` is given its number to hold it against.
    """
    opened = _steps(request, report)
    by_name = {each.step.name: each for each in opened}
    open_step = next((by_name[name] for name in fitting_steps(report, steps.split()) if name in by_name), None)
    writing = Writing(request, f"reporting.{steps.split(maxsplit=1)[0]}", read or report, is_step=True)
    form = form(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        take = partial(do, form, writing.base_version) if read else partial(take_as_read, writing, partial(do, form))
        if answer := writing.save(form, take, then=lambda _moved: report.get_absolute_url()):
            return answer
    context = {**_frame(request, report, opened), "open_step": open_step, "form": form, "writing": writing}
    context["receivers"] = receivers_of(report, open_step.step.name) if open_step else []
    return render(request, "reporting/report_step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_ask_approval(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Hand the report to the co-chairs."""
    report = _report(request, slug, code, "reporting.ask_approval")
    return _step(request, report, "ask_approval", EmptyForm, lambda _form: ask_approval(report, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_take_back(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Open the report for writing again."""
    report = _report(request, slug, code, "reporting.take_back_report")
    steps = "take_back reopen_answers"
    return _step(request, report, steps, EmptyForm, lambda _form: take_back_report(report, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_approve(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Approve the report in the council's name: the words and figures read on the page this one was opened from."""
    report = _report(request, slug, code, "reporting.approve_report")
    form = partial(ApprovalForm, initial={"on": report.partnership.today()})
    read = whole_number(request.GET.get("read", ""), digits=READ_DIGITS)
    return _step(
        request,
        report,
        "approve",
        form,
        lambda done, number: approve_report(report, by=request.user, read=number, **done.cleaned_data),
        read=AsRead(report.code, read or number_read(report, fingerprint_of_words(report))),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_submit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Send the report, frozen, to the officer."""
    report = _report(request, slug, code, "reporting.submit_report")
    steps = "submit resubmit send_answers"
    return _step(request, report, steps, EmptyForm, lambda _form: submit_report(report, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_publish(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Let anyone read the accepted report."""
    report = _report(request, slug, code, "reporting.publish_report")
    form = partial(PublishForm, report=report)
    return _step(
        request, report, "publish", form, lambda done: publish_report(report, by=request.user, **done.cleaned_data)
    )
