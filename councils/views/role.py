"""Roles: who holds what in a partnership and everywhere, giving, ending, and the table of what each role may do."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.choices import Role
from councils.forms.common import BecauseForm
from councils.forms.role import AnyRoleForm, GiveRoleForm, RoleFilterForm
from councils.models import RoleHeld
from councils.permissions import ROLE_DESCRIPTIONS, role_label
from councils.queries import (
    invitations_visible_to,
    open_invitations,
    permission_groups,
    roles_found,
    roles_visible_to,
)
from councils.services import end_role, give_or_invite, give_role, may_give
from councils.views.common import chosen_filters, page_of, partnership_for, place_of, told
from lipportal.audit.services import note_reading
from lipportal.drafts.writing import Writing
from lipportal.shared import clock
from lipportal.shared.access import found, require, signed_in
from lipportal.shared.workflow import who_may

SEES = "councils.view_role"


def _note_rows(request: HttpRequest, rows: int, partnership_code: str = "") -> None:
    """Roles and invitations are listed with e-mail addresses."""
    note_reading(
        "roleheld.listed", by=request.user, rows=rows, kind="councils.roleheld", partnership_code=partnership_code
    )


def _after(held: RoleHeld) -> str:
    partnership = held.partnership
    return reverse("councils:role_list", args=[partnership.slug]) if partnership else reverse("councils:role_search")


@require_safe
@signed_in
def role_table(request: HttpRequest) -> HttpResponse:
    """What each role is and may do, in words; one role alone when the address names it."""
    role = request.GET.get("role", "")
    role = role if role in map(str, ROLE_DESCRIPTIONS) else ""
    descriptions = [(str(key), role_label(key), says) for key, says in ROLE_DESCRIPTIONS.items()]
    chosen = next((each for each in descriptions if each[0] == role), None)
    context = {"groups": permission_groups(role), "descriptions": descriptions, "chosen": chosen}
    return render(request, "councils/role_table.html", context)


@require_safe
@signed_in
def role_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds which role in a partnership, and which invitations are open."""
    partnership = partnership_for(request, SEES, slug)
    form = RoleFilterForm(request.GET)
    rows = roles_found(roles_visible_to(request.user).filter(partnership=partnership), form.wanted)
    page = page_of(request, rows)
    invitations = list(open_invitations(invitations_visible_to(request.user).filter(partnership=partnership)))
    _note_rows(request, len(page) + len(invitations), partnership.code)
    context = {
        "partnership": partnership,
        "form": form,
        "chosen": chosen_filters(request, form),
        "page": page,
        "rows": [(held, not held.is_over and may_give(request.user, held.role, partnership)) for held in page],
        "invitations": invitations,
        "now": clock.now(),
        "may_give": request.user.has_perm("councils.give_role", partnership),
    }
    return render(request, "councils/role_list.html", context)


@require_safe
@signed_in
def role_search(request: HttpRequest) -> HttpResponse:
    """Every role held anywhere, for administrators."""
    require(request, "councils.give_any_role")
    form = RoleFilterForm(request.GET)
    page = page_of(request, roles_found(roles_visible_to(request.user), form.wanted))
    invitations = list(open_invitations(invitations_visible_to(request.user)))
    _note_rows(request, len(page) + len(invitations))
    context = {
        "form": form,
        "chosen": chosen_filters(request, form),
        "page": page,
        "rows": [(held, not held.is_over) for held in page],
        "invitations": invitations,
        "now": clock.now(),
    }
    return render(request, "councils/role_search.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def role_give(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a role to somebody the partnership knows."""
    partnership = partnership_for(request, SEES, slug, may="councils.give_role")
    writing = Writing(request, "councils.role", place=partnership.code)
    form = GiveRoleForm(writing.posted, partnership=partnership, initial={"starts_on": partnership.today()})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: give_role(partnership=partnership, by=request.user, **form.cleaned_data),
            then=_after,
        )
        if answer:
            return told(request, answer, _("The role is given."))
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "councils/role_give.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def role_give_any(request: HttpRequest) -> HttpResponse:
    """Give any role anywhere, or invite an address that has no account yet."""
    require(request, "councils.give_any_role")
    writing = Writing(request, "councils.any_role")
    initial = {"starts_on": clock.today("America/Toronto"), "partnership": request.GET.get("partnership", "")}
    form = AnyRoleForm(writing.posted, initial=initial)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: give_or_invite(by=request.user, **form.cleaned_data),
            then=lambda _given: reverse("councils:role_search"),
        )
        if answer:
            return told(request, answer, _("Done. The list shows the role, or the invitation that was mailed."))
    return render(request, "councils/role_give_any.html", {"form": form, "writing": writing, "keep_form": "form"})


@require_http_methods(["GET", "POST"])
@signed_in
def role_end(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    """End a role of a partnership, or of the whole portal, at once, with the reason."""
    rows = roles_visible_to(request.user).select_related("user", "partnership", "body")
    held = found(rows, code=code, **place_of(slug))
    if not may_give(request.user, held.role, held.partnership):
        permission = "councils.assign_officer" if held.role == Role.OFFICER else "councils.give_role"
        raise PermissionDenied(who_may(permission))
    if held.is_ended:
        raise Http404
    writing = Writing(request, "councils.role_end", place=held.code)
    form = BecauseForm(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        because = form.cleaned_data["because"]
        answer = writing.save(form, lambda: end_role(held, by=request.user, because=because), then=_after)
        if answer:
            return told(request, answer, _("Ended. It takes effect at once."))
    heading = _("%(name)s: end the role “%(role)s”") % {"name": held.user, "role": held.get_role_display()}
    tells = _("It takes effect with the person’s very next click. What they did stays theirs in the record.")
    context = {"form": form, "writing": writing, "heading": heading, "tells": tells, "back_url": _after(held)}
    return render(request, "councils/record_end.html", {**context, "partnership": held.partnership})
