"""The steps of a strategy: each asks once, says what happens, and is taken by its service."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, signed_in
from lipportal.shared.workflow import problems_with
from strategies.forms import AdoptForm, CloseForm, StepForm
from strategies.queries import strategies_visible_to
from strategies.services import (
    activate_strategy,
    adopt_strategy,
    close_strategy,
    put_to_community,
    review_strategy,
)
from strategies.workflow import STRATEGY


def _step_page(
    request: HttpRequest,
    slug: str,
    code: str,
    *,
    name: str,
    take: Callable[..., Any],
    form_class: type[forms.Form] = StepForm,
) -> HttpResponse:
    step = STRATEGY.step(name)
    rows = strategies_visible_to(request.user).select_related("partnership").prefetch_related("directions")
    strategy = allowed(request, step.permission, rows, code=code, partnership__slug=slug)
    writing = Writing(request, f"strategies.strategy_{name}", strategy, is_step=True)
    form = form_class(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: take(strategy, by=request.user, version=writing.base_version, **form.cleaned_data),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    reasons = [] if form.is_bound else problems_with(strategy, step)
    context = {"form": form, "writing": writing, "strategy": strategy, "step": step, "reasons": reasons}
    return render(request, "strategies/strategy_step.html", {**context, "keep_form": "form"})


@require_http_methods(["GET", "POST"])
@signed_in
def strategy_put_to_community(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put the draft to the community."""
    return _step_page(request, slug, code, name="put_to_community", take=put_to_community)


@require_http_methods(["GET", "POST"])
@signed_in
def strategy_adopt(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Record the adoption: the day, and the motion or why there was none."""
    return _step_page(request, slug, code, name="adopt", take=adopt_strategy, form_class=AdoptForm)


@require_http_methods(["GET", "POST"])
@signed_in
def strategy_activate(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put the strategy into action; the former one is renewed by it."""
    return _step_page(request, slug, code, name="activate", take=activate_strategy)


@require_http_methods(["GET", "POST"])
@signed_in
def strategy_review(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Begin the mid-term review."""
    return _step_page(request, slug, code, name="review", take=review_strategy)


@require_http_methods(["GET", "POST"])
@signed_in
def strategy_close(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Close the strategy for a reason."""
    return _step_page(request, slug, code, name="close", take=close_strategy, form_class=CloseForm)
