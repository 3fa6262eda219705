"""Bodies: the list of a partnership, a body's page, and setting one up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.forms.bodies import BodyForm, EndForm
from councils.models import Body
from councils.queries.bodies import bodies_visible_to, body_page, listed_bodies
from councils.queries.partnerships import partnerships_visible_to, partnerships_where
from councils.registry import doors_from
from councils.services.bodies import create_body, edit_body, end_body
from councils.views.answers import told
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, public, signed_in
from lipportal.shared.languages import in_four_languages


@require_safe
@public
@in_four_languages
def body_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The council, its tables and committees."""
    partnership = found(partnerships_visible_to(request.user), slug=slug)
    listed = listed_bodies(request.user, partnership)
    running = [line for line in listed if not line.body.is_ended]
    context = {
        "partnership": partnership,
        "lead": next((line for line in running if line.body.kind == "council"), None),
        "others": [line for line in running if line.body.kind != "council"],
        "ended": [line for line in listed if line.body.is_ended],
        "may_edit": request.user.has_perm("councils.edit_body", partnership),
        "may_see_people": request.user.has_perm("councils.view_membership", partnership),
    }
    return render(request, "councils/body_list.html", context)


@require_safe
@public
@in_four_languages
def body_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Who is at the table, which places are free, meetings and terms; names only for those at the table."""
    rows = bodies_visible_to(request.user).select_related("parent")
    body = found(rows, code=code, partnership__slug=slug)
    user = request.user
    context = {
        "body": body,
        "page": body_page(user, body),
        "parent": body.parent if body.parent and user.has_perm("councils.view_body", body.parent) else None,
        "doors": doors_from(body, user),
        "may_edit": user.has_perm("councils.edit_body", body),
        "may_see_people": user.has_perm("councils.view_membership", body),
        "may_propose": user.has_perm("councils.edit_membership", body),
        "may_record": user.has_perm("councils.edit_meeting", body),
        "may_draft": user.has_perm("councils.edit_terms", body),
    }
    return render(request, "councils/body_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def body_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Set up a council, a table or a committee."""
    partnership = allowed(
        request, "councils.edit_body", partnerships_where(request.user, "councils.view_desk"), slug=slug
    )
    writing = Writing(request, "councils.body", place=partnership.code)
    form = BodyForm(writing.posted, partnership=partnership)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        then = told(request, _("The body is set up. Add its seats next."))
        answer = writing.save(form, lambda: create_body(partnership, form.cleaned_data, by=request.user), then=then)
        if answer:
            return answer
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "councils/body_create.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def body_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change a body's names, kind and place."""
    body = _editable_body(request, slug, code)
    writing = Writing(request, "councils.body", body)
    form = BodyForm(writing.posted, instance=body, partnership=body.partnership)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        version = writing.base_version
        answer = writing.save(
            form,
            lambda: edit_body(body, form.cleaned_data, by=request.user, version=version),
            then=told(request, _("Saved.")),
        )
        if answer:
            return answer
    return render(
        request, "councils/body_edit.html", {"form": form, "writing": writing, "body": body, "keep_form": "form"}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def body_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a body, its seats and its memberships."""
    body = _editable_body(request, slug, code)
    writing = Writing(request, "councils.body_end", body)
    form = EndForm(writing.posted, initial={"on": body.partnership.today()})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        then = told(request, _("The body has come to its end. It stays readable."))
        answer = writing.save(form, lambda: end_body(body, by=request.user, **form.cleaned_data), then=then)
        if answer:
            return answer
    return render(
        request, "councils/body_end.html", {"form": form, "writing": writing, "body": body, "keep_form": "form"}
    )


def _editable_body(request: HttpRequest, slug: str, code: str) -> Body:
    rows = bodies_visible_to(request.user).select_related("parent")
    return allowed(request, "councils.edit_body", rows, code=code, partnership__slug=slug)
