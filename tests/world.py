"""The demonstration world in small, for tests that look at every role and every place at once."""

import sqlite3
from collections.abc import Callable
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction
from django.test import Client

from councils.permissions import Role
from lipportal.accounts.models import User
from lipportal.shared import clock
from reporting.demo.cast import email_of
from reporting.demo.world import SMALL, make_world
from tests.people import signed_in_client

KEYS = {
    "administrator": "administrator",
    "officer": "officer",
    "other_officer": "other-officer",
    "regional_lead": "regional-lead",
    "coordinator": "coordinator",
    "other_coordinator": "other-coordinator",
    "manager": "manager",
    "co_chair": "co-chair",
    "recruiter": "recruiter",
    "table_lead": "table-lead",
    "member": "member",
    "newcomer_advisor": "newcomer-advisor",
    "reader": "reader",
    "moderator": "moderator",
    "researcher": "researcher",
}


def person_in(role: str) -> User:
    """The demonstration's person in a role; the deactivated one was the coordinator's colleague."""
    if role == "deactivated":
        return User.objects.get(email=email_of("deactivated"))
    return User.objects.get(email=email_of(KEYS[role]))


def browser_of(role: str) -> Client:
    """A browser as that person has it."""
    if role == "anonymous":
        return Client()
    return signed_in_client(person_in(role))


# Made once in a process and copied from then on: a world takes some hundred times as long to make as to copy.
_made: dict[tuple[Callable[[], None], ...], sqlite3.Connection] = {}


@contextmanager
def small_world(*more: Callable[[], None]):
    """The small world with what each of `more` adds to it; whatever is done to it inside is gone at the end."""
    is_copied = connection.vendor == "sqlite"
    with _copied_in(more) if is_copied else nullcontext(), transaction.atomic():
        if not is_copied:
            _make(more)
        yield
        transaction.set_rollback(True)


@contextmanager
def _copied_in(more: tuple[Callable[[], None], ...]):
    """The made world takes the place of the whole database until the block ends."""
    connection.ensure_connection()
    engine = connection.connection
    before = _copy_of(engine)
    if more not in _made:
        with transaction.atomic():
            _make(more)
            connection.run_on_commit.clear()  # nothing that waits for it to be there, such as a task, is begun
        _made[more] = _copy_of(engine)
    _made[more].backup(engine)
    try:
        yield
    finally:
        before.backup(engine)
        before.close()


def _copy_of(engine: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:")
    engine.backup(copy)
    return copy


def _make(more: tuple[Callable[[], None], ...]) -> None:
    from councils.models import Partnership
    from councils.services import give_role
    from lipportal.accounts.services import create_person_account

    make_world(size=SMALL)
    gone = create_person_account(email=email_of("deactivated"), name="Gone", by=None, is_address_proven=True)
    london = Partnership.objects.get(slug="london-and-middlesex")
    give_role(user=gone, role=Role.COORDINATOR, by=None, partnership=london, starts_on=clock.today("America/Toronto"))
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for add in more:
        add()
