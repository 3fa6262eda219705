"""People of a partnership, one by one and as a sheet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.documents.people import people_sheet
from councils.forms.person import PersonFilterForm, PersonForm
from councils.models import Partnership, Person
from councils.queries import people_found, people_visible_to, person_lines, roles_of_person
from councils.services import create_person, edit_person, end_person
from councils.views.common import chosen_filters, page_of, partnership_for, sheet, told
from councils.views.ending import end_page
from lipportal.audit.services import note_reading
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, signed_in

SEES = "councils.view_person"


def _note_rows(request: HttpRequest, action: str, partnership: Partnership, rows: int) -> None:
    note_reading(action, by=request.user, rows=rows, kind="councils.person", partnership_code=partnership.code)


def _note_person(request: HttpRequest, person: Person) -> None:
    """One's own page is nobody else's to know of."""
    if person.user_id != request.user.pk:
        note_reading("person.read", by=request.user, record=person)


def _person(request: HttpRequest, slug: str, code: str) -> Person:
    rows = people_visible_to(request.user).select_related("partnership")
    return allowed(request, "councils.edit_person", rows, code=code, partnership__slug=slug)


@require_safe
@signed_in
def person_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The people of a partnership: found, filtered, sorted."""
    partnership = partnership_for(request, SEES, slug)
    form = PersonFilterForm(request.GET)
    rows = people_visible_to(request.user).filter(partnership=partnership)
    page = page_of(request, people_found(rows, form.wanted))
    _note_rows(request, "person.listed", partnership, len(page))
    context = {
        "partnership": partnership,
        "form": form,
        "chosen": chosen_filters(request, form),
        "page": page,
        "may_edit": request.user.has_perm("councils.edit_person", partnership),
    }
    return render(request, "councils/person_list.html", context)


@require_safe
@signed_in
def person_excel(request: HttpRequest, slug: str) -> HttpResponse:
    """All the people found, as a sheet that can be edited and sent back."""
    partnership = partnership_for(request, SEES, slug)
    rows = people_visible_to(request.user).filter(partnership=partnership)
    lines = person_lines(people_found(rows, PersonFilterForm(request.GET).wanted))
    content = people_sheet(lines)
    _note_rows(request, "person.downloaded", partnership, len(lines))
    return sheet(content, f"people-{partnership.slug}", partnership.time_zone)


@require_safe
@signed_in
def person_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One person: how to reach them, whom they come from, which roles they hold."""
    rows = people_visible_to(request.user).select_related("partnership", "user").prefetch_related("organizations")
    person = found(rows, code=code, partnership__slug=slug)
    _note_person(request, person)
    may_edit = request.user.has_perm("councils.edit_person", person)
    context: dict[str, Any] = {
        "person": person,
        "partnership": person.partnership,
        "roles": roles_of_person(person),
        "may_edit": may_edit,
        "sees_list": request.user.has_perm(SEES, person.partnership),
        "sees_private": may_edit or person.user_id == request.user.pk,
    }
    return render(request, "councils/person_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def person_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a person."""
    partnership = partnership_for(request, SEES, slug, may="councils.edit_person")
    writing = Writing(request, "councils.person", place=partnership.code)
    form = PersonForm(writing.posted, partnership=partnership)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: create_person(partnership, form.cleaned_data, by=request.user),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "councils/person_create.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def person_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change what is known of a person."""
    person = _person(request, slug, code)
    writing = Writing(request, "councils.person", person)
    form = PersonForm(writing.posted, instance=person, partnership=person.partnership)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: edit_person(person, form.cleaned_data, by=request.user, version=writing.base_version),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return told(request, answer)
    if writing.posted is None:
        _note_person(request, person)
    context = {"form": form, "writing": writing, "person": person, "keep_form": "form"}
    return render(request, "councils/person_edit.html", {**context, "partnership": person.partnership})


@require_http_methods(["GET", "POST"])
@signed_in
def person_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Note that a person takes part no longer."""
    person = _person(request, slug, code)
    return end_page(
        request,
        person,
        "councils.person_end",
        end_person,
        heading=_("%(name)s takes part no longer") % {"name": person},
        tells=_(
            "The person leaves the list and the sheet. Roles end on the page of roles, seats on the pages of bodies."
        ),
        said=_("Ended. Roles and seats end on their own pages."),
    )
