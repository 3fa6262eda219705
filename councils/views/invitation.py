"""Invitations: mailing, mailing again, taking back; and the page a link leads to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from councils.forms.role import InviteForm
from councils.models import Invitation
from councils.permissions import ROLE_DESCRIPTIONS
from councils.queries import (
    INVITATION_IN_HAND,
    account_with,
    fingerprint_of,
    invitation_taken_up_with,
    invitations_visible_to,
    open_invitation_with,
)
from councils.services import accept_invitation, invite, send_invitation_again, withdraw_invitation
from councils.views.common import partnership_for, place_of, told
from lipportal.drafts.posted import key_in
from lipportal.drafts.services import once
from lipportal.drafts.writing import Writing
from lipportal.shared import clock
from lipportal.shared.access import found, public, signed_in
from lipportal.shared.errors import Refused
from lipportal.shared.languages import in_four_languages
from lipportal.shared.telling import back_with_reasons


def _list_of(invitation: Invitation) -> str:
    partnership = invitation.partnership
    return reverse("councils:role_list", args=[partnership.slug]) if partnership else reverse("councils:role_search")


@require_http_methods(["GET", "POST"])
@signed_in
def invitation_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite somebody by mail to a role in the partnership."""
    partnership = partnership_for(request, "councils.view_role", slug, may="councils.give_role")
    writing = Writing(request, "councils.invitation", place=partnership.code)
    form = InviteForm(writing.posted, partnership=partnership)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form, lambda: invite(partnership=partnership, by=request.user, **form.cleaned_data), then=_list_of
        )
        if answer:
            return told(request, answer, _("The invitation is on its way. It is open for fourteen days."))
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "councils/invitation_create.html", context)


@require_POST
@signed_in
def invitation_send_again(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    """Mail an invitation anew, with another link."""
    rows = invitations_visible_to(request.user).select_related("partnership", "invited_by")
    invitation = found(rows, code=code, **place_of(slug))
    form = "councils.invitation_send_again"
    try:
        once(
            key_in(request),
            by=request.user,
            form=form,
            do=lambda: _list_of(send_invitation_again(invitation, by=request.user)),
        )
    except Refused as refused:
        return back_with_reasons(request, refused.reasons, _list_of(invitation))
    messages.success(request, _("Sent again, with a new link. The earlier link leads nowhere from now on."))
    return redirect(_list_of(invitation))


@require_POST
@signed_in
def invitation_withdraw(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    """Take an invitation back."""
    rows = invitations_visible_to(request.user).select_related("partnership")
    invitation = found(rows, code=code, **place_of(slug))
    try:
        withdraw_invitation(invitation, by=request.user)
    except Refused as refused:
        return back_with_reasons(request, refused.reasons, _list_of(invitation))
    messages.success(request, _("Withdrawn. Its link leads nowhere from now on."))
    return redirect(_list_of(invitation))


@never_cache
@require_http_methods(["GET", "POST"])
@public
@in_four_languages
def invitation_open(request: HttpRequest, code: str) -> HttpResponse:
    """What the mailed link leads to: who invites to what, and one button; looking at it changes nothing.

    Whoever has accepted and presses again is led where the first press led.
    """
    fingerprint = fingerprint_of(code)
    invitation = open_invitation_with(fingerprint, clock.now())
    taken = invitation_taken_up_with(fingerprint, request.user) if request.method == "POST" else None
    if taken is not None:
        response = _led_on(taken)
    elif invitation is None:
        response = render(request, "councils/invitation_closed.html", status=404)
    elif request.method == "POST":
        response = _take_up(request, invitation)
    else:
        response = _shown(request, invitation)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _shown(request: HttpRequest, invitation: Invitation, reasons: tuple[object, ...] = ()) -> HttpResponse:
    is_theirs = request.user.is_authenticated and request.user.email == invitation.email
    says = ROLE_DESCRIPTIONS[invitation.role]
    context = {"invitation": invitation, "is_theirs": is_theirs, "says": says, "reasons": reasons}
    return render(request, "councils/invitation_open.html", context)


def _led_on(taken: Invitation) -> HttpResponse:
    """Where accepting leads; pressed twice, it leads there again."""
    return redirect(taken.partnership or "home")


def _take_up(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Accept when signed in; otherwise remember the link and go on to sign in, or to open an account."""
    if request.user.is_authenticated:
        try:
            accept_invitation(invitation, by=request.user)
        except Refused as refused:
            taken = invitation_taken_up_with(invitation.secret_fingerprint, request.user)
            return _led_on(taken) if taken else _shown(request, invitation, tuple(refused.reasons))
        messages.success(request, _("Welcome. The role is yours."))
        return _led_on(invitation)
    request.session[INVITATION_IN_HAND] = invitation.secret_fingerprint
    if account_with(invitation.email):
        return redirect(f"{reverse('account_login')}?next={request.path}")
    return redirect("account_signup")
