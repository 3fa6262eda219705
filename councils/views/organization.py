"""Organizations of a partnership."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.documents.organizations import organizations_sheet
from councils.forms.organization import OrganizationFilterForm, OrganizationForm
from councils.models import Organization
from councils.queries import (
    is_new,
    organization_lines,
    organizations_found,
    organizations_visible_to,
)
from councils.services import create_organization, edit_organization, end_organization
from councils.views.common import chosen_filters, page_of, partnership_for, sheet, told
from councils.views.ending import end_page
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, signed_in
from lipportal.shared.clock import FiscalYear

SEES = "councils.view_organization"


def _organization(request: HttpRequest, slug: str, code: str) -> Organization:
    rows = organizations_visible_to(request.user).select_related("partnership")
    return allowed(request, "councils.edit_organization", rows, code=code, partnership__slug=slug)


@require_safe
@signed_in
def organization_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The organizations of a partnership: found, filtered, sorted."""
    partnership = partnership_for(request, SEES, slug)
    form = OrganizationFilterForm(request.GET, partnership=partnership)
    rows = organizations_visible_to(request.user).filter(partnership=partnership)
    page = page_of(request, organizations_found(rows, form.wanted))
    today = partnership.today()
    context = {
        "partnership": partnership,
        "form": form,
        "chosen": chosen_filters(request, form),
        "page": page,
        "rows": [(organization, is_new(organization, today)) for organization in page],
        "year": FiscalYear.of(today),
        "may_edit": request.user.has_perm("councils.edit_organization", partnership),
    }
    return render(request, "councils/organization_list.html", context)


@require_safe
@signed_in
def organization_excel(request: HttpRequest, slug: str) -> HttpResponse:
    """All the organizations found, as a sheet."""
    partnership = partnership_for(request, SEES, slug)
    form = OrganizationFilterForm(request.GET, partnership=partnership)
    rows = organizations_visible_to(request.user).filter(partnership=partnership)
    content = organizations_sheet(organization_lines(organizations_found(rows, form.wanted)))
    return sheet(content, f"organizations-{partnership.slug}", partnership.time_zone)


@require_safe
@signed_in
def organization_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One organization: its spheres, since when, and who comes from it."""
    rows = organizations_visible_to(request.user).select_related("partnership").prefetch_related("sectors")
    organization = found(rows, code=code, partnership__slug=slug)
    partnership = organization.partnership
    people = organization.person_set.filter(ended_on__isnull=True).order_by("folded_sort", "pk")
    context = {
        "organization": organization,
        "partnership": partnership,
        "is_new": is_new(organization, partnership.today()),
        "year": FiscalYear.of(partnership.today()),
        "people": people if request.user.has_perm("councils.view_person", partnership) else [],
        "may_edit": request.user.has_perm("councils.edit_organization", organization),
    }
    return render(request, "councils/organization_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def organization_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an organization."""
    partnership = partnership_for(request, SEES, slug, may="councils.edit_organization")
    writing = Writing(request, "councils.organization", place=partnership.code)
    form = OrganizationForm(writing.posted, partnership=partnership)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: create_organization(partnership, form.cleaned_data, by=request.user),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "councils/organization_create.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def organization_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change what is known of an organization."""
    organization = _organization(request, slug, code)
    writing = Writing(request, "councils.organization", organization)
    form = OrganizationForm(writing.posted, instance=organization, partnership=organization.partnership)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: edit_organization(organization, form.cleaned_data, by=request.user, version=writing.base_version),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "organization": organization, "keep_form": "form"}
    return render(request, "councils/organization_edit.html", {**context, "partnership": organization.partnership})


@require_http_methods(["GET", "POST"])
@signed_in
def organization_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End an organization's part in the partnership."""
    organization = _organization(request, slug, code)
    return end_page(
        request,
        organization,
        "councils.organization_end",
        end_organization,
        heading=_("%(name)s leaves the partnership") % {"name": organization},
        tells=_(
            "It stays in every report and meeting it was part of. Seats its people hold end on the pages of bodies."
        ),
        said=_("Ended. What it did stays."),
    )
