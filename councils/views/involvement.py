"""Municipal signatures, contacts with the Francophone network, and partner initiatives."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.forms.involvement import InitiativeForm, InvolvementFilterForm, InvolvementForm
from councils.models import Involvement, PartnerInitiative
from councils.queries import initiatives_of, initiatives_visible_to, involvements_found, involvements_visible_to
from councils.services import (
    create_initiative,
    create_involvement,
    edit_initiative,
    edit_involvement,
    end_initiative,
    end_involvement,
)
from councils.views.common import chosen_filters, page_of, partnership_for, told
from councils.views.ending import end_page
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, signed_in
from lipportal.shared.clock import FiscalYear

SEES = "councils.view_involvement"
YEARS_BACK = 6


def _list_of(record: Involvement | PartnerInitiative) -> str:
    return reverse("councils:involvement_list", args=[record.partnership.slug])


def _involvement(request: HttpRequest, slug: str, code: str) -> Involvement:
    rows = involvements_visible_to(request.user).select_related("partnership")
    return allowed(request, "councils.edit_involvement", rows, code=code, partnership__slug=slug)


def _initiative(request: HttpRequest, slug: str, code: str) -> PartnerInitiative:
    rows = initiatives_visible_to(request.user).select_related("partnership")
    return allowed(request, "councils.edit_initiative", rows, code=code, partnership__slug=slug)


@require_safe
@signed_in
def involvement_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What partners outside the table did, and the collaborations the partnership works with."""
    partnership = partnership_for(request, SEES, slug)
    this_year = FiscalYear.of(partnership.today()).start
    years = [FiscalYear(this_year - back) for back in range(YEARS_BACK)]
    form = InvolvementFilterForm(request.GET, years=years)
    rows = involvements_visible_to(request.user).filter(partnership=partnership)
    context = {
        "partnership": partnership,
        "form": form,
        "chosen": chosen_filters(request, form),
        "page": page_of(request, involvements_found(rows, form.wanted)),
        "initiatives": initiatives_of(partnership),
        "may_edit": request.user.has_perm("councils.edit_involvement", partnership),
    }
    return render(request, "councils/involvement_list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def involvement_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a signature or a contact."""
    partnership = partnership_for(request, SEES, slug, may="councils.edit_involvement")
    writing = Writing(request, "councils.involvement", place=partnership.code)
    form = InvolvementForm(writing.posted, initial={"on": partnership.today(), "kind": request.GET.get("kind", "")})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form, lambda: create_involvement(partnership, form.cleaned_data, by=request.user), then=_list_of
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "councils/involvement_create.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def involvement_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change what was recorded."""
    involvement = _involvement(request, slug, code)
    writing = Writing(request, "councils.involvement", involvement)
    form = InvolvementForm(writing.posted, instance=involvement)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: edit_involvement(involvement, form.cleaned_data, by=request.user, version=writing.base_version),
            then=_list_of,
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "involvement": involvement, "keep_form": "form"}
    return render(request, "councils/involvement_edit.html", {**context, "partnership": involvement.partnership})


@require_http_methods(["GET", "POST"])
@signed_in
def involvement_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a record that should not count out of the lists, with the reason."""
    involvement = _involvement(request, slug, code)
    return end_page(
        request,
        involvement,
        "councils.involvement_end",
        end_involvement,
        heading=_("Take out: %(who)s") % {"who": involvement.who},
        tells=_("For a record made by mistake. It stays in the history; reports already submitted keep it."),
        said=_("Taken out. It no longer counts in a report that is not yet submitted."),
        after=_list_of,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def initiative_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add another collaboration the partnership works with."""
    partnership = partnership_for(request, SEES, slug, may="councils.edit_initiative")
    writing = Writing(request, "councils.initiative", place=partnership.code)
    form = InitiativeForm(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form, lambda: create_initiative(partnership, form.cleaned_data, by=request.user), then=_list_of
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "councils/initiative_create.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def initiative_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change a partner initiative."""
    initiative = _initiative(request, slug, code)
    writing = Writing(request, "councils.initiative", initiative)
    form = InitiativeForm(writing.posted, instance=initiative)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: edit_initiative(initiative, form.cleaned_data, by=request.user, version=writing.base_version),
            then=_list_of,
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "initiative": initiative, "keep_form": "form"}
    return render(request, "councils/initiative_edit.html", {**context, "partnership": initiative.partnership})


@require_http_methods(["GET", "POST"])
@signed_in
def initiative_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End the work with a partner initiative."""
    initiative = _initiative(request, slug, code)
    return end_page(
        request,
        initiative,
        "councils.initiative_end",
        end_initiative,
        heading=_("End the work with %(name)s") % {"name": initiative},
        tells=_("It leaves the partnership’s list. Earlier reports keep it."),
        said=_("Ended. What was done together stays."),
        after=_list_of,
    )
