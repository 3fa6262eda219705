"""Terms of reference: versions, their sections in two languages, and each step to being in force."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.choices import TermsState
from councils.forms import terms as forms
from councils.models import TermsOfReference
from councils.queries import terms as queries
from councils.queries.bodies import bodies_visible_to
from councils.queries.partnerships import partnerships_visible_to
from councils.services import terms as services
from councils.views.answers import steps_with_addresses, told
from councils.workflow import TERMS
from lipportal.drafts.reading import AsRead, take_as_read
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, public, signed_in
from lipportal.shared.languages import in_four_languages
from lipportal.shared.workflow import problems_with


@require_safe
@public
@in_four_languages
def terms_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The terms of reference of a partnership's bodies, version by version."""
    partnership = found(partnerships_visible_to(request.user), slug=slug)
    rows = queries.terms_visible_to(request.user).filter(partnership=partnership)
    versions = list(rows.order_by("body__place", "body__pk", "-number"))
    may_draft = request.user.has_perm("councils.edit_terms", partnership)
    context = {
        "partnership": partnership,
        "rows": versions,
        "open_bodies": queries.bodies_open_to_a_next_version(versions) if may_draft else set(),
    }
    return render(request, "councils/terms_list.html", context)


@require_safe
@public
@in_four_languages
def terms_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One version: its numbers, its wording, its state, and what comes next."""
    terms = _terms(request, slug, code)
    user = request.user
    may_edit = user.has_perm("councils.edit_terms", terms)
    is_at_table = user.has_perm("councils.view_membership", terms)
    before, on_its_way = queries.versions_around(terms)
    may_begin = may_edit and terms.state == TermsState.IN_FORCE and not terms.body.is_ended
    context = {
        "terms": terms,
        "lines": queries.section_lines(terms),
        "rules": queries.rule_words(terms),
        "before": before,
        "may_edit": may_edit and bool(TERMS.editable_fields(terms)),
        "may_begin": may_begin,
        "on_its_way": on_its_way if may_begin else None,
        "steps": steps_with_addresses(user, terms, TERMS, "terms") if is_at_table else [],
        "is_draft": terms.state in queries.UNFINISHED and is_at_table,
    }
    return render(request, "councils/terms_detail.html", context)


@require_safe
@public
@in_four_languages
def terms_compare(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What changed since the version before, section by section."""
    terms = _terms(request, slug, code)
    before = queries.version_before(terms)
    sections = queries.compared_sections(terms, before) if before else []
    context = {
        "terms": terms,
        "before": before,
        "changed": [section for section in sections if section.is_changed],
        "unchanged": [section for section in sections if not section.is_changed],
        "rules": queries.compared_rules(terms, before) if before else [],
    }
    return render(request, "councils/terms_compare.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def terms_create(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Begin a version: the first from the template, a next one from the version in force."""
    body = allowed(request, "councils.edit_terms", bodies_visible_to(request.user), code=code, partnership__slug=slug)
    writing = Writing(request, "councils.new_terms", place=body.code)
    form = forms.NewTermsForm(writing.posted, body=body)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        then = told(request, _("The draft is ready to be written."))
        answer = writing.save(form, lambda: services.create_terms(body, form.cleaned_data, by=request.user), then=then)
        if answer:
            return answer
    in_force, on_its_way = queries.terms_in_force(body), queries.unfinished_terms(body)
    context = {"form": form, "writing": writing, "body": body, "in_force": in_force, "on_its_way": on_its_way}
    return render(request, "councils/terms_create.html", {**context, "keep_form": "form"})


@require_http_methods(["GET", "POST"])
@signed_in
def terms_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change the numbers beside the wording."""
    rows = queries.terms_visible_to(request.user)
    terms = allowed(request, "councils.edit_terms", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "councils.terms", terms)
    form = forms.TermsForm(writing.posted, instance=terms, body=terms.body)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        values, version = form.cleaned_data, writing.base_version
        do = lambda: services.edit_terms(terms, values, by=request.user, version=version)  # noqa: E731
        if answer := writing.save(form, do, then=told(request, _("Saved."))):
            return answer
    context = {"form": form, "writing": writing, "terms": terms, "is_open": bool(TERMS.editable_fields(terms))}
    return render(request, "councils/terms_edit.html", {**context, "keep_form": "form"})


@require_http_methods(["GET", "POST"])
@signed_in
def terms_section_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One section, French and English side by side."""
    rows = queries.terms_sections_visible_to(request.user)
    section = allowed(request, "councils.edit_terms", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "councils.terms_section", section)
    form = forms.TermsSectionForm(writing.posted, instance=section)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: services.edit_terms_section(
                section, form.texts(), by=request.user, version=writing.base_version, exceptions=form.exceptions()
            ),
            then=told(request, _("Saved."), to=section.terms.get_absolute_url(), at=f"#{section.key}"),
        )
        if answer:
            return answer
    context = {
        "form": form,
        "writing": writing,
        "section": section,
        "lines": queries.section_lines(section.terms),
        "is_open": bool(TERMS.editable_fields(section.terms)),
    }
    return render(request, "councils/terms_section_edit.html", {**context, "keep_form": "form"})


