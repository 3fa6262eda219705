"""People and places whose names are signs, until each copy gets names of its own."""

from dataclasses import dataclass, field
from datetime import date

from lipportal.accounts.models import User
from lipportal.accounts.services import create_person_account
from lipportal.shared.codes import new_code
from reporting.demo.cast import Cast

NO_NAMES: dict[str, list[str]] = {name: [] for name in ("single", "arabic_script", "other_scripts", "first", "last")}


@dataclass
class Signs:
    """What stands for a word until each copy gets its own; a sign has the shape of a code and is found like one."""

    kinds: dict[str, str] = field(default_factory=dict)

    def new(self, kind: str) -> str:
        """A sign nobody has used, for a word of this kind."""
        sign = new_code()
        self.kinds[sign] = kind
        return sign


class Understudies(Cast):
    """Accounts whose names and addresses are signs."""

    def __init__(self, signs: Signs, slug: str, since: date) -> None:
        super().__init__(NO_NAMES, since)
        self.signs, self.slug = signs, slug

    def name(self) -> str:
        """A sign for a name."""
        return self.signs.new("person")

    def open_account(self, key: str, *, language: str = "en") -> User:
        """An account at an address of its partnership's own."""
        email = f"{key}.{self.slug}@example.org"
        user = create_person_account(email=email, name=self.name(), by=None, language=language, is_address_proven=True)
        self.users[key] = user
        return user
