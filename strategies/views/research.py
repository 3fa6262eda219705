"""The partnership's research: the list, one piece with its findings, writing and ending it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, signed_in
from lipportal.shared.htmx import page_or_part
from strategies.forms import EndForm, ResearchFilter, ResearchForm
from strategies.queries import found_research, partnerships_at_work, research_findings, research_visible_to
from strategies.services import create_research, edit_research, end_research

ON_A_PAGE = 25


@require_safe
@signed_in
def research_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The research, found by words, kind and state."""
    partnership = found(partnerships_at_work(request.user), slug=slug)
    form = ResearchFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = found_research(
        research_visible_to(request.user).filter(partnership=partnership),
        words=asked.get("q", ""),
        kind=asked.get("kind", ""),
        state=asked.get("state", ""),
        sort=request.GET.get("sort", "-done"),
    )
    context = {
        "partnership": partnership,
        "form": form,
        "is_narrowed": any(asked.values()),
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "can_create": request.user.has_perm("strategies.create_research", partnership),
    }
    return page_or_part(request, "strategies/research_list.html", "strategies/_research_list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def research_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a piece of research."""
    partnership = allowed(request, "strategies.create_research", partnerships_at_work(request.user), slug=slug)
    writing = Writing(request, "strategies.research", place=partnership.code)
    form = ResearchForm(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: create_research(partnership, form.cleaned_data, by=request.user, translations=form.translations),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "strategies/research_edit.html", context)


@require_safe
@signed_in
def research_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One piece of research and what it found."""
    rows = research_visible_to(request.user).select_related("partnership")
    research = found(rows, code=code, partnership__slug=slug)
    context = {
        "research": research,
        "partnership": research.partnership,
        "findings": research_findings(research, request.user),
        "can_edit": not research.is_ended and request.user.has_perm("strategies.edit_research", research),
        "can_add": not research.is_ended and request.user.has_perm("strategies.create_finding", research),
    }
    return render(request, "strategies/research_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def research_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change a piece of research."""
    rows = research_visible_to(request.user).select_related("partnership")
    research = allowed(request, "strategies.edit_research", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "strategies.research", research)
    form = ResearchForm(writing.posted, instance=research)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        given: dict[str, Any] = {"by": request.user, "version": writing.base_version, "translations": form.translations}
        answer = writing.save(
            form,
            lambda: edit_research(research, form.cleaned_data, **given),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "research": research, "partnership": research.partnership}
    return render(request, "strategies/research_edit.html", {**context, "keep_form": "form"})


@require_http_methods(["GET", "POST"])
@signed_in
def research_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a piece of research that is no longer used."""
    rows = research_visible_to(request.user).select_related("partnership")
    research = allowed(request, "strategies.end_research", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "strategies.research_end", research)
    form = EndForm(writing.posted, initial={"on": research.partnership.today()})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: end_research(research, by=request.user, **form.cleaned_data),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "record": research, "partnership": research.partnership}
    return render(request, "strategies/record_end.html", {**context, "keep_form": "form"})
