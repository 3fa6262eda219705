"""Meetings of a partnership's bodies, and who was there."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.documents import calendar
from councils.forms.bodies import EndForm
from councils.forms.meetings import AttendanceForm, MeetingForm
from councils.models import Meeting
from councils.queries.bodies import bodies_visible_to
from councils.queries.meetings import (
    THERE,
    attendance_lines,
    bodies_for_filter,
    fiscal_years_with_meetings,
    meeting_list_rows,
    meetings_visible_to,
    quorum_of,
)
from councils.queries.motions import motions_of
from councils.queries.partnerships import partnerships_where
from councils.services.meetings import create_meeting, edit_meeting, end_meeting, record_attendance
from councils.views.answers import told
from councils.views.common import download
from lipportal.drafts.writing import Writing
from lipportal.shared import clock
from lipportal.shared.access import allowed, found, signed_in

PAGE = 25


@require_safe
@signed_in
def meeting_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of a partnership, found by words, fiscal year and body."""
    partnership = found(partnerships_where(request.user, "councils.view_meeting"), slug=slug)
    years = fiscal_years_with_meetings(partnership)
    asked = {name: request.GET.get(name, "")[:80] for name in ("find", "year", "body", "sort")}
    year = next((one for one in years if str(one.start) == asked["year"]), None)
    rows = meeting_list_rows(
        request.user, partnership, find=asked["find"], year=year, body=asked["body"], sort=asked["sort"]
    )
    context = {
        "partnership": partnership,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "years": years,
        "bodies": bodies_for_filter(request.user, partnership),
        "asked": asked,
    }
    return render(request, "councils/meeting_list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def meeting_create(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Record a meeting of a body; attendance comes next."""
    body = allowed(request, "councils.edit_meeting", bodies_visible_to(request.user), code=code, partnership__slug=slug)
    writing = Writing(request, "councils.meeting", place=body.code)
    form = MeetingForm(writing.posted, partnership=body.partnership)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: create_meeting(body, form.cleaned_data, by=request.user),
            then=lambda saved: told(request, _("The meeting is recorded."), to=_after_recording(saved))(saved),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "body": body, "keep_form": "form"}
    return render(request, "councils/meeting_create.html", context)


def _after_recording(meeting: Meeting) -> str:
    """Who is here comes next; of a meeting to come there is nothing to note yet."""
    if not meeting.has_come:
        return meeting.get_absolute_url()
    return reverse("councils:meeting_attendance", kwargs={"slug": meeting.partnership.slug, "code": meeting.code})


@require_safe
@signed_in
def meeting_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """When and where, what was decided, who was there."""
    meeting = found(meetings_visible_to(request.user), code=code, partnership__slug=slug)
    lines = attendance_lines(meeting)
    context = {
        "meeting": meeting,
        "lines": lines,
        "quorum": quorum_of(meeting, lines),
        "motions": motions_of(meeting),
        "may_put": request.user.has_perm("councils.edit_motion", meeting) and not meeting.is_ended,
        "is_to_come": meeting.starts_at > clock.now(),
        "noted_count": sum(bool(line.state) for line in lines),
        "there_count": sum(line.state in THERE for line in lines),
        "may_edit": request.user.has_perm("councils.edit_meeting", meeting) and not meeting.is_ended,
    }
    return render(request, "councils/meeting_detail.html", context)


@require_safe
@signed_in
def meeting_calendar(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The meeting as a file that any calendar takes."""
    meeting = found(meetings_visible_to(request.user), code=code, partnership__slug=slug)
    content = calendar.meeting_calendar(meeting)
    return download(content, "text/calendar; charset=utf-8", f"meeting-{meeting.code}.ics")


@require_http_methods(["GET", "POST"])
@signed_in
def meeting_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change the day, the place or the summary."""
    meeting = _editable_meeting(request, slug, code)
    writing = Writing(request, "councils.meeting", meeting)
    form = MeetingForm(writing.posted, instance=meeting, partnership=meeting.partnership)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        version = writing.base_version
        answer = writing.save(
            form,
            lambda: edit_meeting(meeting, form.cleaned_data, by=request.user, version=version),
            then=told(request, _("Saved.")),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "meeting": meeting, "keep_form": "form"}
    return render(request, "councils/meeting_edit.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def meeting_attendance(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Who is here, by taps: everybody in one form."""
    meeting = _editable_meeting(request, slug, code)
    writing = Writing(request, "councils.attendance", meeting)
    lines = attendance_lines(meeting)
    form = AttendanceForm(writing.posted, lines=lines)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        version = writing.base_version
        answer = writing.save(
            form,
            lambda: record_attendance(meeting, form.answers(), by=request.user, version=version),
            then=told(request, _("Attendance is noted.")),
        )
        if answer:
            return answer
    context = {
        "form": form,
        "writing": writing,
        "meeting": meeting,
        "quorum": quorum_of(meeting, lines),
        "keep_form": "form",
    }
    return render(request, "councils/meeting_attendance.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def meeting_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take out a meeting that was recorded by mistake."""
    meeting = _editable_meeting(request, slug, code)
    writing = Writing(request, "councils.meeting_end", meeting)
    form = EndForm(writing.posted, initial={"on": meeting.partnership.today()})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        then = told(request, _("Taken out. It counts nowhere any more."))
        answer = writing.save(form, lambda: end_meeting(meeting, by=request.user, **form.cleaned_data), then=then)
        if answer:
            return answer
    context = {"form": form, "writing": writing, "meeting": meeting, "keep_form": "form"}
    return render(request, "councils/meeting_end.html", context)


def _editable_meeting(request: HttpRequest, slug: str, code: str) -> Meeting:
    rows = meetings_visible_to(request.user)
    return allowed(request, "councils.edit_meeting", rows, code=code, partnership__slug=slug)
