"""The access table's language: one row per address and method, with the answer each role is to get."""

from dataclasses import dataclass

ROLES = (
    "anonymous",
    "administrator",
    "officer",
    "other_officer",
    "regional_lead",
    "coordinator",
    "other_coordinator",
    "manager",
    "co_chair",
    "recruiter",
    "table_lead",
    "member",
    "newcomer_advisor",
    "reader",
    "moderator",
    "researcher",
    "deactivated",
)
EVERYONE = " ".join(ROLES)
SIGNED_IN = " ".join(role for role in ROLES if role not in ("anonymous", "deactivated"))
AT_THE_TABLE = "coordinator manager co_chair recruiter table_lead member newcomer_advisor"
STAFF = "coordinator manager"
FEDERAL = "officer regional_lead"
TO_SIGN_IN = "to sign in"


@dataclass(frozen=True)
class Row:
    """One address, one method: who gets `ok_status`, who is told whose it is (403), and what everybody else gets.

    A visitor without a session is sent to sign in, with the way back, unless `anonymous` says otherwise.
    """

    name: str
    place: str
    method: str
    ok: frozenset[str]
    ok_status: int
    forbidden: frozenset[str]
    otherwise: int
    anonymous: int | str

    @property
    def lets_somebody_in(self) -> bool:
        """Whether there is a role for which this is more than a refusal."""
        return bool(self.ok) or self.anonymous == 200

    def expected(self, role: str) -> int | str:
        """The status this role is to get."""
        if role in self.ok:
            return self.ok_status
        if role in ("anonymous", "deactivated"):
            return self.anonymous
        return 403 if role in self.forbidden else self.otherwise


def page(
    name: str,
    place: str = "",
    *,
    ok: str,
    forbidden: str = "",
    otherwise: int = 404,
    anonymous: int | str = TO_SIGN_IN,
    ok_status: int = 200,
) -> Row:
    """A page that is read."""
    return Row(name, place, "GET", frozenset(ok.split()), ok_status, frozenset(forbidden.split()), otherwise, anonymous)


def post(
    name: str,
    place: str = "",
    *,
    ok: str,
    forbidden: str = "",
    otherwise: int = 404,
    anonymous: int | str = TO_SIGN_IN,
    ok_status: int = 200,
) -> Row:
    """An empty post: what is allowed answers with its form again (200) or leads on (302), what is not is refused."""
    return Row(
        name, place, "POST", frozenset(ok.split()), ok_status, frozenset(forbidden.split()), otherwise, anonymous
    )
