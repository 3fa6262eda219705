"""The officer's desk: the queue, the frozen report beside its earlier version, notes, and the decision."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lipportal.drafts.reading import take_as_read
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, require, signed_in
from lipportal.shared.telling import back_with_reasons
from lipportal.shared.workflow import steps_open_to
from reporting.forms import AcceptForm, EmptyForm, NoteForm, ReplyForm, WithdrawForm
from reporting.models import ReviewNote, YearlyReport
from reporting.queries import notes_visible_to, reports_visible_to, submitted_reports_visible_to, with_due_day
from reporting.queries.answers import with_answers
from reporting.queries.desk import decision_buttons
from reporting.queries.reading import review_page
from reporting.queries.review import queue_page
from reporting.rules import problems_with_own_partnership
from reporting.services import (
    accept_report,
    reply_note,
    return_report,
    settle_note,
    withdraw_note,
    write_note,
)
from reporting.workflow import REPORT


def _submitted(
    request: HttpRequest, slug: str, code: str, permission: str = "reporting.view_submitted_report"
) -> YearlyReport:
    rows = submitted_reports_visible_to(request.user).select_related("partnership")
    return allowed(request, permission, with_due_day(rows), code=code, partnership__slug=slug)


def _to_review(request: HttpRequest, slug: str, code: str, permission: str) -> YearlyReport:
    """A submitted report this person decides on: never their own partnership's."""
    report = _submitted(request, slug, code, permission)
    _refuse_own(request, report)
    return report


def _to_decide(request: HttpRequest, slug: str, code: str, permission: str) -> YearlyReport:
    """The same for a decision, whose page also says when it is not open: to whoever pressed too late, too."""
    report = _submitted(request, slug, code)
    if request.method == "POST" and report.state in REPORT.step("accept").leaves:
        require(request, permission, report)
    _refuse_own(request, report)
    return report


def _refuse_own(request: HttpRequest, report: YearlyReport) -> None:
    if reasons := problems_with_own_partnership(request.user, report.partnership):
        raise PermissionDenied(reasons[0])


def _note(request: HttpRequest, slug: str, code: str, permission: str) -> ReviewNote:
    rows = notes_visible_to(request.user).select_related("report__partnership", "partnership", "author")
    note = found(rows, code=code, partnership__slug=slug)
    require(request, permission, note.report)
    if permission == "reporting.note_report":
        _refuse_own(request, note.report)
    return note


@require_safe
@signed_in
def review_queue(request: HttpRequest) -> HttpResponse:
    """Reports to read, most urgent first; then those due, late, returned and accepted."""
    require(request, "reporting.view_queue")
    return render(request, "reporting/review_queue.html", {"queue": queue_page(request.user, request.GET)})


@require_safe
@signed_in
def review_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One submitted report, frozen: whole, only what changed, or the first version; with the notes and the decision."""
    report = _submitted(request, slug, code)
    notes = list(notes_visible_to(request.user).filter(report=report).select_related("author"))
    language = get_language() or "en"
    own = problems_with_own_partnership(request.user, report.partnership)
    context = {
        "report": report,
        "partnership": report.partnership,
        "review": review_page(report, notes, request.GET, language if language in ("en", "fr") else "en"),
        "buttons": decision_buttons(report, steps_open_to(request.user, report, REPORT), own),
        "own": own,
        "may_note": not own and request.user.has_perm("reporting.note_report", report),
    }
    return render(request, "reporting/review_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def note_create(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write a note tied to a section."""
    report = _to_review(request, slug, code, "reporting.note_report")
    section, line = request.GET.get("section", "1")[:2], request.GET.get("line", "")[:10]
    writing = Writing(request, "reporting.note", place=f"{report.code}.{section}.{line}")
    start = {"section": section, "line": line, "language": report.language}
    form = NoteForm(writing.posted, initial=start)
    writing.restore(form)
    return _save_note(request, report, writing, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def note_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change a note that was not sent yet."""
    note = _note(request, slug, code, "reporting.note_report")
    writing = Writing(request, "reporting.note", note)
    form = NoteForm(writing.posted, instance=note)
    writing.restore(form)
    return _save_note(request, note.report, writing, form, note)


def _save_note(
    request: HttpRequest, report: YearlyReport, writing: Writing, form: NoteForm, note: ReviewNote | None = None
) -> HttpResponse:
    back = reverse("reporting:review_detail", args=[report.partnership.slug, report.code])
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: write_note(report, form.cleaned_data, by=request.user, note=note, version=writing.base_version),
            then=lambda saved: f"{back}#section-{saved.section}",
        )
        if answer:
            return answer
    context = {"report": report, "partnership": report.partnership, "form": form, "writing": writing, "note": note}
    return render(request, "reporting/note_edit.html", {**context, "back": back, "keep_form": "form"})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def note_withdraw(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Withdraw a note, with a reason."""
    note = _note(request, slug, code, "reporting.note_report")
    writing = Writing(request, "reporting.note_withdraw", note)
    form = WithdrawForm(writing.posted)
    writing.restore(form)
    back = reverse("reporting:review_detail", args=[slug, note.report.code])
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: withdraw_note(note, by=request.user, because=form.cleaned_data["because"]),
            then=lambda _note: back,
        )
        if answer:
            return answer
    context = {"report": note.report, "partnership": note.partnership, "note": note, "form": form, "writing": writing}
    return render(request, "reporting/note_withdraw.html", {**context, "back": back})


