"""Who holds which role, from when to when, and which invitations are open."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from councils.choices import Role
from councils.models import Body, Invitation, Partnership, Person, RoleHeld
from councils.permissions import STAFF, Permission, TableCell, permitted_rows, readable_table, role_label
from lipportal.accounts.choices import CanadianZone
from lipportal.accounts.models import User
from lipportal.notices.models import Mail
from lipportal.shared import clock
from lipportal.shared.folding import sort_key

# Where a session remembers the invitation whose link was followed before signing in.
INVITATION_IN_HAND = "invitation"


@dataclass(frozen=True)
class PermissionLine:
    """One thing that can be done, and who may: roles in words, each with where and when."""

    name: str
    says: Any
    holders: list[str]


def roles_visible_to(user: Any) -> QuerySet[RoleHeld]:
    """The roles held that this person may see: in their partnership, or anywhere for an administrator."""
    return permitted_rows(user, "councils.view_role", RoleHeld.objects.all())


def invitations_visible_to(user: Any) -> QuerySet[Invitation]:
    """The invitations this person may see; the same people who see roles."""
    return permitted_rows(user, "councils.view_role", Invitation.objects.all())


def held_on(on: date) -> Q:
    """A role that is held on a day: begun, not past its last day, not ended."""
    begun = Q(starts_on__lte=on) & (Q(last_on__isnull=True) | Q(last_on__gte=on))
    return begun & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def not_over() -> Q:
    """A role that is neither ended nor past its last day, each counted on its own partnership's clock."""
    here = clock.today("America/Toronto")
    elsewhere: dict[date, list[str]] = {}
    for zone in CanadianZone.values:
        if (day := clock.today(zone)) != here:
            elsewhere.setdefault(day, []).append(zone)
    away = [zone for zones in elsewhere.values() for zone in zones]
    still = Q(last_on__isnull=True) | (Q(last_on__gte=here) & ~Q(partnership__time_zone__in=away))
    for day, zones in elsewhere.items():
        still |= Q(last_on__gte=day, partnership__time_zone__in=zones)
    return Q(ended_on__isnull=True) & still


def roles_on(partnership: Partnership, role: str, on: date) -> QuerySet[RoleHeld]:
    """The holdings of one role in a partnership on a day."""
    rows = RoleHeld.objects.filter(held_on(on), partnership=partnership, role=role)
    return rows.select_related("user", "body").order_by("starts_on", "pk")


def people_in_role(partnership: Partnership, role: str, on: date, *, body: Body | None = None) -> list[User]:
    """The people, with an open account, who hold a role in a partnership (at a body) on a day; each once."""
    rows = roles_on(partnership, role, on).filter(user__is_active=True)
    if body is not None:
        rows = rows.filter(body=body)
    return list(dict.fromkeys(held.user for held in rows))


def officers_of(partnership: Partnership, on: date) -> list[User]:
    """The federal officers assigned to a partnership on a day (R4)."""
    return people_in_role(partnership, Role.OFFICER, on)


def officer_history(partnership: Partnership) -> QuerySet[RoleHeld]:
    """Every officer a partnership has had or will have, the latest first."""
    rows = RoleHeld.objects.filter(partnership=partnership, role=Role.OFFICER)
    return rows.select_related("user", "granted_by", "partnership").order_by("-starts_on", "-pk")


def known_officers() -> QuerySet[User]:
    """The people who are, or were, an officer somewhere: those who can be assigned."""
    roles = RoleHeld.objects.filter(role__in=[Role.OFFICER, Role.REGIONAL_LEAD])
    return User.objects.filter(is_active=True, pk__in=roles.values("user")).order_by("name", "pk")


def known_here(partnership: Partnership) -> QuerySet[User]:
    """The people with an account whom a partnership knows: by a role, now or before, or in its list of people."""
    by_role = Q(pk__in=RoleHeld.objects.filter(partnership=partnership).exclude(role=Role.OFFICER).values("user"))
    by_list = Q(pk__in=partnership.person_set.filter(ended_on__isnull=True, user__isnull=False).values("user"))
    return User.objects.filter(by_role | by_list, is_active=True).order_by("name", "pk")


def could_somebody_else_give(user: Any, role: str, partnership: Partnership | None) -> bool:
    """Whether anybody but this person, with an open account, may give the role there today."""
    may = Q(role=Role.ADMINISTRATOR)
    if partnership is not None and role == Role.OFFICER:
        may |= Q(role=Role.REGIONAL_LEAD, region__in=["", partnership.region])
    elif partnership is not None:
        may |= Q(role__in=STAFF, partnership=partnership)
    today = partnership.today() if partnership else clock.today("America/Toronto")
    rows = RoleHeld.objects.filter(may, held_on(today), user__is_active=True)
    return rows.exclude(user=user.pk).exists()


