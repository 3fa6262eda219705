"""People through their pages: private answers stay private."""

import pytest

from councils.models import Person
from councils.services import edit_person
from tests.factories.councils import OrganizationFactory, PartnershipFactory, PersonFactory, UserFactory
from tests.integration.councils.people_of_tests import address, post, queries_for, signed_in

pytestmark = pytest.mark.django_db
NEW = {"name": "Kim", "email": "kim@example.org", "language": "fr", "is_newcomer": "True", "has_lived_experience": ""}


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


def test_coordinator_adds_a_person_once(partnership):
    organization = OrganizationFactory(partnership=partnership)
    client = signed_in("coordinator", partnership)
    url = address("person_create", "riverside")

    post(client, url, "councils.person", {**NEW, "organizations": [organization.pk]})
    post(client, url, "councils.person", {**NEW, "organizations": [organization.pk]})

    person = Person.objects.get()
    assert (person.is_newcomer, person.has_lived_experience, person.language) == (True, None, "fr")
    assert list(person.organizations.all()) == [organization]


def test_organizations_are_ticked_one_by_one_without_a_keyboard(partnership):
    organization = OrganizationFactory(partnership=partnership)

    page = signed_in("coordinator", partnership).get(address("person_create", "riverside")).content.decode()

    assert f'type="checkbox" name="organizations" value="{organization.pk}"' in page
    assert "Ctrl" not in page


def test_what_a_member_may_not_see_is_not_said_to_belong_elsewhere(partnership):
    page = signed_in("member", partnership).get(address("person_list", "riverside"))

    assert page.status_code == 404
    assert "in your own partnership or in another" in page.content.decode()


def test_another_partnerships_organization_is_refused(partnership):
    foreign = OrganizationFactory()
    client = signed_in("coordinator", partnership)

    response = post(
        client, address("person_create", "riverside"), "councils.person", {**NEW, "organizations": [foreign.pk]}
    )

    assert response.status_code == 200
    assert not Person.objects.exists()


def test_people_are_seen_by_staff_and_chairs_and_by_themselves_and_nobody_else(partnership):
    user = UserFactory()
    person = PersonFactory(partnership=partnership, user=user, name="Kim")
    urls = [address("person_list", "riverside"), person.get_absolute_url()]

    for role in ("coordinator", "manager", "co_chair"):
        assert [signed_in(role, partnership).get(url).status_code for url in urls] == [200, 200], role
    for role in ("member", "table_lead", "recruiter", "officer", "reader", "administrator", "moderator"):
        assert [signed_in(role, partnership).get(url).status_code for url in urls] == [404, 404], role
    client = signed_in("member", partnership)
    client.force_login(user)
    assert [client.get(url).status_code for url in urls] == [404, 200]


def test_private_answers_are_for_staff_and_the_person(partnership):
    user = UserFactory()
    person = PersonFactory(partnership=partnership, user=user, access_needs="A ramp at the zebra door")
    url = person.get_absolute_url()

    assert "zebra" in signed_in("coordinator", partnership).get(url).content.decode()
    assert "zebra" not in signed_in("co_chair", partnership).get(url).content.decode()
    own = signed_in("member", partnership)
    own.force_login(user)
    assert "zebra" in own.get(url).content.decode()


def test_co_chair_reads_people_and_does_not_edit_them(partnership):
    person = PersonFactory(partnership=partnership)
    client = signed_in("co_chair", partnership)

    for name in ("person_edit", "person_end"):
        assert client.get(address(name, "riverside", person.code)).status_code == 403
    assert client.get(address("person_import", "riverside")).status_code == 403


def test_a_stale_edit_shows_both_texts(partnership):
    person = PersonFactory(partnership=partnership, name="Kim")
    client = signed_in("coordinator", partnership)
    edit_person(person, {"name": "Kim Lee"}, by=client.user, version=1)

    response = post(
        client, address("person_edit", "riverside", person.code), "councils.person", {**NEW, "name": "Kim Li"}, base=1
    )

    assert response.status_code == 409
    assert "Lee" in response.content.decode()


def test_a_person_takes_part_no_longer(partnership):
    person = PersonFactory(partnership=partnership, name="Zebra")
    client = signed_in("coordinator", partnership)

    post(
        client,
        address("person_end", "riverside", person.code),
        "councils.person_end",
        {"on": "2026-06-01", "because": "Moved"},
    )

    assert "Zebra" not in client.get(address("person_list", "riverside")).content.decode()
    assert "Moved" in client.get(person.get_absolute_url()).content.decode()


def test_list_and_detail_ask_as_often_for_three_as_for_one(partnership):
    client = signed_in("coordinator", partnership)
    url = address("person_list", "riverside")

    def add():
        person = PersonFactory(partnership=partnership)
        person.organizations.add(OrganizationFactory(partnership=partnership))
        return person

    first = add()
    client.get(url)
    for_one = queries_for(client, url)
    for_one_detail = queries_for(client, first.get_absolute_url())
    add()
    add()

    assert queries_for(client, url) == for_one
    first.organizations.add(OrganizationFactory(partnership=partnership))
    assert queries_for(client, first.get_absolute_url()) == for_one_detail


@pytest.mark.parametrize("name", ["Suharto", "Nguyễn Thị Minh Khai", "Ṣàngó-Adé bint al-Ḥasan III", "علي"])
def test_a_name_is_one_field_kept_as_it_was_written(partnership, name):
    client = signed_in("coordinator", partnership)
    url = address("person_create", "riverside")
    asked = set(client.get(url).context["form"].fields)

    post(client, url, "councils.person", {**NEW, "name": name, "said_as": "Auntie"})

    kept = Person.objects.get()
    assert (kept.name, kept.said_as, str(kept)) == (name, "Auntie", name)
    assert not asked & {"title", "salutation", "first_name", "last_name", "given_name", "family_name", "middle_name"}
