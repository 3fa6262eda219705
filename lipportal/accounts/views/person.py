"""A person's own settings and sessions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lipportal.accounts.forms import PersonForm
from lipportal.accounts.queries import resets_waiting_for, second_factor_kinds
from lipportal.accounts.services import change_settings, end_sessions
from lipportal.accounts.sessions import note_use_now
from lipportal.drafts.writing import Writing
from lipportal.shared import clock
from lipportal.shared.access import signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def account_settings(request: HttpRequest) -> HttpResponse:
    """How I am called and written to, and my ways in."""
    user: Any = request.user
    current = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
    writing = Writing(request, "accounts.settings", place=user.code)
    form = PersonForm(writing.posted, initial=current)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: change_settings(user=user, by=user, **form.cleaned_data),
            then=lambda _saved: reverse("account_settings"),
        )
        if answer:
            messages.success(request, _("Your settings are saved."))
            return answer
    context = {
        "form": form,
        "writing": writing,
        "keep_form": "form",
        "kinds": second_factor_kinds(user),
        "resets": resets_waiting_for(user, clock.now()),
    }
    return render(request, "accounts/settings.html", context)


@require_POST
@signed_in
def account_end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    user: Any = request.user
    end_sessions(user=user, by=user)
    update_session_auth_hash(request, user)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("account_settings")


@require_POST
@signed_in
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """Say that one is still there; the answer's header tells how long the session lasts now."""
    note_use_now(request)
    return HttpResponse(status=204)
