"""The strategies of a partnership: the list, the workshop, the document, and the writing of each component."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from councils.queries.partnerships import partnerships_visible_to
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, public, require, signed_in
from lipportal.shared.clock import FiscalYear
from lipportal.shared.languages import in_four_languages
from strategies.choices import COMPONENT_TEXTS, COMPONENTS
from strategies.forms import ComponentForm, YearsForm, component_form
from strategies.models import Strategy
from strategies.queries import (
    first_free_year,
    in_use_first,
    partnerships_at_work,
    strategies_visible_to,
    strategy_page,
    year_place,
)
from strategies.rules import completeness
from strategies.services import amend_strategy, create_strategy, edit_component, edit_years
from strategies.workflow import STRATEGY


@require_safe
@public
@in_four_languages
def strategy_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnership's strategies, the one in force first."""
    partnership = found(partnerships_visible_to(request.user), slug=slug)
    rows = in_use_first(strategies_visible_to(request.user).filter(partnership=partnership))
    today = partnership.today()
    lines = [(row, year_place(row, today)) for row in rows.select_related("partnership")]
    can_create = request.user.has_perm("strategies.create_strategy", partnership)
    can_read_research = request.user.has_perm("strategies.view_research", partnership)
    context = {
        "partnership": partnership,
        "lines": lines,
        "can_create": can_create,
        "can_read_research": can_read_research,
    }
    return render(request, "strategies/strategy_list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def strategy_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a strategy: its first year and how many."""
    partnership = allowed(request, "strategies.create_strategy", partnerships_at_work(request.user), slug=slug)
    writing = Writing(request, "strategies.strategy", place=partnership.code)
    this_year, free = FiscalYear.of(partnership.today()), first_free_year(partnership)
    form = YearsForm(writing.posted, this_year=this_year, initial={"first_year": free.start, "length": 3})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: create_strategy(partnership, by=request.user, **form.years),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "strategies/strategy_create.html", context)


@require_safe
@public
@in_four_languages
def strategy_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The workshop while it is drafted, the document once it is adopted."""
    rows = strategies_visible_to(request.user).select_related("partnership")
    strategy = found(rows, code=code, partnership__slug=slug)
    page = strategy_page(strategy, request.user, STRATEGY)
    template = "strategies/strategy_workshop.html" if strategy.is_open else "strategies/strategy_detail.html"
    return render(request, template, {"strategy": strategy, "partnership": strategy.partnership, "page": page})


@require_http_methods(["GET", "POST"])
@signed_in
def years_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change the years a draft covers."""
    rows = strategies_visible_to(request.user).select_related("partnership")
    strategy = allowed(request, "strategies.edit_component", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "strategies.years", strategy)
    length = strategy.last_year - strategy.first_year + 1
    this_year = FiscalYear.of(strategy.partnership.today())
    form = YearsForm(writing.posted, this_year=this_year, initial={"first_year": strategy.first_year, "length": length})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: edit_years(strategy, by=request.user, version=writing.base_version, **form.years),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "strategy": strategy, "keep_form": "form"}
    return render(request, "strategies/years_edit.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def component_edit(request: HttpRequest, slug: str, code: str, component: str) -> HttpResponse:
    """Write one component in both languages; once adopted, with its amendment in the same form."""
    if not COMPONENT_TEXTS.get(component):
        raise Http404
    rows = strategies_visible_to(request.user).select_related("partnership").prefetch_related("directions")
    strategy = allowed(request, "strategies.edit_component", rows, code=code, partnership__slug=slug)
    parts = completeness(strategy)
    if strategy.is_amendable:
        require(request, "strategies.amend_strategy", strategy)
    writing = Writing(request, f"strategies.{component}", strategy)
    form = component_form(component)(
        writing.posted, instance=strategy, amends=strategy.is_amendable, today=strategy.partnership.today()
    )
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: _save(request, strategy, component, form, writing),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "strategy": strategy, "component": component}
    context |= {"label": COMPONENTS[component], "parts": parts, "keep_form": "form"}
    return render(request, "strategies/component_edit.html", context)


def _save(request: HttpRequest, strategy: Strategy, component: str, form: ComponentForm, writing: Writing) -> Strategy:
    given: dict[str, Any] = {"by": request.user, "version": writing.base_version, "translations": form.translations}
    if form.amendment is not None:
        return amend_strategy(strategy, component, form.cleaned_data, amendment=form.amendment, **given)
    return edit_component(strategy, component, form.cleaned_data, **given)
