"""Setting up a second proof, and helping a person who lost theirs, which takes two people."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lipportal.accounts.forms import AskResetForm
from lipportal.accounts.models import SecondFactorReset, User
from lipportal.accounts.permissions import RESET_SECOND_FACTOR
from lipportal.accounts.queries import second_factor_kinds
from lipportal.accounts.services import approve_second_factor_reset, ask_second_factor_reset
from lipportal.drafts.posted import key_in
from lipportal.drafts.services import once
from lipportal.drafts.writing import Writing
from lipportal.shared.access import found, signed_in
from lipportal.shared.errors import Refused


@require_GET
@signed_in
def second_factor_set_up(request: HttpRequest) -> HttpResponse:
    """Why a second proof, which two kinds there are, and where to begin; once set up, on to where one was going."""
    go = request.GET.get("next", "")
    user: Any = request.user
    kinds = second_factor_kinds(user)
    if kinds and url_has_allowed_host_and_scheme(go, {request.get_host()}, require_https=request.is_secure()):
        return redirect(go)
    return render(request, "accounts/second_factor_set_up.html", {"kinds": kinds})


@require_http_methods(["GET", "POST"])
@signed_in
def second_factor_reset_ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask that a person's second proofs be taken off; a person one may not help is not there."""
    user: Any = request.user
    person = found(User.objects.filter(is_active=True), code=code)
    if not user.has_perm(RESET_SECOND_FACTOR, person):
        raise Http404
    writing = Writing(request, "accounts.second_factor_reset", place=person.code)
    form = AskResetForm(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: ask_second_factor_reset(user=person, by=user, reason=form.cleaned_data["reason"]),
            then=lambda _asked: reverse("account_settings"),
        )
        if answer:
            messages.success(request, _("Asked. Now somebody else who can has to approve it, within seven days."))
            return answer
    context = {"form": form, "writing": writing, "person": person, "keep_form": "form"}
    return render(request, "accounts/second_factor_reset_ask.html", context)


def _approved(reset: SecondFactorReset, by: Any) -> str:
    approve_second_factor_reset(reset=reset, by=by)
    return reverse("account_settings")


@require_http_methods(["GET", "POST"])
@signed_in
def second_factor_reset_approve(request: HttpRequest, code: str) -> HttpResponse:
    """See who asked and why, and approve as the second of two people."""
    user: Any = request.user
    reset = found(SecondFactorReset.objects.select_related("user", "asked_by", "approved_by"), code=code)
    if not user.has_perm(RESET_SECOND_FACTOR, reset.user):
        raise Http404
    reasons: list[str] = []
    if request.method == "POST":
        try:
            once(key_in(request), by=user, form="second_factor_reset", do=lambda: _approved(reset, user))
        except Refused as refused:
            reasons = [str(reason) for reason in refused.reasons]
        else:
            messages.success(request, _("Done. The person signs in with one proof and sets up a new second one."))
            return redirect("account_settings")
    context = {"reset": reset, "reasons": reasons}
    return render(request, "accounts/second_factor_reset_approve.html", context, status=409 if reasons else 200)
