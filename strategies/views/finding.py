"""Findings: where the chain begins; one with what hangs on it, writing and ending it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, signed_in
from strategies.forms import EndForm, FindingForm
from strategies.queries import finding_page, findings_visible_to, research_visible_to
from strategies.services import create_finding, edit_finding, end_finding


@require_http_methods(["GET", "POST"])
@signed_in
def finding_create(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Add what a piece of research found."""
    rows = research_visible_to(request.user).select_related("partnership")
    research = allowed(request, "strategies.create_finding", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "strategies.finding", place=research.code)
    form = FindingForm(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: create_finding(research, form.cleaned_data, by=request.user, translations=form.translations),
            then=lambda saved: saved.research.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "research": research, "partnership": research.partnership}
    return render(request, "strategies/finding_edit.html", {**context, "keep_form": "form"})


@require_safe
@signed_in
def finding_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One finding, and what hangs on it."""
    rows = findings_visible_to(request.user).select_related("partnership", "research__partnership")
    finding = found(rows, code=code, partnership__slug=slug)
    context = {"finding": finding, "partnership": finding.partnership, "page": finding_page(finding, request.user)}
    return render(request, "strategies/finding_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def finding_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change the words of a finding."""
    rows = findings_visible_to(request.user).select_related("partnership", "research__partnership")
    finding = allowed(request, "strategies.edit_finding", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "strategies.finding", finding)
    form = FindingForm(writing.posted, instance=finding)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        given: dict[str, Any] = {"by": request.user, "version": writing.base_version, "translations": form.translations}
        answer = writing.save(
            form,
            lambda: edit_finding(finding, form.cleaned_data, **given),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "finding": finding, "research": finding.research}
    return render(request, "strategies/finding_edit.html", {**context, "keep_form": "form"})


@require_http_methods(["GET", "POST"])
@signed_in
def finding_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a finding that no longer holds."""
    rows = findings_visible_to(request.user).select_related("partnership")
    finding = allowed(request, "strategies.end_finding", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "strategies.finding_end", finding)
    form = EndForm(writing.posted, initial={"on": finding.partnership.today()})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: end_finding(finding, by=request.user, **form.cleaned_data),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "record": finding, "partnership": finding.partnership}
    return render(request, "strategies/record_end.html", {**context, "keep_form": "form"})