def roles_found(rows: QuerySet[RoleHeld], wanted: Mapping[str, Any]) -> QuerySet[RoleHeld]:
    """Those of `rows` that answer a search by name, e-mail or place and its filters; ended ones only when asked for."""
    if not wanted.get("ended"):
        rows = rows.filter(not_over())
    for word in (wanted.get("q") or "").split():
        names = Q(user__name__icontains=word) | Q(user__email__icontains=word)
        rows = rows.filter(names | Q(partnership__folded_names__contains=f" {sort_key(word)}"))
    if role := wanted.get("role"):
        rows = rows.filter(role=role)
    return rows.select_related("user", "partnership", "body", "granted_by").order_by("user__name", "role", "pk")


def open_invitations(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """The invitations that wait for an answer, whether their link is still open or has run out.

    Each knows the state of the mail with its present link, as `mail_state`.
    """
    # Invitation.mail_key, as the database writes it.
    key = Concat(Value("invitation:"), OuterRef("code"), Value(":"), Substr(OuterRef("secret_fingerprint"), 1, 16))
    waiting = rows.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    waiting = waiting.annotate(mail_state=Subquery(Mail.objects.filter(key=key).order_by().values("state")[:1]))
    return waiting.select_related("partnership", "body", "invited_by").order_by("-invited_at", "-pk")


def fingerprint_of(secret: str) -> str:
    """What is kept of an invitation's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_invitation_with(fingerprint: str, at: datetime) -> Invitation | None:
    """The invitation behind a link, while it can still be accepted."""
    rows = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)
    return rows.select_related("partnership", "body", "invited_by").filter(secret_fingerprint=fingerprint).first()


def invitation_taken_up_with(fingerprint: str, user: Any) -> Invitation | None:
    """The invitation behind a link that this very person has accepted already."""
    if not user.is_authenticated:
        return None
    rows = Invitation.objects.filter(accepted_by=user).select_related("partnership")
    return rows.filter(secret_fingerprint=fingerprint).first()


def account_with(email: str) -> User | None:
    """The open account with this e-mail, if there is one."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def roles_here(email: str, partnership: Partnership) -> list[RoleHeld]:
    """The roles the open account with this e-mail holds, or will hold, in a partnership; an officer stands outside."""
    rows = RoleHeld.objects.filter(not_over(), partnership=partnership).exclude(role=Role.OFFICER)
    here = rows.filter(user__email=email.strip().lower(), user__is_active=True)
    return list(here.select_related("user").order_by("starts_on", "pk"))


def is_administrator(email: str) -> bool:
    """Whether the open account with this e-mail looks after the portal today."""
    held = RoleHeld.objects.filter(held_on(clock.today("America/Toronto")), role=Role.ADMINISTRATOR)
    return held.filter(user__email=email.strip().lower(), user__is_active=True).exists()


def roles_of_person(person: Person) -> list[RoleHeld]:
    """The roles the account of a person holds or held in their partnership, the latest first."""
    if person.user_id is None:
        return []
    rows = RoleHeld.objects.filter(user=person.user_id, partnership=person.partnership_id)
    return list(rows.select_related("body").order_by("-starts_on", "-pk"))


def permission_groups(role: str = "") -> list[tuple[str, list[PermissionLine]]]:
    """The readable table, app by app: what can be done and who may; only what `role` may when one is given."""
    titles = {
        "councils": _("People, council and rules"),
        "strategies": _("Strategy"),
        "actionplans": _("Action plan"),
        "reporting": _("Report and review"),
        "": _("The portal itself"),
    }
    groups: dict[str, list[PermissionLine]] = {title: [] for title in titles.values()}
    for permission, cells in readable_table():
        if role and not cells[role].is_held:
            continue
        title = titles.get(permission.name.partition(".")[0], titles[""])
        groups[title].append(PermissionLine(permission.name, permission.says, _holders(permission, cells)))
    return [(title, sorted(lines, key=lambda line: str(line.says))) for title, lines in groups.items() if lines]


def _holders(permission: Permission, cells: Mapping[str, TableCell]) -> list[str]:
    holders = [_holder(role, cell) for role, cell in cells.items() if cell.is_held and cell.within != "own"]
    if any(given.within == "own" for given in permission.grants):
        holders.append(_("The person it belongs to"))
    return holders


def _holder(role: str, cell: TableCell) -> str:
    where = [_("at their own body")] if cell.within == "body" else []
    conditions = [str(condition) for condition in cell.conditions]
    label = str(role_label(role))
    return f"{label} ({', '.join([*where, *conditions])})" if where or conditions else label
