"""The plans of a partnership: the list, starting one, its page, its priorities, its Excel sheet."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from actionplans.documents.plan_sheet import plan_sheet, sheet_title
from actionplans.forms import FilterForm, PlanCreateForm, PlanForm
from actionplans.models import ActionPlan
from actionplans.queries import (
    actions_to_carry,
    current_plan,
    open_years,
    plan_page,
    plans_visible_to,
    taken_years,
    with_counts,
    year_line_of,
)
from actionplans.services import create_plan, edit_plan
from actionplans.views.narrowing import filters_of, narrowed
from actionplans.workflow import PLAN
from councils.queries import partnerships_visible_to
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, public, signed_in
from lipportal.shared.documents.excel import MEDIA_TYPE
from lipportal.shared.languages import in_four_languages
from lipportal.shared.workflow import steps_open_to


@in_four_languages
@public
@require_safe
def plan_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The plans of a partnership, by year; beyond the table, the adopted ones."""
    partnership = found(partnerships_visible_to(request.user), slug=slug)
    request.partnership = partnership  # type: ignore[attr-defined]
    plans = plans_visible_to(request.user).filter(partnership=partnership).order_by("-year")
    may_create = request.user.has_perm("actionplans.create_plan", partnership)
    years = open_years(partnership) if may_create else []
    context = {
        "partnership": partnership,
        "plans": with_counts(plans),
        "may_create": may_create,
        "years": years,
    }
    return render(request, "actionplans/plan_list.html", context)


@in_four_languages
@public
@require_safe
def plan_current(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan people work with now, at an address that stays the same from year to year; the list where none is.

    What the address asks of the plan, such as a view or a filter, goes along.
    """
    partnership = found(partnerships_visible_to(request.user), slug=slug)
    plan = current_plan(plans_visible_to(request.user).filter(partnership=partnership), partnership.today())
    if plan is None:
        return redirect("actionplans:plan_list", slug=slug)
    asked = request.GET.urlencode()
    return redirect(f"{plan.get_absolute_url()}?{asked}" if asked else plan)


@require_http_methods(["GET", "POST"])
@signed_in
def plan_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Start the plan of a fiscal year of the strategy in force, or of the one being written."""
    partnership = allowed(request, "actionplans.create_plan", partnerships_visible_to(request.user), slug=slug)
    writing = Writing(request, "actionplans.plan", place=partnership.code)
    years = open_years(partnership)
    form = PlanCreateForm(writing.posted, years=years, taken=taken_years(partnership))
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: create_plan(partnership, year=form.cleaned_data["year"], values=form.cleaned_data, by=request.user),
            then=after_creation,
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "partnership": partnership, "years": years, "keep_form": "form"}
    return render(request, "actionplans/plan_create.html", context)


@in_four_languages
@public
@require_safe
def plan_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The plan of a year: as a year line, as a list, by state; narrowed by the address."""
    plan = found(_plans_for(request), code=code, partnership__slug=slug)
    request.partnership = plan.partnership  # type: ignore[attr-defined]
    filters = filters_of(request)
    page = plan_page(plan, filters, request.user)
    shown = narrowed(request, filters, page)
    rows = list(shown.page.object_list)
    context = {
        "plan": plan,
        "partnership": plan.partnership,
        "page": page,
        "shown": shown,
        "rows": rows,
        "filters": filters,
        "filter_form": FilterForm(page, filters),
        "year": year_line_of(page, rows, request.user) if filters.view == "year" else None,
        "steps": steps_open_to(request.user, plan, PLAN) if page.sees_progress else [],
        "may": _may(request, plan),
    }
    return render(request, "actionplans/plan_detail.html", context)


def _may(request: HttpRequest, plan: ActionPlan) -> dict[str, bool]:
    """What this person may do on the plan's page now; the doors themselves ask again."""
    open_to = PLAN.editable_fields(plan)
    is_draft, user = "actions" in open_to, request.user
    adds = "actionplans.create_action" if is_draft else "actionplans.amend_action"
    return {
        "edit": "priorities" in open_to and user.has_perm("actionplans.edit_plan", plan),
        "add": bool(open_to) and user.has_perm(adds, plan),
        "carry": is_draft and user.has_perm("actionplans.edit_plan", plan),
    }


def after_creation(plan: ActionPlan) -> str:
    """Where one goes on after starting a plan: to last year's unfinished actions, if there are any."""
    if actions_to_carry(plan):
        return reverse("actionplans:plan_carry_over", kwargs={"slug": plan.partnership.slug, "code": plan.code})
    return plan.get_absolute_url()


def _plans_for(request: HttpRequest) -> QuerySet[ActionPlan]:
    return plans_visible_to(request.user).select_related("partnership", "strategy")


@in_four_languages
@public
@require_safe
def plan_sheet_download(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Every action found, as an Excel workbook."""
    plan = found(_plans_for(request), code=code, partnership__slug=slug)
    page = plan_page(plan, filters_of(request), request.user, is_sheet=True)
    name = f"{plan.partnership.slug}-{slugify(sheet_title(page).replace('–', '-'))}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(plan_sheet(page), content_type=MEDIA_TYPE, headers=headers)


@require_http_methods(["GET", "POST"])
@signed_in
def plan_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write this year's local priorities."""
    plan = allowed(request, "actionplans.edit_plan", _plans_for(request), code=code, partnership__slug=slug)
    writing = Writing(request, "actionplans.priorities", plan)
    form = PlanForm(writing.posted, instance=plan)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: edit_plan(plan, form.cleaned_data, by=request.user, version=writing.base_version),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "plan": plan, "partnership": plan.partnership, "keep_form": "form"}
    return render(request, "actionplans/plan_edit.html", context)
