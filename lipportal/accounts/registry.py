"""What apps above tell accounts: who may open an account, and which accounts the demonstration offers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Welcome:
    """An invitation as accounts needs it: for whom, and what to do once the account is there.

    `accepted` is called with the new user inside the same transaction; it binds the invitation to the person.
    """

    email: str
    name: str = ""
    language: str = ""
    partnership_code: str = ""
    accepted: Callable[[Any], None] | None = None


@dataclass(frozen=True)
class DemoAccount:
    """One fictitious account of the demonstration: its role, its name on the page, what one finds there."""

    role: str
    label: Any
    what: Any
    email: str


Doorkeeper = Callable[[HttpRequest], Welcome | None]
Cast = Callable[[], Iterable[DemoAccount]]
_doorkeepers: list[Doorkeeper] = []
_casts: list[Cast] = []


def sign_up_allowed_with(doorkeeper: Doorkeeper) -> Doorkeeper:
    """Name who knows whether this visitor holds an invitation; the councils app does."""
    _doorkeepers[:] = [doorkeeper]
    return doorkeeper


def welcome_for(request: HttpRequest) -> Welcome | None:
    """The invitation this visitor holds, or None: without one nobody opens an account."""
    return next((welcome for doorkeeper in _doorkeepers if (welcome := doorkeeper(request))), None)


def demo_accounts_from(cast: Cast) -> Cast:
    """Name who knows the fictitious accounts; the app that makes the demonstration does."""
    _casts[:] = [cast]
    return cast


def demo_accounts() -> list[DemoAccount]:
    """The accounts of the demonstration; none, ever, outside it."""
    return [account for cast in _casts for account in cast()] if settings.DEMONSTRATION else []
