"""Who may: one readable table of permissions, each granted to roles within a partnership or a body, and when.

The same grant answers two questions: may this person do this to this record (`user.has_perm`), and which rows does
this person see (`permitted_rows`). Upper apps add their own rows with `permit`; the page of roles shows the table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import rules
from django.db.models import Model, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.choices import Role
from councils.models import Partnership, RoleHeld
from lipportal.shared import clock
from lipportal.shared.workflow import name_holders_with

Row = TypeVar("Row", bound=Model)
Within = Literal["partnership", "body", "anywhere", "own"]

ANYONE = "anyone"
SIGNED_IN = "signed_in"
STAFF = (Role.COORDINATOR, Role.MANAGER)
CHAIRS = (Role.CO_CHAIR,)
AT_THE_TABLE = (*STAFF, *CHAIRS, Role.RECRUITER, Role.TABLE_LEAD, Role.MEMBER, Role.NEWCOMER_ADVISOR)
FEDERAL = (Role.OFFICER, Role.REGIONAL_LEAD)
NEEDS_SECOND_FACTOR = (Role.ADMINISTRATOR, Role.OFFICER, Role.REGIONAL_LEAD, Role.COORDINATOR, Role.MANAGER)

ROLE_DESCRIPTIONS = {
    ANYONE: _("Reads what is public, without signing in."),
    SIGNED_IN: _("Anyone with an account."),
    Role.ADMINISTRATOR: _("Keeps people, roles and lists in order for the whole portal; never decides for a council."),
    Role.OFFICER: _(
        "Reads what assigned partnerships have adopted and submitted; comments on, returns and accepts reports."
    ),
    Role.REGIONAL_LEAD: _("Reads like an officer across a region or the country, and assigns officers."),
    Role.COORDINATOR: _("Does the partnership’s daily work: people, plan, report. Does not vote."),
    Role.MANAGER: _("Oversees for the lead organization: agreement and access."),
    Role.CO_CHAIR: _("Chairs the council, adopts in its name and approves the report."),
    Role.RECRUITER: _("Looks for people to fill seats; reads what a member reads."),
    Role.TABLE_LEAD: _("Leads a table: its actions, meetings and updates."),
    Role.MEMBER: _("Sits at a table: reads its papers and adds updates."),
    Role.NEWCOMER_ADVISOR: _(
        "A member who advises from the experience of settling; nothing about status is ever asked."
    ),
    Role.READER: _("Reads what a partnership shares with its province or municipality."),
    Role.MODERATOR: _("Reads what is public, with an account, for the network of partnerships."),
    Role.RESEARCHER: _("Reads what is public, with an account."),
}


@dataclass(frozen=True)
class Condition:
    """A state in which a grant holds, said in words and written as lookups that a row and a query both answer."""

    says: Any
    lookups: Mapping[str, Any]

    @property
    def query(self) -> Q:
        """The condition as part of a query."""
        return Q(**self.lookups)

    def holds(self, record: Any) -> bool:
        """Whether the condition holds on a loaded row."""
        return all(_answers(record, path, wanted) for path, wanted in self.lookups.items())


def _answers(record: Any, path: str, wanted: Any) -> bool:
    *steps, last = path.split("__")
    test = last if last in {"in", "isnull"} else "exact"
    value = record
    for name in steps if last in {"in", "isnull"} else [*steps, last]:
        value = getattr(value, name, None) if value is not None else None
    if test == "in":
        return value in wanted
    if test == "isnull":
        return (value is None) is wanted
    return bool(value == wanted)


@dataclass(frozen=True)
class Grant:
    """These roles hold the permission within the record's partnership or body, or anywhere, if the condition holds."""

    roles: tuple[str, ...]
    within: Within = "partnership"
    when: Condition | None = None


@dataclass(frozen=True)
class Permission:
    """One row of the readable table."""

    name: str
    says: Any
    grants: tuple[Grant, ...]
    model: str = ""


@dataclass(frozen=True)
class Held:
    """A role somebody holds today, and where."""

    role: str
    partnership_id: int | None = None
    body_id: int | None = None
    region: str = ""
    partnership: Any = field(default=None, compare=False, repr=False)


_table: dict[str, Permission] = {}
visible_models: dict[str, str] = {}


def grant(roles: Iterable[str], *, within: Within = "partnership", when: Condition | None = None) -> Grant:
    """A grant to `roles`; see `Grant`."""
    return Grant(tuple(roles), within, when)


def permit(name: str, says: Any, *grants: Grant, sees: str = "") -> None:
    """Add a permission to the table under its one name.

    `says` reads as a verb phrase ("Adopt the strategy"). `sees` names the model ("strategies.Strategy") whose rows
    this permission shows: the rows then can be narrowed to a person with `permitted_rows`.
    """
    _table[name] = Permission(name, says, grants, sees)
    if sees:
        visible_models[sees] = name
    test = rules.predicate(lambda user, record=None: _may(user, _table[name], record), name=name)
    rules.set_perm(name, test)


