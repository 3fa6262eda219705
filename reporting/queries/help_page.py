"""Help for each role: which roles have a page, which one a person meets first, and what their role may do."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from councils.choices import Role
from councils.permissions import ANYONE, readable_table
from reporting.queries.standing import standing_of

VISITOR = "visitor"


@dataclass(frozen=True)
class HelpTopic:
    """One tab of the help page: whom it is for, and the roles it speaks to."""

    key: str
    label: Any
    roles: tuple[str, ...]


TOPICS = (
    HelpTopic(VISITOR, _("Everybody"), (ANYONE,)),
    HelpTopic("member", Role.MEMBER.label, (Role.MEMBER, Role.NEWCOMER_ADVISOR, Role.RECRUITER)),
    HelpTopic("table-lead", Role.TABLE_LEAD.label, (Role.TABLE_LEAD,)),
    HelpTopic("co-chair", Role.CO_CHAIR.label, (Role.CO_CHAIR,)),
    HelpTopic("coordinator", Role.COORDINATOR.label, (Role.COORDINATOR, Role.MANAGER)),
    HelpTopic("officer", Role.OFFICER.label, (Role.OFFICER, Role.REGIONAL_LEAD)),
    HelpTopic("administrator", Role.ADMINISTRATOR.label, (Role.ADMINISTRATOR,)),
    HelpTopic("reader", _("Reader or researcher"), (Role.READER, Role.MODERATOR, Role.RESEARCHER)),
)


@dataclass(frozen=True)
class RoleMay:
    """What one of a tab's roles may do."""

    label: Any
    lines: list["MayLine"]


@dataclass(frozen=True)
class MayLine:
    """One thing a role may do, and when."""

    says: Any
    when: list[Any]


def topic_for(user: Any, asked: str) -> HelpTopic:
    """The tab asked for, or the one that speaks to this person's own role."""
    role = standing_of(user).role if getattr(user, "is_authenticated", False) else ANYONE
    chosen = next((topic for topic in TOPICS if topic.key == asked), None)
    own = next((topic for topic in TOPICS if role in topic.roles), TOPICS[0])
    return chosen or own


def may_do(topic: HelpTopic) -> list[RoleMay]:
    """What each role of a tab may do by the table of permissions; no role that only reads what is public."""
    found = [(role, _lines_of(role)) for role in topic.roles if role != ANYONE]
    return [RoleMay(Role(role).label, lines) for role, lines in found if lines]


def _lines_of(role: str) -> list[MayLine]:
    return [
        MayLine(permission.says, cells[role].conditions)
        for permission, cells in readable_table()
        if cells[role].is_held
    ]
