"""Writes about roles: giving one, ending one, and the mailed invitations that lead to one."""

import secrets
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.choices import BODY_ROLES, PARTNERSHIP_ROLES, PLATFORM_ROLES, Role
from councils.models import Body, Invitation, Partnership, Person, RoleHeld
from councils.permissions import NEEDS_SECOND_FACTOR, forget_roles_held
from councils.queries.roles import (
    account_with,
    could_somebody_else_give,
    fingerprint_of,
    held_on,
    is_administrator,
    not_over,
    open_invitations,
    roles_here,
)
from lipportal.accounts.models import User
from lipportal.accounts.services import require_second_factor
from lipportal.audit.services import change, create, end, log
from lipportal.notices.queries import is_mail_server_missing
from lipportal.notices.services import post_mail
from lipportal.shared import clock
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import who_may

INVITATION_LASTS = timedelta(days=14)
PORTAL_ZONE = "America/Toronto"


def may_give(by: Any, role: str, partnership: Partnership | None) -> bool:
    """Whether `by` may give, or end, this role there: administrators any, staff their own, regional leads officers."""
    if by.has_perm("councils.give_any_role"):
        return True
    if partnership is None:
        return False
    needed = "councils.assign_officer" if role == Role.OFFICER else "councils.give_role"
    return (role == Role.OFFICER or role in PARTNERSHIP_ROLES) and by.has_perm(needed, partnership)


def problems_with_place(role: str, partnership: Partnership | None, body: Body | None, region: str = "") -> list[Any]:
    """Why a role cannot be held at that place; empty when it can."""
    reasons: list[Any] = []
    if role in PLATFORM_ROLES and (partnership is not None or body is not None):
        reasons.append(_("This role is held for the whole portal. Leave the partnership empty."))
    if role not in PLATFORM_ROLES and partnership is None:
        reasons.append(_("This role is held in a partnership. Choose one."))
    if role in BODY_ROLES and body is None:
        reasons.append(_("This role is held at a body. Choose which."))
    if body is not None and (partnership is None or body.partnership_id != partnership.pk):
        reasons.append(_("The body belongs to another partnership. Choose again."))
    if region and role != Role.REGIONAL_LEAD:
        reasons.append(_("Only a regional lead is held for a region. Leave the region empty."))
    return reasons


@transaction.atomic
def give_role(
    *,
    user: User,
    role: str,
    by: Any,
    partnership: Partnership | None = None,
    body: Body | None = None,
    region: str = "",
    starts_on: date | None = None,
    last_on: date | None = None,
) -> RoleHeld:
    """Give a person a role from a day (today) on; a role that needs a second proof asks for it from the next click.

    `by` is None for the operator's own commands. Raises Refused when the role is not theirs to give, would be one they
    give themselves, does not fit the place, or is held already.
    """
    starts_on = starts_on or clock.today(partnership.time_zone if partnership else PORTAL_ZONE)
    if by is not None and not may_give(by, role, partnership):
        raise Refused(who_may("councils.assign_officer" if role == Role.OFFICER else "councils.give_role"))
    if reasons := problems_with_place(role, partnership, body, region):
        raise Refused.because(reasons)
    if last_on is not None and last_on < starts_on:
        raise Refused(_("The last day is before the first. Change one of them."))
    _one_at_a_time(user, partnership)
    same = RoleHeld.objects.filter(user=user, role=role, partnership=partnership, body=body, region=region)
    _refuse_to_oneself(same, user, by, role, partnership)
    meeting = same.filter(ended_on__isnull=True).exclude(last_on__lt=starts_on)
    if last_on is not None:
        meeting = meeting.exclude(starts_on__gt=last_on)
    if meeting.exists():
        raise Refused(_("This person holds this role there already."))
    held = RoleHeld(user=user, role=role, partnership=partnership, body=body, region=region)
    held.starts_on, held.last_on, held.granted_by = starts_on, last_on, by
    create(held, by=by)
    _settle(user, by=by)
    return held


def _one_at_a_time(user: User, partnership: Partnership | None) -> None:
    """Hold the row that those who give the same role at once have in common: of two, the second sees the first's."""
    if partnership is not None:
        Partnership.objects.select_for_update().get(pk=partnership.pk)
    else:
        User.objects.select_for_update().get(pk=user.pk)


def _refuse_to_oneself(
    same: QuerySet[RoleHeld], user: User, by: Any, role: str, partnership: Partnership | None
) -> None:
    """Refuse that somebody gives themselves what they do not hold, so that nobody approves their own work alone.

    Where nobody else could give it, as in a portal with one administrator, it is theirs to give.
    """
    if by is None or by.pk != user.pk:
        return
    today = clock.today(partnership.time_zone if partnership else PORTAL_ZONE)
    if not same.filter(held_on(today)).exists() and could_somebody_else_give(user, role, partnership):
        raise Refused(
            _("Somebody else gives you a role that you do not hold. Ask an administrator, or whoever else may give it.")
        )


