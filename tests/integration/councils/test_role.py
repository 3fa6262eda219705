"""Roles through their pages."""

import pytest

from councils.models import Membership, RoleHeld
from councils.permissions import all_permissions
from tests.factories.councils import (
    BodyFactory,
    InvitationFactory,
    PartnershipFactory,
    PersonFactory,
    RoleHeldFactory,
    UserFactory,
    person_with_role,
)
from tests.integration.councils.people_of_tests import address, post, queries_for, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


def test_coordinator_gives_a_role_to_somebody_known_here_once(partnership):
    known = UserFactory(name="Known Person")
    PersonFactory(partnership=partnership, user=known)
    body = BodyFactory(partnership=partnership)
    client = signed_in("coordinator", partnership)
    url = address("role_give", "riverside")
    values = {"user": known.code, "role": "table_lead", "body": body.code, "starts_on": "2026-05-01"}

    first = post(client, url, "councils.role", values)
    post(client, url, "councils.role", values)

    assert first["Location"] == address("role_list", "riverside")
    held = RoleHeld.objects.get(user=known)
    assert (held.role, held.body, held.granted_by) == ("table_lead", body, client.user)


def test_a_person_not_known_here_cannot_be_chosen_nor_another_partnerships_body(partnership):
    stranger = UserFactory()
    client = signed_in("coordinator", partnership)
    url = address("role_give", "riverside")
    foreign = BodyFactory()

    one = post(client, url, "councils.role", {"user": stranger.code, "role": "member", "starts_on": "2026-05-01"})
    two = post(
        client,
        url,
        "councils.role",
        {"user": client.user.code, "role": "table_lead", "body": foreign.code, "starts_on": "2026-05-01"},
        key="key-2",
    )

    assert (one.status_code, two.status_code) == (200, 200)
    assert RoleHeld.objects.count() == 1


def test_a_table_lead_without_a_table_is_explained(partnership):
    client = signed_in("coordinator", partnership)

    response = post(
        client,
        address("role_give", "riverside"),
        "councils.role",
        {"user": client.user.code, "role": "table_lead", "starts_on": "2026-05-01"},
    )

    assert "Choose which" in response.content.decode()


def test_roles_are_listed_for_staff_and_chairs_and_given_by_staff(partnership):
    listed, given = address("role_list", "riverside"), address("role_give", "riverside")

    assert [signed_in("manager", partnership).get(url).status_code for url in (listed, given)] == [200, 200]
    assert [signed_in("co_chair", partnership).get(url).status_code for url in (listed, given)] == [200, 403]
    assert [signed_in("member", partnership).get(url).status_code for url in (listed, given)] == [404, 404]
    assert signed_in("coordinator", PartnershipFactory()).get(listed).status_code == 404


def test_coordinator_ends_a_role_at_once_with_a_reason(partnership):
    held = RoleHeldFactory(partnership=partnership, role="member")
    client = signed_in("coordinator", partnership)
    url = address("role_end", "riverside", held.code)

    assert client.get(url).status_code == 200
    post(client, url, "councils.role_end", {"because": "Moved away"})

    held.refresh_from_db()
    assert held.ended_because == "Moved away"
    assert client.get(url).status_code == 404


def test_a_role_is_not_ended_by_those_who_do_not_give_it(partnership):
    member, officer = RoleHeldFactory(partnership=partnership, role="member"), person_with_role("officer", partnership)
    officers = RoleHeld.objects.get(user=officer)

    assert signed_in("co_chair", partnership).get(address("role_end", "riverside", member.code)).status_code == 403
    assert signed_in("coordinator", partnership).get(address("role_end", "riverside", officers.code)).status_code == 403
    assert (
        signed_in("coordinator", PartnershipFactory()).get(address("role_end", "riverside", member.code)).status_code
        == 404
    )
    assert signed_in("administrator").get(address("role_end", "riverside", officers.code)).status_code == 200


def test_administrator_gives_any_role_anywhere_or_invites(partnership):
    user = UserFactory(email="here@example.org")
    client = signed_in("administrator")
    url = address("role_give_any")
    common = {"language": "en", "starts_on": "2026-05-01"}

    post(
        client,
        url,
        "councils.any_role",
        {**common, "email": "here@example.org", "role": "regional_lead", "region": "east"},
    )
    post(
        client,
        url,
        "councils.any_role",
        {**common, "email": "new@example.org", "role": "officer", "partnership": "riverside"},
        key="key-2",
    )

    assert RoleHeld.objects.get(user=user).region == "east"
    page = client.get(address("role_search")).content.decode()
    assert "new@example.org" in page
    assert "here@example.org" in page
    assert signed_in("coordinator", partnership).get(url).status_code == 403
    assert signed_in("coordinator", partnership).get(address("role_search")).status_code == 403


def test_role_table_shows_every_permission_and_narrows_to_a_role(partnership):
    client = signed_in("member", partnership)

    whole = client.get(address("role_table"))
    reader = client.get(address("role_table", role="reader"))

    lines = [line for _title, lines in whole.context["groups"] for line in lines]
    assert len(lines) == len(all_permissions())
    narrow = [line.name for _title, lines in reader.context["groups"] for line in lines]
    assert "councils.view_partnership" in narrow
    assert "councils.edit_partnership" not in narrow
    assert client.get(address("role_table", role="nonsense")).status_code == 200


def test_role_list_asks_as_often_for_three_rows_as_for_one(partnership):
    client = signed_in("coordinator", partnership)
    url = address("role_list", "riverside")
    InvitationFactory(partnership=partnership)
    client.get(url)
    for_one = queries_for(client, url)
    for _ in range(2):
        InvitationFactory(partnership=partnership)
        RoleHeldFactory(partnership=partnership, role="member", body=BodyFactory(partnership=partnership))

    assert queries_for(client, url) == for_one


def test_a_coordinator_prepares_what_a_member_may_only_read(partnership):
    coordinator, member = signed_in("coordinator", partnership).user, signed_in("member", partnership).user

    for permission in ("councils.edit_partnership", "councils.edit_body"):
        assert coordinator.has_perm(permission, partnership), permission
        assert not member.has_perm(permission, partnership), permission
    assert not Membership.objects.filter(person__user=coordinator).exists()


@pytest.mark.parametrize("role", ["reader", "researcher"])
def test_readers_and_researchers_read_what_is_shared_and_nothing_of_the_table(partnership, role):
    client = signed_in(role, partnership)
    table = ["body_list", "terms_list"], [
        "person_list", "organization_list", "meeting_list", "agreement_list", "involvement_list", "role_list",
        "partnership_edit", "body_create",
    ]  # fmt: skip

    shared, kept = ([client.get(address(name, "riverside")).status_code for name in names] for names in table)

    assert client.get("/en/p/riverside/").status_code == 200
    assert "Your desk here" not in client.get("/en/p/riverside/").content.decode()
    assert set(shared) == {200}
    assert set(kept) <= {403, 404}


def test_a_reader_opens_a_page_that_is_not_public_yet_and_a_researcher_does_not(partnership):
    partnership.is_public = False
    partnership.save()

    answers = [signed_in(role, partnership).get("/en/p/riverside/").status_code for role in ("reader", "researcher")]

    assert answers == [200, 404]
    assert signed_in("reader", PartnershipFactory()).get("/en/p/riverside/").status_code == 404
