"""What must not be there twice is looked for only once the row that two at once have in common is held."""

import pytest
from django.db.models import QuerySet

from councils.choices import Role
from councils.models import Body, Partnership, RoleHeld
from councils.services import accept_invitation, assign_officer, give_role, invite
from councils.services.bodies import create_body, edit_body
from lipportal.accounts.models import User
from lipportal.shared import clock
from tests.factories.councils import BodyFactory, PartnershipFactory, UserFactory, person_with_role

pytestmark = pytest.mark.django_db
COUNCIL = {"kind": "council", "name_en": "Council", "name_fr": "Conseil"}


@pytest.fixture
def partnership():
    return PartnershipFactory()


@pytest.fixture
def seen(monkeypatch):
    """In order: the tables that were held, and those that were written."""
    order = []
    held, made = QuerySet.select_for_update, QuerySet._insert

    def hold(rows, *args, **kwargs):
        order.append(("held", rows.model))
        return held(rows, *args, **kwargs)

    def insert(rows, *args, **kwargs):
        order.append(("written", rows.model))
        return made(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", hold)
    monkeypatch.setattr(QuerySet, "_insert", insert)
    return order


def is_held_before(order, held, written):
    return ("held", held) in order[: order.index(("written", written))]


def test_a_council_is_looked_for_once_the_partnership_is_held(partnership, seen):
    by = person_with_role(Role.COORDINATOR, partnership)
    table = BodyFactory(partnership=partnership, kind="table")
    del seen[:]

    create_body(partnership, COUNCIL, by=by)
    assert is_held_before(seen, Partnership, Body)
    del seen[:]
    edit_body(table, {"name_en": "Health"}, by=by, version=table.version)
    assert seen[0] == ("held", Partnership)


def test_a_role_is_looked_for_once_the_partnership_or_the_person_is_held(partnership, seen):
    by, user = person_with_role(Role.ADMINISTRATOR), UserFactory()

    for place, held in ((partnership, Partnership), (None, User)):
        del seen[:]
        give_role(user=user, role=Role.MEMBER if place else Role.MODERATOR, partnership=place, by=by)
        assert is_held_before(seen, held, RoleHeld)


def test_a_role_by_invitation_is_looked_for_once_the_partnership_is_held(partnership, seen):
    by, user = person_with_role(Role.COORDINATOR, partnership), UserFactory()
    mailed = invite(email=user.email, role=Role.MEMBER, partnership=partnership, by=by)
    del seen[:]

    accept_invitation(mailed, by=user)

    assert is_held_before(seen, Partnership, RoleHeld)


def test_who_has_the_officers_day_is_looked_for_once_the_partnership_is_held(partnership, seen):
    by = person_with_role(Role.ADMINISTRATOR)
    first = assign_officer(partnership, UserFactory(), starts_on=clock.today(partnership.time_zone), by=by)
    second = UserFactory()
    del seen[:]

    assign_officer(partnership, second, starts_on=first.starts_on, by=by)

    assert seen[0] == ("held", Partnership)