@transaction.atomic
def end_role(held: RoleHeld, *, by: Any, because: str) -> RoleHeld:
    """End a role at once, with the reason. Raises Refused when it is the portal's last administrator."""
    if by is not None and not may_give(by, held.role, held.partnership):
        raise Refused(who_may("councils.give_role"))
    if held.role == Role.ADMINISTRATOR and not _other_administrators(held):
        raise Refused(_("This is the last administrator. Give somebody else the role first."))
    on = clock.today(held.partnership.time_zone if held.partnership else PORTAL_ZONE)
    ended: RoleHeld = end(held, by=by, on=on, because=because)
    _settle(ended.user, by=by)
    return ended


def _other_administrators(held: RoleHeld) -> bool:
    """Whether somebody else holds the role now, for good; two who end each other at once wait for one another."""
    rows = RoleHeld.objects.select_for_update(of=("self",)).filter(role=Role.ADMINISTRATOR, ended_on__isnull=True)
    now = rows.filter(starts_on__lte=clock.today(PORTAL_ZONE), last_on__isnull=True).select_related("user")
    return any(row.user_id != held.user_id and row.user.is_active for row in now.order_by("pk"))


@transaction.atomic
def shorten_role(held: RoleHeld, *, last_on: date, by: Any) -> RoleHeld:
    """Give a role that goes on its last day, as when somebody else takes over the day after."""
    before = {"last_on": held.last_on}
    RoleHeld.objects.filter(pk=held.pk, ended_on__isnull=True).update(last_on=last_on)
    held.last_on = last_on
    log("roleheld.changed", by=by, record=held, before=before, after={"last_on": last_on})
    _settle(held.user, by=by)
    return held


def _settle(user: User, *, by: Any) -> None:
    """What follows from a role given or ended: whether a second proof is needed, and a fresh look at what is held."""
    needed = RoleHeld.objects.filter(not_over(), user=user, role__in=NEEDS_SECOND_FACTOR).exists()
    require_second_factor(user, needed, by=by)
    forget_roles_held(user)
    if by is not None and by.pk == user.pk:
        forget_roles_held(by)


