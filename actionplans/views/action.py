"""An action: its page, adding one, editing it, amending it, taking it out of a draft."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actionplans.forms import ActionForm, AmendForm, DetailsForm, NewActionForm, ReasonForm
from actionplans.models import Action, ActionPlan
from actionplans.queries import action_page, actions_visible_to, plans_visible_to, with_asks_help
from actionplans.services import amend_action, create_action, edit_action, end_action
from actionplans.views.updating import quick_update
from actionplans.workflow import PLAN
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, public, signed_in
from lipportal.shared.asked import whole_number
from lipportal.shared.languages import in_four_languages


def _actions(request: HttpRequest) -> Any:
    rows = with_asks_help(actions_visible_to(request.user)).select_related("partnership", "plan", "plan__strategy")
    return rows.select_related("direction", "body", "lead", "carried_from", "carried_from__plan")


def _with_plan(action: Action) -> Action:
    """The action with partnership and strategy said once, so that plan and direction ask for them no more."""
    action.plan.partnership = action.direction.partnership = action.partnership
    if action.direction.strategy_id == action.plan.strategy_id:
        action.direction.strategy = action.plan.strategy
    for other in (action.body, action.lead, action.carried_from):
        if other is not None:
            other.partnership = action.partnership
    return action


def _rows_wanted(request: HttpRequest) -> int:
    return whole_number(request.GET.get("rows", ""), digits=2)


@in_four_languages
@public
@require_safe
def action_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Where an action hangs, what it planned and did, and, at the table, every word on how it goes."""
    action = _with_plan(found(_actions(request), code=code, partnership__slug=slug))
    request.partnership = action.partnership  # type: ignore[attr-defined]
    page = action_page(action, request.user)
    quick = quick_update(request, action, page.outputs) if page.may_update else None
    context = {"action": action, "plan": action.plan, "partnership": action.partnership, "page": page, "quick": quick}
    return render(request, "actionplans/action_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def action_create(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Add an action to a plan; its direction comes first, so that the chain holds."""
    plans = plans_visible_to(request.user).select_related("partnership", "strategy")
    plan = allowed(request, "actionplans.create_action", plans, code=code, partnership__slug=slug)
    writing = Writing(request, "actionplans.action", place=plan.code)
    form = _new_form(request, plan, writing)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        because = form.cleaned_data.get("because", "")
        answer = writing.save(
            form,
            lambda: create_action(plan, form.cleaned_data, by=request.user, because=because),
            then=lambda action: action.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "plan": plan, "partnership": plan.partnership, "keep_form": "form"}
    return render(request, "actionplans/action_create.html", context)


def _new_form(request: HttpRequest, plan: ActionPlan, writing: Writing) -> ActionForm:
    year, is_draft = plan.fiscal_year, "actions" in PLAN.editable_fields(plan)
    kind = ActionForm if is_draft else NewActionForm
    initial = {"starts_on": year.first_day, "due_on": year.last_day, "direction": request.GET.get("direction")}
    blank = Action(partnership=plan.partnership, plan=plan, written_in=request.LANGUAGE_CODE[:2])
    return kind(
        writing.posted, plan=plan, user=request.user, rows=_rows_wanted(request), initial=initial, instance=blank
    )


@require_http_methods(["GET", "POST"])
@signed_in
def action_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Edit an action as far as its plan's state lets one."""
    action = _with_plan(
        allowed(request, "actionplans.edit_action", _actions(request), code=code, partnership__slug=slug)
    )
    open_to = PLAN.editable_fields(action.plan)
    kind = ActionForm if "actions" in open_to else DetailsForm
    writing = Writing(request, "actionplans.action_edit", action)
    form = kind(writing.posted, instance=action, plan=action.plan, user=request.user, rows=_rows_wanted(request))
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: edit_action(action, form.cleaned_data, by=request.user, version=writing.base_version),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "action": action, "plan": action.plan, "keep_form": "form"}
    context |= {"partnership": action.partnership, "is_shut": not open_to or action.is_ended}
    return render(request, "actionplans/action_edit.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def action_amend(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change what the council adopted of an action, with the reason; the original stays beside it."""
    action = _with_plan(
        allowed(request, "actionplans.amend_action", _actions(request), code=code, partnership__slug=slug)
    )
    writing = Writing(request, "actionplans.amendment", action)
    form = AmendForm(writing.posted, instance=action, plan=action.plan, user=request.user, rows=_rows_wanted(request))
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        values = dict(form.cleaned_data)
        because = values.pop("because")
        answer = writing.save(
            form,
            lambda: amend_action(action, values, by=request.user, version=writing.base_version, because=because),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "action": action, "plan": action.plan, "keep_form": "form"}
    context |= {"partnership": action.partnership, "is_shut": "details" not in PLAN.editable_fields(action.plan)}
    return render(request, "actionplans/action_amend.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def action_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take an action out of a draft plan, with the reason."""
    action = _with_plan(
        allowed(request, "actionplans.end_action", _actions(request), code=code, partnership__slug=slug)
    )
    writing = Writing(request, "actionplans.action_end", action)
    form = ReasonForm(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: end_action(action, by=request.user, because=form.cleaned_data["because"]),
            then=lambda _ended: action.plan.get_absolute_url(),
        )
        if answer:
            return answer
    context = {
        "form": form,
        "writing": writing,
        "heading": _("Take the action out of the plan"),
        "lede": action,
        "tells": _("It stays readable at the table, with your reason. Nothing is deleted."),
        "back_url": action.get_absolute_url(),
        "button": _("Take it out"),
    }
    return render(request, "actionplans/record_end.html", context)
