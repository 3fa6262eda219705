"""A partnership's entry in the directory: adding one, editing one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from councils.forms.partnership import NewPartnershipForm, PartnershipForm
from councils.queries import partnerships_visible_to
from councils.services import create_partnership, edit_partnership, names_of
from councils.views.common import told
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, require, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def partnership_create(request: HttpRequest) -> HttpResponse:
    """Add a partnership to the directory."""
    require(request, "councils.create_partnership")
    writing = Writing(request, "councils.partnership")
    form = NewPartnershipForm(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: create_partnership(form.cleaned_data, by=request.user),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "keep_form": "form"}
    return render(request, "councils/partnership_create.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def partnership_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit the entry of one's own partnership, or of any as an administrator."""
    partnership = allowed(request, "councils.edit_partnership", partnerships_visible_to(request.user), slug=slug)
    writing = Writing(request, "councils.partnership", partnership)
    # The form writes on a copy, so that the page keeps showing the saved names.
    form = PartnershipForm(writing.posted, instance=partnership, initial=names_of(partnership))
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: edit_partnership(partnership, form.cleaned_data, by=request.user, version=writing.base_version),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "councils/partnership_edit.html", context)