@require_POST
@signed_in
def note_settle(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Mark a note settled, or open it again."""
    note = _note(request, slug, code, "reporting.note_report")
    writing = Writing(request, "reporting.note_settle", note)
    back = reverse("reporting:review_detail", args=[slug, note.report.code]) + f"#note-{note.code}"
    form = EmptyForm(request.POST)
    answer = writing.save(
        form,
        lambda: settle_note(
            note, by=request.user, settled=request.POST.get("settled") == "yes", version=writing.base_version
        ),
        then=lambda _note: back,
    )
    return answer or back_with_reasons(request, form.non_field_errors(), back)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def note_reply(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Answer a note of the officer."""
    note = _note(request, slug, code, "reporting.reply_note")
    found(reports_visible_to(request.user), pk=note.report_id)
    writing = Writing(request, "reporting.reply", note)
    [note] = with_answers([note], note.report)
    form = ReplyForm(writing.posted, initial={"reply": note.reply if note.is_answered else ""})
    writing.restore(form)
    back = note.report.get_absolute_url()
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: reply_note(note, form.cleaned_data["reply"], by=request.user, version=writing.base_version),
            then=lambda _note: f"{back}#note-{note.code}",
        )
        if answer:
            return answer
    context = {"report": note.report, "partnership": note.partnership, "note": note, "form": form, "writing": writing}
    return render(request, "reporting/note_reply.html", {**context, "back": back, "keep_form": "form"})


def _decide(request: HttpRequest, report: YearlyReport, name: str, form: Any, do: Any) -> HttpResponse:
    """Ask once before a decision; a second press takes none."""
    open_step = next((each for each in steps_open_to(request.user, report, REPORT) if each.step.name == name), None)
    writing = Writing(request, f"reporting.{name}", report, is_step=True)
    form = form(writing.posted)
    writing.restore(form)
    back = reverse("reporting:review_detail", args=[report.partnership.slug, report.code])
    if writing.posted is not None and form.is_valid():
        answer = writing.save(form, partial(take_as_read, writing, partial(do, form)), then=lambda _moved: back)
        if answer:
            return answer
    notes = notes_visible_to(request.user).filter(report=report, ended_on__isnull=True, settled_at__isnull=True)
    context = {
        "report": report,
        "partnership": report.partnership,
        "open_step": open_step,
        "form": form,
        "notes": with_answers(notes, report, is_own=False),
    }
    return render(request, "reporting/review_step.html", {**context, "writing": writing, "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_return(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Return the report with its notes."""
    report = _to_decide(request, slug, code, "reporting.return_report")
    return _decide(request, report, "return", EmptyForm, lambda _form: return_report(report, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_accept(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Accept the report, with observations."""
    report = _to_decide(request, slug, code, "reporting.accept_report")
    return _decide(
        request, report, "accept", AcceptForm, lambda form: accept_report(report, by=request.user, **form.cleaned_data)
    )
