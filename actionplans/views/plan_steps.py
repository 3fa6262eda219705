"""The steps of a plan, each asked once: to the tables, adopted, into its year, closed; and carrying actions over."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from actionplans.forms import AdoptForm, CarryForm, StepForm
from actionplans.models import ActionPlan
from actionplans.queries import actions_to_carry, plans_visible_to
from actionplans.services import adopt_plan, carry_over_actions, close_plan, open_year, put_to_tables
from actionplans.workflow import PLAN
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, signed_in
from lipportal.shared.workflow import problems_with


def _plan(request: HttpRequest, permission: str, slug: str, code: str) -> ActionPlan:
    rows = plans_visible_to(request.user).select_related("partnership", "strategy")
    return allowed(request, permission, rows, code=code, partnership__slug=slug)


def _ask(request: HttpRequest, plan: ActionPlan, name: str, do: Callable[[int], Any]) -> HttpResponse:
    """Say what the step does and to whom it goes; take it once it is confirmed."""
    step = PLAN.step(name)
    writing = Writing(request, f"actionplans.{name}", plan, is_step=True)
    form = StepForm(writing.posted)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(form, lambda: do(writing.base_version), then=lambda moved: moved.get_absolute_url())
        if answer:
            return answer
    context = {
        "plan": plan,
        "partnership": plan.partnership,
        "step": step,
        "form": form,
        "writing": writing,
        "reasons": problems_with(plan, step),
    }
    return render(request, "actionplans/plan_step.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def plan_put_to_tables(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put the draft to the tables."""
    plan = _plan(request, "actionplans.put_to_tables", slug, code)
    return _ask(request, plan, "put_to_tables", lambda version: put_to_tables(plan, by=request.user, version=version))


@require_http_methods(["GET", "POST"])
@signed_in
def plan_open_year(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Open the plan's year."""
    plan = _plan(request, "actionplans.open_year", slug, code)
    return _ask(request, plan, "open_year", lambda version: open_year(plan, by=request.user, version=version))


@require_http_methods(["GET", "POST"])
@signed_in
def plan_close(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Close the plan's year."""
    plan = _plan(request, "actionplans.close_plan", slug, code)
    return _ask(request, plan, "close", lambda version: close_plan(plan, by=request.user, version=version))


@require_http_methods(["GET", "POST"])
@signed_in
def plan_adopt(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Record that the council adopted the plan: the day, and the motion or why there was none."""
    plan = _plan(request, "actionplans.adopt_plan", slug, code)
    writing = Writing(request, "actionplans.adopt", plan, is_step=True)
    today = plan.partnership.today()
    form = AdoptForm(writing.posted, today=today, initial={"adopted_on": today})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: adopt_plan(plan, by=request.user, version=writing.base_version, **form.adoption),
            then=lambda adopted: adopted.get_absolute_url(),
        )
        if answer:
            return answer
    step = PLAN.step("adopt")
    context = {"plan": plan, "partnership": plan.partnership, "step": step, "form": form, "writing": writing}
    context |= {"reasons": problems_with(plan, step), "keep_form": "form"}
    return render(request, "actionplans/plan_adopt.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def plan_carry_over(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Choose by ticks which of last year's unfinished actions go on in this plan."""
    plan = _plan(request, "actionplans.edit_plan", slug, code)
    offered = actions_to_carry(plan)
    writing = Writing(request, "actionplans.carry_over", plan, is_step=True)
    form = CarryForm(writing.posted, plan=plan, offered=offered)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        chosen = list(form.cleaned_data["actions"])
        answer = writing.save(
            form,
            lambda: carry_over_actions(plan, chosen, by=request.user, directions=form.directions),
            then=lambda _carried: plan.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"plan": plan, "partnership": plan.partnership, "form": form, "writing": writing, "offered": offered}
    return render(request, "actionplans/plan_carry_over.html", context)
