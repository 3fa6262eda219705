"""Updates: saying how an action goes, correcting it, withdrawing it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actionplans.forms import ReasonForm
from actionplans.models import Update
from actionplans.queries import actions_visible_to, outputs_of, updates_visible_to, with_asks_help
from actionplans.rules import problems_with_updating
from actionplans.services import add_update, correct_update, end_update
from actionplans.views.updating import FORM, Quick, update_form
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, signed_in


def _updates(request: HttpRequest) -> Any:
    path = "action__plan__strategy"
    return updates_visible_to(request.user).select_related(
        "partnership", "author", path, "action__body", "action__lead"
    )


def _with_action(update: Update) -> Update:
    """The update with the partnership said once."""
    update.action.partnership = update.action.plan.partnership = update.partnership
    return update


@require_http_methods(["GET", "POST"])
@signed_in
def update_create(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say how an action goes: a tap, a sentence, a count."""
    rows = with_asks_help(actions_visible_to(request.user))
    rows = rows.select_related("partnership", "plan", "direction", "body", "lead")
    action = allowed(request, "actionplans.add_update", rows, code=code, partnership__slug=slug)
    action.plan.partnership = action.partnership
    writing = Writing(request, FORM, place=action.code)
    form = update_form(action, outputs_of([action])[action.pk], data=writing.posted, files=request.FILES or None)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        language = request.LANGUAGE_CODE[:2]
        answer = writing.save(
            form,
            lambda: add_update(action, form.values, by=request.user, language=language),
            then=lambda update: update.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"quick": Quick(action, form, writing), "form": form, "action": action, "partnership": action.partnership}
    context |= {"plan": action.plan, "reasons": problems_with_updating(action), "keep_form": f"update-of-{action.code}"}
    return render(request, "actionplans/update_create.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def update_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Correct an update while its year is open."""
    update = _with_action(
        allowed(request, "actionplans.edit_update", _updates(request), code=code, partnership__slug=slug)
    )
    action = update.action
    writing = Writing(request, "actionplans.update_edit", update)
    figures = outputs_of([action])[action.pk]
    form = update_form(action, figures, data=writing.posted, instance=update, is_new=False)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: correct_update(update, form.values, by=request.user, version=writing.base_version),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"quick": Quick(action, form, writing), "form": form, "update": update, "action": action}
    context |= {"plan": action.plan, "partnership": update.partnership, "keep_form": f"update-of-{action.code}"}
    return render(request, "actionplans/update_edit.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def update_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Withdraw an update that was a mistake, with the reason."""
    update = _with_action(
        allowed(request, "actionplans.edit_update", _updates(request), code=code, partnership__slug=slug)
    )
    writing = Writing(request, "actionplans.update_end", update)
    form = ReasonForm(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: end_update(update, by=request.user, because=form.cleaned_data["because"]),
            then=lambda _ended: update.action.get_absolute_url(),
        )
        if answer:
            return answer
    context = {
        "form": form,
        "writing": writing,
        "heading": _("Withdraw the update"),
        "lede": update,
        "tells": _("It stays readable, crossed out, with your reason. Its counts no longer count."),
        "back_url": update.get_absolute_url(),
        "button": _("Withdraw it"),
    }
    return render(request, "actionplans/record_end.html", context)
