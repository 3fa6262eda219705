"""Motions: what was put to a meeting, what became of it, and who had no vote."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.choices import MotionState
from councils.forms import motions as forms
from councils.models import Motion
from councils.queries import motions as queries
from councils.queries.meetings import bodies_for_filter, fiscal_years_with_meetings, meetings_visible_to
from councils.queries.terms import carries_words
from councils.services import motions as services
from councils.views.answers import steps_with_addresses, told
from councils.views.common import page_of, partnership_for
from councils.votes import share_that_carries
from councils.workflow import MOTION
from lipportal.drafts.reading import AsRead
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, signed_in
from lipportal.shared.workflow import problems_with


@require_safe
@signed_in
def motion_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The motions of a partnership, found by words, fiscal year, body and result."""
    partnership = partnership_for(request, "councils.view_motion", slug)
    years = fiscal_years_with_meetings(partnership)
    asked = {name: request.GET.get(name, "")[:80] for name in ("find", "year", "body", "state", "sort")}
    year = next((one for one in years if str(one.start) == asked["year"]), None)
    rows = queries.motion_list_rows(
        request.user,
        partnership,
        find=asked["find"],
        year=year,
        body=asked["body"],
        state=asked["state"],
        sort=asked["sort"],
    )
    context = {
        "partnership": partnership,
        "page": page_of(request, rows),
        "years": years,
        "bodies": bodies_for_filter(request.user, partnership),
        "states": MotionState.choices,
        "asked": asked,
    }
    return render(request, "councils/motion_list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def motion_create(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put a motion forward for a meeting."""
    rows = meetings_visible_to(request.user)
    meeting = allowed(request, "councils.edit_motion", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "councils.motion", place=meeting.code)
    form = forms.MotionForm(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        do = partial(services.create_motion, meeting, form.cleaned_data, by=request.user)
        if answer := writing.save(form, do, then=told(request, _("The motion is put forward."))):
            return answer
    context = {"form": form, "writing": writing, "meeting": meeting, "keep_form": "form"}
    return render(request, "councils/motion_create.html", context)


@require_safe
@signed_in
def motion_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The wording, what it is or was judged by, who declared a conflict, and what comes next."""
    rows = queries.motions_visible_to(request.user).select_related("mover__person", "seconder__person", "terms__body")
    motion = found(rows, code=code, partnership__slug=slug)
    may_edit = request.user.has_perm("councils.edit_motion", motion) and not motion.meeting.is_ended
    is_under_way = motion.state in queries.UNDER_WAY
    sees_conflicts = request.user.has_perm("councils.view_conflict", motion)
    context = {
        "motion": motion,
        "needs": carries_words(share_that_carries(motion.terms)),
        "sees_conflicts": sees_conflicts,
        "conflicts": queries.conflicts_told_on(motion, request.user) if sees_conflicts else [],
        "judged": queries.judgement_of(motion) if is_under_way and motion.meeting.is_noted else None,
        "steps": steps_with_addresses(request.user, motion, MOTION, "motion"),
        "may_edit": may_edit and bool(MOTION.editable_fields(motion)),
        "may_declare": may_edit and not queries.problems_with_declaring(motion),
        "is_under_way": is_under_way,
    }
    return render(request, "councils/motion_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def motion_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change the wording, before it is moved."""
    motion = _editable_motion(request, slug, code)
    writing = Writing(request, "councils.motion", motion)
    form = forms.MotionForm(writing.posted, instance=motion)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        do = partial(services.edit_motion, motion, form.cleaned_data, by=request.user, version=writing.base_version)
        if answer := writing.save(form, do, then=told(request, _("Saved."))):
            return answer
    context = {"form": form, "writing": writing, "motion": motion, "is_open": bool(MOTION.editable_fields(motion))}
    return render(request, "councils/motion_edit.html", {**context, "keep_form": "form"})


def _editable_motion(request: HttpRequest, slug: str, code: str) -> Motion:
    rows = queries.motions_visible_to(request.user)
    return allowed(request, "councils.edit_motion", rows, code=code, partnership__slug=slug)


# --- conflicts of interest -------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@signed_in
def conflict_declare(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Record that a member has a conflict of interest in a motion."""
    motion = _editable_motion(request, slug, code)
    writing = Writing(request, "councils.conflict", place=motion.code)
    form = forms.ConflictForm(writing.posted, motion=motion)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        do = partial(services.declare_conflict, motion, form.cleaned_data, by=request.user)
        if answer := writing.save(form, do, then=told(request, _("Declared. This member has no vote on the motion."))):
            return answer
    context = {"form": form, "writing": writing, "motion": motion, "keep_form": "form"}
    context |= {"problems": queries.problems_with_declaring(motion)}
    return render(request, "councils/conflict_declare.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def conflict_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take back a declaration that was recorded by mistake."""
    rows = queries.conflicts_visible_to(request.user)
    conflict = allowed(request, "councils.edit_motion", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "councils.conflict_end", conflict)
    form = forms.TakeBackForm(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        do = partial(services.end_conflict, conflict, by=request.user, **form.cleaned_data)
        if answer := writing.save(form, do, then=told(request, _("Taken back. This member has a vote again."))):
            return answer
    context = {"form": form, "writing": writing, "conflict": conflict, "keep_form": "form"}
    context |= {"problems": queries.problems_with_declaring(conflict.motion)}
    return render(request, "councils/conflict_end.html", context)


# --- steps -----------------------------------------------------------------------------------------------------------
def _step(
    request: HttpRequest, name: str, form_class: Any, do: Callable[..., Any], words: str, **place: str
) -> HttpResponse:
    """One step of a motion: what it does in words, its form, and why it is shut when it is.

    The service holds what it changes before it looks whether the page was of now. `words` may name the state reached.
    """
    step = MOTION.step(name)
    motion = _editable_motion(request, place["slug"], place["code"])
    problems = problems_with(motion, step)
    read = AsRead(motion.code, queries.motion_version(motion))
    writing = Writing(request, f"councils.motion_{name}", read, is_step=True)
    form = form_class(writing.posted, motion=motion)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        step_taken = partial(do, motion, by=request.user, version=writing.base_version, **form.cleaned_data)
        if answer := writing.save(form, step_taken, then=partial(_told_of, request, words)):
            return answer
    context = {"form": form, "writing": writing, "motion": motion, "step": step, "problems": problems}
    return render(request, "councils/motion_step.html", {**context, "keep_form": "form"})


def _told_of(request: HttpRequest, words: str, motion: Motion) -> str:
    return told(request, words % {"state": motion.get_state_display()})(motion)


@require_http_methods(["GET", "POST"])
@signed_in
def motion_put(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Record who moved and who seconded it."""
    words = _("Moved and seconded. Record the decision when it is taken.")
    return _step(request, "put", forms.PutForm, services.put_motion, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def motion_decide(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Record what the meeting decided."""
    words = _("%(state)s. The result stands, whatever the terms become.")
    return _step(request, "decide", forms.DecideForm, services.decide_motion, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def motion_lapse(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Record that it lapsed for want of quorum."""
    words = _("%(state)s. Put it forward again at a meeting that has it.")
    return _step(request, "lapse", forms.LapseForm, services.lapse_motion, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def motion_open_again(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Open its wording again, as nobody moved it or others did."""
    words = _("Open again. Record who moves and seconds it.")
    return _step(request, "open_again", forms.SetAsideForm, services.open_motion_again, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def motion_defer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Set it aside for another meeting."""
    words = _("Deferred. Put it forward again at the meeting that takes it up.")
    return _step(request, "defer", forms.SetAsideForm, services.defer_motion, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def motion_withdraw(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Withdraw it, undecided."""
    words = _("The motion is withdrawn. It stays readable at the table.")
    return _step(request, "withdraw", forms.SetAsideForm, services.withdraw_motion, words, slug=slug, code=code)
