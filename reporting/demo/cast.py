"""The people of the demonstration: one account per role, and hundreds of plainly fictitious names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from councils.choices import Role
from councils.models import Body, Partnership
from councils.services import give_role
from lipportal.accounts.models import User
from lipportal.accounts.registry import DemoAccount
from lipportal.accounts.services import create_person_account

DOMAIN = "demonstration.example"


@dataclass(frozen=True)
class Part:
    """One account on the sign-in page: its key in the address, its role, and what one finds there."""

    key: str
    role: str
    label: Any
    what: Any
    language: str = "en"


PARTS = (
    Part("coordinator", Role.COORDINATOR, _("Coordinator"), _("London and Middlesex, report season")),
    Part("co-chair", Role.CO_CHAIR, _("Co-chair"), _("Approves in the council’s name")),
    Part("table-lead", Role.TABLE_LEAD, _("Employment table lead"), _("The actions of the table, one of them at risk")),
    Part("member", Role.MEMBER, _("Council member"), _("Papers and updates of one table")),
    Part("newcomer-advisor", Role.NEWCOMER_ADVISOR, _("Newcomer advisor"), _("Advises the council")),
    Part("manager", Role.MANAGER, _("Lead-organization manager"), _("Agreement and access")),
    Part("officer", Role.OFFICER, _("Federal officer"), _("Reports to read")),
    Part("other-officer", Role.OFFICER, _("Another federal officer"), _("Assigned elsewhere: sees nothing of London")),
    Part(
        "regional-lead", Role.REGIONAL_LEAD, _("Regional or national lead"), _("All partnerships, and who is assigned")
    ),
    Part("other-coordinator", Role.COORDINATOR, _("Coordinator, Huron"), _("A rural council whose report is due soon")),
    Part("reader", Role.READER, _("Provincial or municipal reader"), _("What London shares")),
    Part("moderator", Role.MODERATOR, _("Network moderator"), _("What is public, for the network")),
    Part("researcher", Role.RESEARCHER, _("Researcher"), _("What is public, with an account")),
    Part("administrator", Role.ADMINISTRATOR, _("Administrator"), _("People and roles, mails, the trail")),
)


def email_of(key: str) -> str:
    """The address of a demonstration account."""
    return f"{key}@{DOMAIN}"


def demo_accounts() -> list[DemoAccount]:
    """The accounts the sign-in page offers, those that exist."""
    known = set(User.objects.filter(email__endswith=f"@{DOMAIN}").values_list("email", flat=True))
    return [
        DemoAccount(part.key, part.label, part.what, email_of(part.key))
        for part in PARTS
        if email_of(part.key) in known
    ]


class Cast:
    """Opens accounts and hands out names, the same ones every time."""

    def __init__(self, names: Mapping[str, list[str]], since: date) -> None:
        self.since = since
        self._names = self._all_names(names)
        self.users: dict[str, User] = {}

    @staticmethod
    def _all_names(names: Mapping[str, list[str]]) -> Iterator[str]:
        yield from (*names["single"], *names["arabic_script"], *names["other_scripts"])
        first, last = names["first"], names["last"]
        for turn in range(len(last)):
            for place, given in enumerate(first):
                yield f"{given} {last[(place * 7 + turn * 11) % len(last)]}"

    def name(self) -> str:
        """The next name."""
        return next(self._names)

    def open_account(self, key: str, *, language: str = "en") -> User:
        """An account for a part, or for somebody behind the scenes."""
        user = create_person_account(
            email=email_of(key), name=self.name(), by=None, language=language, is_address_proven=True
        )
        self.users[key] = user
        return user

    def give(
        self, key: str, role: str, partnership: Partnership | None = None, body: Body | None = None, region: str = ""
    ) -> User:
        """Give a role to an account, opened if need be, since the world began."""
        user = self.users.get(key) or self.open_account(key)
        give_role(
            user=user, role=role, by=None, partnership=partnership, body=body, region=region, starts_on=self.since
        )
        return user