# --- Invitations -----------------------------------------------------------------------------------------------------
@transaction.atomic
def invite(
    *,
    email: str,
    role: str,
    by: Any,
    name: str = "",
    language: str = "en",
    partnership: Partnership | None = None,
    body: Body | None = None,
    region: str = "",
    because: str = "",
) -> Invitation:
    """Invite somebody by mail to a role, in their language; the link holds a secret and lasts fourteen days.

    `by` is None for the operator's own commands. Raises Refused when the role is not theirs to give, would be one they
    give themselves, does not fit the place, the same invitation is open, or the person is in the partnership already.
    """
    email = email.strip().lower()
    if by is not None and not may_give(by, role, partnership):
        raise Refused(who_may("councils.give_role"))
    if reasons := problems_with_place(role, partnership, body, region):
        raise Refused.because(reasons)
    place = {"role": role, "partnership": partnership, "body": body, "region": region}
    if by is not None and by.email == email:
        _refuse_to_oneself(RoleHeld.objects.filter(user=by, **place), by, by, role, partnership)
    _refuse_who_is_here(email, partnership)
    now = clock.now()
    waiting = Invitation.objects.filter(email=email, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if waiting.filter(expires_at__gt=now, **place).exists():
        raise Refused(_("This person has been invited already. Send it again from the page of roles."))
    invitation = Invitation(email=email, name=name, language=language, invited_by=by, **place)
    secret = _arm(invitation)
    invitation.full_clean(validate_unique=False)
    invitation.save(force_insert=True)
    code = body.code if body is not None else ""
    after = {"email": email, "name": name, "language": language, "role": role, "body": code, "region": region}
    log("invitation.created", by=by, record=invitation, after=after, because=because)
    _mail(invitation, secret)
    return invitation


def _refuse_who_is_here(email: str, partnership: Partnership | None) -> None:
    """Refuse to invite somebody who holds a role in the partnership: a further one is given to them at once."""
    held = roles_here(email, partnership) if partnership else []
    if held:
        roles = ", ".join(dict.fromkeys(str(row.get_role_display()) for row in held))
        raise Refused(
            _("%(name)s is here already: %(roles)s. Choose “Give a role” instead; no invitation is needed.")
            % {"name": held[0].user, "roles": roles}
        )


@transaction.atomic
def invite_administrator(*, email: str, name: str, language: str, again: bool, because: str) -> Invitation:
    """Invite an administrator in the operator's name, as nobody else can while there is none.

    `again` mails an open invitation anew. Raises Refused when the address is none, holds the role or is invited
    already, or when no mail could leave.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("“%(email)s” is not an e-mail address.") % {"email": email}) from error
    if is_administrator(email):
        raise Refused(_("This person is an administrator already."))
    if is_mail_server_missing():
        raise Refused(_("No mail server is named in the settings, so no invitation could leave. Name one first."))
    mailed = open_invitations(Invitation.objects.filter(email=email, role=Role.ADMINISTRATOR))
    if (waiting := mailed.filter(expires_at__gt=clock.now()).first()) is None:
        return invite(email=email, name=name, language=language, role=Role.ADMINISTRATOR, by=None, because=because)
    if not again:
        raise Refused(_("This person has been invited already. Add --again to mail another link."))
    return send_invitation_again(waiting, by=None, because=because)


@transaction.atomic
def give_or_invite(
    *, email: str, by: Any, name: str, language: str, starts_on: date | None, last_on: date | None, **place: Any
) -> RoleHeld | Invitation:
    """Give any role to the account with this address; without one, invite the address."""
    user = account_with(email)
    if user is not None:
        return give_role(user=user, starts_on=starts_on, last_on=last_on, by=by, **place)
    return invite(email=email, name=name, language=language, by=by, **place)


def _arm(invitation: Invitation) -> str:
    """Give an invitation a fresh secret and fourteen days; the secret itself is only ever mailed."""
    secret = secrets.token_urlsafe(32)
    invitation.secret_fingerprint = fingerprint_of(secret)
    invitation.invited_at = clock.now()
    invitation.expires_at = invitation.invited_at + INVITATION_LASTS
    return secret


def _mail(invitation: Invitation, secret: str) -> None:
    partnership = invitation.partnership
    post_mail(
        "invitation",
        to_address=invitation.email,
        language=invitation.language,
        partnership_code=partnership.code if partnership else "",
        key=invitation.mail_key,
        is_security=True,
        expires_at=invitation.expires_at,
        zone=partnership.time_zone if partnership else "",
        context={
            "name": invitation.name,
            "invited_by": invitation.host,
            "role": Role(invitation.role).label,
            "partnership_name_by_language": names_by_language(partnership),
            "expires_at": invitation.expires_at,
            "url": reverse("councils:invitation_open", kwargs={"code": secret}),
        },
    )


def names_by_language(partnership: Partnership | None) -> dict[str, str]:
    """A partnership's name in each official language, or in the other where it has only one; blank for none."""
    if partnership is None:
        return {"en": "", "fr": ""}
    either = partnership.name_en or partnership.name_fr
    return {"en": partnership.name_en or either, "fr": partnership.name_fr or either}


@transaction.atomic
def send_invitation_again(invitation: Invitation, *, by: Any, because: str = "") -> Invitation:
    """Mail an open or run-out invitation anew, with another link; the earlier link leads nowhere from now on.

    `by` is None for the operator's own commands.
    """
    if by is not None and not may_give(by, invitation.role, invitation.partnership):
        raise Refused(who_may("councils.give_role"))
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _refuse_answered(current)
    secret = _arm(current)
    current.save(update_fields=["secret_fingerprint", "invited_at", "expires_at"])
    log("invitation.sent_again", by=by, record=current, after={"expires_at": current.expires_at}, because=because)
    _mail(current, secret)
    return current


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Take an invitation back; its link leads nowhere from now on."""
    if not may_give(by, invitation.role, invitation.partnership):
        raise Refused(who_may("councils.give_role"))
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _refuse_answered(current)
    current.withdrawn_at = clock.now()
    current.save(update_fields=["withdrawn_at"])
    log("invitation.withdrawn", by=by, record=current, after={"withdrawn_at": current.withdrawn_at})
    return current


def _refuse_answered(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise Refused(_("This invitation has been accepted already."))
    if invitation.withdrawn_at is not None:
        raise Refused(_("This invitation was withdrawn."))


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: Any) -> RoleHeld:
    """Take up an invitation: the role is held from today, and the list of people knows the account.

    Raises Refused when it was answered, withdrawn or has run out meanwhile, was mailed to another address, or to an
    address that who invited has made their own since.
    """
    if by.email != invitation.email.lower():
        raise Refused(_("This invitation was mailed to another address. Sign in with that one."))
    place = {"partnership": invitation.partnership, "body": invitation.body, "region": invitation.region}
    same = RoleHeld.objects.filter(user=by, role=invitation.role, **place)
    _refuse_to_oneself(same, by, invitation.invited_by, invitation.role, invitation.partnership)
    now = clock.now()
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if rows.filter(expires_at__gt=now).update(accepted_by=by, accepted_at=now) != 1:
        raise Refused(_("This invitation is no longer open. Ask for a new one."))
    log("invitation.accepted", by=by, record=invitation, after={"accepted_at": now})
    _one_at_a_time(by, invitation.partnership)
    _know_account(invitation, by)
    if (held := same.filter(ended_on__isnull=True, last_on__isnull=True).first()) is not None:
        return held
    zone = invitation.partnership.time_zone if invitation.partnership else PORTAL_ZONE
    held = RoleHeld(user=by, role=invitation.role, **place)
    held.starts_on, held.granted_by = clock.today(zone), invitation.invited_by
    create(held, by=by)
    _settle(by, by=by)
    return held


def _know_account(invitation: Invitation, user: User) -> None:
    """Tie the account to the person of the same address in the partnership's list, if they stand there without one."""
    if invitation.partnership is None:
        return
    rows = Person.objects.filter(partnership=invitation.partnership, ended_on__isnull=True, user__isnull=True)
    person = rows.filter(email__iexact=invitation.email).order_by("pk").first()
    if person is not None:
        change(person, {"user": user}, by=user, version=person.version)