def all_permissions() -> list[Permission]:
    """The whole table, by name."""
    return [_table[name] for name in sorted(_table)]


def roles_held(user: Any) -> list[Held]:
    """The roles `user` holds today, each with its partnership, read once per request and person."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    known: list[Held] | None = getattr(user, "_roles_held", None)
    if known is None:
        rows = RoleHeld.objects.filter(user=user.pk, ended_on__isnull=True).select_related("partnership")
        known = [_held(row) for row in rows if _is_current(row, row.partnership)]
        user._roles_held = known
    return known


def forget_roles_held(user: Any) -> None:
    """Read the roles anew: they were just changed."""
    user.__dict__.pop("_roles_held", None)


def _held(row: RoleHeld) -> Held:
    return Held(row.role, row.partnership_id, row.body_id, row.region, row.partnership)


def _is_current(row: RoleHeld, partnership: Partnership | None) -> bool:
    day = partnership.today() if partnership else clock.today("America/Toronto")
    return row.starts_on <= day and (row.last_on is None or day <= row.last_on)


def holds_role(user: Any, role: str, partnership: Any = None) -> bool:
    """Whether `user` holds `role` today, in `partnership` if one is given."""
    wanted = partnership.pk if partnership is not None else None
    return any(
        held.role == role and (wanted is None or held.partnership_id in (None, wanted)) for held in roles_held(user)
    )


def people_holding(role: str, partnership: Any) -> list[Any]:
    """The people who hold `role` in `partnership` today, by name."""
    rows = RoleHeld.objects.filter(role=role, partnership=partnership, ended_on__isnull=True, user__is_active=True)
    current = [row.user for row in rows.select_related("user") if _is_current(row, partnership)]
    return sorted(set(current), key=lambda user: (str(user), user.pk))


def _may(user: Any, permission: Permission, record: Any) -> bool:
    return any(_grant_covers(user, each, record) for each in permission.grants)


def _grant_covers(user: Any, given: Grant, record: Any) -> bool:
    if given.when is not None and (record is None or not given.when.holds(record)):
        return False
    if ANYONE in given.roles:
        return True
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    if given.within == "own":
        return record is not None and _owner_id(record) == user.pk
    if SIGNED_IN in given.roles:
        return True
    return any(held.role in given.roles and _reaches(held, given.within, record) for held in roles_held(user))


def _owner_id(record: Any) -> int | None:
    owner = getattr(record, getattr(type(record), "OWNER_PATH", "user"), None)
    return getattr(owner, "pk", None)


def _reaches(held: Held, within: Within, record: Any) -> bool:
    """Whether a held role reaches the record. Asked of no record, it reaches: the page itself is shown."""
    if record is None or within == "anywhere":
        return True
    partnership = record.partnership
    if held.partnership_id is None:
        return held.region in ("", getattr(partnership, "region", None))
    if partnership is None or held.partnership_id != partnership.pk:
        return False
    if within == "body":
        return held.body_id is not None and held.body_id == getattr(record.body, "pk", None)
    return True


def permitted_rows(user: Any, permission_name: str, rows: QuerySet[Row]) -> QuerySet[Row]:
    """The rows of a queryset on which this person holds the permission: the same grants, as one query."""
    if getattr(user, "is_authenticated", False) and not user.is_active:
        return rows.none()
    reach: Q | None = None
    for given in _table[permission_name].grants:
        here = _grant_query(user, given, rows.model)
        if here is None:
            continue
        condition = given.when.query if given.when is not None else Q()
        if here == Q() and condition == Q():
            return rows
        reach = here & condition if reach is None else reach | (here & condition)
    return rows.none() if reach is None else rows.filter(reach)


def _grant_query(user: Any, given: Grant, model: type[Model]) -> Q | None:
    """Where this grant reaches for this person: an empty Q for everywhere, None for nowhere."""
    if ANYONE in given.roles:
        return Q()
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    if given.within == "own":
        return None if model is Partnership else Q(**{getattr(model, "OWNER_PATH", "user"): user.pk})
    if SIGNED_IN in given.roles:
        return Q()
    reach: Q | None = None
    for held in (held for held in roles_held(user) if held.role in given.roles):
        here = _held_query(held, given.within, model)
        if here == Q():
            return here
        reach = here if reach is None else reach | here
    return reach


def _held_query(held: Held, within: Within, model: type[Model]) -> Q:
    is_partnership = model is Partnership
    if within == "anywhere" or (held.partnership_id is None and not held.region):
        return Q()
    if held.partnership_id is None:
        return Q(**{"region" if is_partnership else "partnership__region": held.region})
    if within == "body":
        path = "pk" if model.__name__ == "Body" else getattr(model, "BODY_PATH", "body")
        return Q(**{path: held.body_id, "partnership": held.partnership_id}) if held.body_id else Q(pk__in=[])
    return Q(**{"pk" if is_partnership else "partnership": held.partnership_id})


def role_label(role: str) -> Any:
    """A role's name as pages say it."""
    if role == ANYONE:
        return _("Anyone")
    return _("Anyone signed in") if role == SIGNED_IN else Role(role).label