def _terms(request: HttpRequest, slug: str, code: str) -> TermsOfReference:
    return found(queries.terms_visible_to(request.user), code=code, partnership__slug=slug)


# --- steps -----------------------------------------------------------------------------------------------------------
def _step(
    request: HttpRequest, name: str, form_class: Any, do: Callable[..., Any], words: str, **place: str
) -> HttpResponse:
    """One step of a version: what it does in words, its form, and why it is shut when it is."""
    step = TERMS.step(name)
    rows = queries.terms_visible_to(request.user)
    terms = allowed(request, step.permission, rows, code=place["code"], partnership__slug=place["slug"])
    problems = problems_with(terms, step)
    read = AsRead(terms.code, queries.words_version(terms))
    writing = Writing(request, f"councils.terms_{name}", read, is_step=True)
    form = form_class(writing.posted, initial={"on": terms.partnership.today()})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        values = form.cleaned_data
        step_taken = partial(do, terms, by=request.user, **values)
        if answer := writing.save(form, partial(take_as_read, writing, step_taken), then=told(request, words)):
            return answer
    context = {"form": form, "writing": writing, "terms": terms, "step": step, "problems": problems}
    return render(request, "councils/terms_step.html", {**context, "keep_form": "form"})


@require_http_methods(["GET", "POST"])
@signed_in
def terms_consult(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put the draft out to consultation."""
    words = _("The draft is out to consultation.")
    return _step(request, "consult", forms.TermsStepForm, services.consult_on_terms, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def terms_endorse(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Record the endorsement by the gathered community."""
    words = _("The endorsement is recorded. Adoption by motion comes next.")
    return _step(request, "endorse", forms.EndorseForm, services.endorse_terms, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def terms_redraft(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a version back to drafting."""
    words = _("Back to drafting.")
    return _step(request, "redraft", forms.ReasonForm, services.redraft_terms, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def terms_adopt(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Record the adoption by motion, or without one for a reason."""
    words = _("The adoption is recorded. Put the terms in force when they begin to hold.")
    return _step(request, "adopt", forms.AdoptForm, services.adopt_terms, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def terms_put_in_force(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put an adopted version in force."""
    words = _("The terms are in force.")
    return _step(request, "put_in_force", forms.PutInForceForm, services.put_in_force, words, slug=slug, code=code)


@require_http_methods(["GET", "POST"])
@signed_in
def terms_withdraw(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Withdraw a version that is not in force."""
    words = _("Withdrawn. It stays readable at the table.")
    return _step(request, "withdraw", forms.ReasonForm, services.withdraw_terms, words, slug=slug, code=code)
