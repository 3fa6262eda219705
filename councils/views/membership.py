"""Memberships: a proposal for a seat, the page of one, and its steps."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.forms import memberships as forms
from councils.queries.bodies import seats_visible_to
from councils.queries.memberships import holder_of_seat, membership_history, memberships_visible_to
from councils.services import memberships as services
from councils.views.answers import steps_with_addresses, told
from councils.workflow import MEMBERSHIP
from lipportal.drafts.reading import take_as_read
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, signed_in
from lipportal.shared.workflow import problems_with


@require_http_methods(["GET", "POST"])
@signed_in
def membership_propose(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Propose a person for a seat."""
    seat = allowed(
        request, "councils.edit_membership", seats_visible_to(request.user), code=code, partnership__slug=slug
    )
    writing = Writing(request, "councils.membership", place=seat.code)
    form = forms.MembershipForm(writing.posted, seat=seat, initial={"starts_on": seat.partnership.today()})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        then = told(request, _("Proposed. The next step is to confirm."))
        do = lambda: services.propose_membership(seat, form.cleaned_data, by=request.user)  # noqa: E731 - done once, below
        if answer := writing.save(form, do, then=then):
            return answer
    context = {"form": form, "writing": writing, "seat": seat, "holder": holder_of_seat(seat), "keep_form": "form"}
    return render(request, "councils/membership_propose.html", context)


@require_safe
@signed_in
def membership_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Who holds a seat, for whom, since when, what happened and what can come next."""
    membership = found(memberships_visible_to(request.user), code=code, partnership__slug=slug)
    context = {
        "membership": membership,
        "steps": steps_with_addresses(request.user, membership, MEMBERSHIP, "membership"),
        "history": membership_history(membership),
        "may_edit": request.user.has_perm("councils.edit_membership", membership)
        and bool(MEMBERSHIP.editable_fields(membership)),
    }
    return render(request, "councils/membership_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def membership_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change the alternate, and what else may still be changed."""
    rows = memberships_visible_to(request.user)
    membership = allowed(request, "councils.edit_membership", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "councils.membership", membership)
    form = forms.MembershipEditForm(writing.posted, instance=membership)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        values, version = form.cleaned_data, writing.base_version
        do = lambda: services.edit_membership(membership, values, by=request.user, version=version)  # noqa: E731
        if answer := writing.save(form, do, then=told(request, _("Saved."))):
            return answer
    context = {"form": form, "writing": writing, "membership": membership, "keep_form": "form"}
    return render(request, "councils/membership_edit.html", context)


def _step(
    request: HttpRequest, name: str, form_class: Any, do: Callable[..., Any], words: str, **place: str
) -> HttpResponse:
    """One step of a membership: what it does in words, its form, and why it is shut when it is."""
    step = MEMBERSHIP.step(name)
    rows = memberships_visible_to(request.user)
    membership = allowed(request, step.permission, rows, code=place["code"], partnership__slug=place["slug"])
    problems = problems_with(membership, step)
    writing = Writing(request, f"councils.membership_{name}", membership, is_step=True)
    today = membership.partnership.today()
    form = form_class(
        writing.posted,
        membership=membership,
        initial={"on": today, "agreed_terms_on": today, "declared_conflicts_on": today},
    )
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        values = form.cleaned_data
        step_taken = partial(do, membership, by=request.user, **values)
        if answer := writing.save(form, partial(take_as_read, writing, step_taken), then=told(request, words)):
            return answer
    context = {"form": form, "writing": writing, "membership": membership, "step": step, "problems": problems}
    return render(request, "councils/membership_step.html", {**context, "keep_form": "form"})


@require_http_methods(["GET", "POST"])
@signed_in
def membership_confirm(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Confirm by a motion, or without one for a reason."""
    words = _("Confirmed. Once the terms are agreed to, welcome them to the table.")
    return _step(request, "confirm", forms.ConfirmForm, services.confirm_membership, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def membership_activate(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Welcome a member who agreed to the terms and declared conflicts."""
    words = _("Welcome to the table.")
    return _step(request, "activate", forms.ActivateForm, services.activate_membership, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def membership_take_leave(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Note a leave."""
    words = _("On leave. The seat stays theirs.")
    return _step(request, "take_leave", forms.TakeLeaveForm, services.take_leave, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def membership_come_back(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Note the return from a leave."""
    words = _("Back at the table.")
    return _step(request, "come_back", forms.StepForm, services.come_back, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def membership_renew(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Begin the next term in a row."""
    words = _("Renewed for a term.")
    return _step(request, "renew", forms.RenewForm, services.renew_membership, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def membership_replace(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The organization sends somebody else."""
    words = _("The next person is proposed. The next step is to confirm.")
    return _step(request, "replace", forms.ReplaceForm, services.replace_membership, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def membership_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a membership for a reason."""
    words = _("The membership is ended. The seat is free.")
    return _step(request, "end", forms.EndMembershipForm, services.end_membership, words, slug=slug, code=code)