def holders_sentence(permission_name: str) -> Any:
    """Who can take a step, in one sentence for a refusal (design 4: refusals explain)."""
    permission = _table.get(permission_name)
    if permission is None:
        return _("You cannot take this step.")
    roles = dict.fromkeys(role for each in permission.grants for role in each.roles)
    labels = [" ".join([str(role_label(role)), *_conditions_in_words(permission, role)]) for role in roles]
    return format_lazy(_("“{what}” is open to: {who}."), what=permission.says, who=", ".join(labels))


def _conditions_in_words(permission: Permission, role: str) -> list[str]:
    """Where and when alone a role holds a permission, for a refusal to say to one of that very role."""
    grants = [each for each in permission.grants if role in each.roles]
    words = [gettext("of the body concerned")] if all(each.within == "body" for each in grants) else []
    if all(each.when is not None for each in grants):
        words += [str(each.when.says) for each in grants if each.when]
    return [f"({each})" for each in words]


@dataclass(frozen=True)
class TableCell:
    """What one role holds of one permission."""

    is_held: bool
    within: str = ""
    conditions: list[Any] = field(default_factory=list)


def readable_table() -> list[tuple[Permission, dict[str, TableCell]]]:
    """The table the page of roles shows: each permission, and for each role whether it holds it, where and when."""
    rows = []
    for permission in all_permissions():
        cells: dict[str, TableCell] = {}
        for role in ROLE_DESCRIPTIONS:
            grants = [each for each in permission.grants if role in each.roles]
            conditions = [each.when.says for each in grants if each.when is not None]
            is_always = any(each.when is None for each in grants)
            cells[str(role)] = TableCell(
                bool(grants), grants[0].within if grants else "", [] if is_always else conditions
            )
        rows.append((permission, cells))
    return rows


name_holders_with(holders_sentence)

# --- The councils app's own rows -----------------------------------------------------------------------------------
PARTNERSHIP_IS_PUBLIC = Condition(_("while its public page is on"), {"partnership__is_public": True})
IS_PUBLIC = Condition(_("while its public page is on"), {"is_public": True})
BODY_IS_PUBLIC = Condition(_("if the body is public"), {"is_public": True, "partnership__is_public": True})
WAS_IN_FORCE = ["in_force", "superseded"]
TERMS_IN_FORCE = Condition(_("once in force"), {"state__in": WAS_IN_FORCE})
TERMS_PUBLIC = Condition(
    _("once in force, if the body is public"),
    {"state__in": WAS_IN_FORCE, "body__is_public": True, "partnership__is_public": True},
)
SECTION_IN_FORCE = Condition(_("once in force"), {"terms__state__in": WAS_IN_FORCE})
SECTION_PUBLIC = Condition(
    _("once in force, if the body is public"),
    {"terms__state__in": WAS_IN_FORCE, "terms__body__is_public": True, "partnership__is_public": True},
)

permit(
    "councils.view_partnership",
    _("See a partnership’s page"),
    grant([ANYONE], when=IS_PUBLIC),
    grant([*AT_THE_TABLE, *FEDERAL, Role.READER]),
    grant([Role.ADMINISTRATOR], within="anywhere"),
    sees="councils.Partnership",
)
permit(
    "councils.create_partnership",
    _("Add a partnership to the directory"),
    grant([Role.ADMINISTRATOR], within="anywhere"),
)
permit(
    "councils.edit_partnership",
    _("Edit the partnership’s directory entry"),
    grant(STAFF),
    grant([Role.ADMINISTRATOR], within="anywhere"),
)
permit("councils.view_desk", _("Open the partnership’s desk"), grant(AT_THE_TABLE))
permit(
    "councils.view_agreement",
    _("See the funding agreement"),
    grant([*STAFF, *CHAIRS, *FEDERAL]),
    grant([Role.ADMINISTRATOR], within="anywhere"),
    sees="councils.Agreement",
)
permit(
    "councils.edit_agreement",
    _("Record the funding agreement and its reporting dates"),
    grant(STAFF),
    grant([Role.ADMINISTRATOR], within="anywhere"),
)
permit(
    "councils.assign_officer",
    _("Assign the federal officer, by date"),
    grant([Role.REGIONAL_LEAD]),
    grant([Role.ADMINISTRATOR], within="anywhere"),
)
permit("councils.view_organization", _("See organizations"), grant(AT_THE_TABLE), sees="councils.Organization")
permit("councils.edit_organization", _("Keep the list of organizations"), grant(STAFF))
permit(
    "councils.view_person",
    _("See people’s contact details"),
    grant([*STAFF, *CHAIRS]),
    grant([SIGNED_IN], within="own"),
    sees="councils.Person",
)
permit("councils.edit_person", _("Keep the list of people"), grant(STAFF))
permit(
    "councils.view_body",
    _("See a body and who sits at it"),
    grant([ANYONE], when=BODY_IS_PUBLIC),
    grant(AT_THE_TABLE),
    sees="councils.Body",
)
permit("councils.edit_body", _("Set up bodies and seats"), grant(STAFF), grant(CHAIRS))
permit("councils.view_membership", _("See memberships and attendance"), grant(AT_THE_TABLE), sees="councils.Membership")
permit(
    "councils.edit_membership",
    _("Propose and end memberships"),
    grant([*STAFF, *CHAIRS]),
    grant([Role.TABLE_LEAD], within="body"),
)
permit("councils.confirm_membership", _("Confirm memberships"), grant(STAFF), grant(CHAIRS))
permit(
    "councils.view_terms",
    _("Read terms of reference"),
    grant([ANYONE], when=TERMS_PUBLIC),
    grant(FEDERAL, when=TERMS_IN_FORCE),
    grant(AT_THE_TABLE),
    sees="councils.TermsOfReference",
)
permit(
    "councils.view_terms_section",
    _("Read a section of the terms"),
    grant([ANYONE], when=SECTION_PUBLIC),
    grant(FEDERAL, when=SECTION_IN_FORCE),
    grant(AT_THE_TABLE),
    sees="councils.TermsSection",
)
permit("councils.edit_terms", _("Draft terms of reference"), grant(STAFF), grant(CHAIRS))
permit("councils.adopt_terms", _("Record that terms were adopted, and put them in force"), grant(CHAIRS), grant(STAFF))
permit("councils.view_meeting", _("See meetings"), grant(AT_THE_TABLE), sees="councils.Meeting")
permit(
    "councils.edit_meeting",
    _("Record meetings and attendance"),
    grant([*STAFF, *CHAIRS]),
    grant([Role.TABLE_LEAD], within="body"),
)
permit("councils.view_motion", _("See motions and their results"), grant(AT_THE_TABLE), sees="councils.Motion")
permit(
    "councils.view_conflict",
    _("See which members declared a conflict of interest"),
    grant([*STAFF, *CHAIRS]),
    grant([Role.TABLE_LEAD, Role.RECRUITER, Role.MEMBER, Role.NEWCOMER_ADVISOR], within="body"),
    sees="councils.DeclaredConflict",
)
permit(
    "councils.edit_motion",
    _("Put motions forward and record what was decided"),
    grant([*STAFF, *CHAIRS]),
    grant([Role.TABLE_LEAD], within="body"),
)
permit("councils.view_involvement", _("See signatures and contacts"), grant(AT_THE_TABLE), sees="councils.Involvement")
permit("councils.edit_involvement", _("Record signatures and contacts"), grant(STAFF))
permit(
    "councils.view_initiative",
    _("See partner initiatives"),
    grant([ANYONE], when=PARTNERSHIP_IS_PUBLIC),
    grant(AT_THE_TABLE),
    sees="councils.PartnerInitiative",
)
permit("councils.edit_initiative", _("Keep the list of partner initiatives"), grant(STAFF))
permit(
    "councils.view_role",
    _("See who holds which role"),
    grant([*STAFF, *CHAIRS]),
    grant([Role.ADMINISTRATOR], within="anywhere"),
    sees="councils.RoleHeld",
)
permit("councils.give_role", _("Invite people and give roles in the partnership"), grant(STAFF))
permit("councils.give_any_role", _("Give any role anywhere"), grant([Role.ADMINISTRATOR], within="anywhere"))

# --- Rows of the platform's apps, which know no roles -----------------------------------------------------------------
permit(
    "accounts.reset_second_factor",
    _("Take a lost second proof off, as one of two people"),
    grant([Role.ADMINISTRATOR, Role.REGIONAL_LEAD], within="anywhere"),
)
permit("health.view_health", _("See how the portal stands"), grant([Role.ADMINISTRATOR], within="anywhere"))
permit("notices.view_outbox", _("See every mail the portal wrote"), grant([Role.ADMINISTRATOR], within="anywhere"))
permit("notices.retry_mail", _("Send a mail again"), grant([Role.ADMINISTRATOR], within="anywhere"))
