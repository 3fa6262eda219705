"""Whoever is shown or handed other people's details leaves one line, without the details (decision 13)."""

import json

import pytest

from councils.choices import Role
from lipportal.audit.models import Entry
from lipportal.notices.models import Mail
from tests.factories.councils import BodyFactory, PartnershipFactory, PersonFactory, UserFactory, person_with_role
from tests.integration.councils.people_of_tests import address, signed_in

pytestmark = pytest.mark.django_db
SECRETS = ("heron@example.org", "519 555 0142", "A ramp at the zebra door")


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


@pytest.fixture
def person(partnership):
    email, phone, needs = SECRETS
    PersonFactory(partnership=partnership, name="Ana Water", email="ana@example.org")
    return PersonFactory(partnership=partnership, name="Kim Heron", email=email, phone=phone, access_needs=needs)


@pytest.fixture
def coordinator(partnership):
    return signed_in("coordinator", partnership)


def lines_of(client, url):
    """The lines that opening one address leaves, after making sure that it opened."""
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    assert client.get(url).status_code == 200
    return list(Entry.objects.filter(pk__gt=last))


def test_a_persons_page_and_form_leave_the_record(partnership, person, coordinator):
    for url in (person.get_absolute_url(), address("person_edit", "riverside", person.code)):
        (line,) = lines_of(coordinator, url)

        assert (line.action, line.noun, line.record_code) == ("person.read", "councils.person", person.code)
        assert (line.by_id, line.partnership_code) == (coordinator.user.pk, partnership.code)


def test_a_list_and_a_sheet_leave_how_many_rows(person, coordinator):
    for name, action in (("person_list", "person.listed"), ("person_excel", "person.downloaded")):
        (line,) = lines_of(coordinator, address(name, "riverside"))
        assert (line.action, line.after) == (action, {"rows": 2})

    (line,) = lines_of(coordinator, address("person_excel", "riverside", q="heron"))
    assert line.after == {"rows": 1}


def test_no_line_holds_what_was_shown(person, coordinator):
    pages = [address(name, "riverside") for name in ("person_list", "person_excel")]
    lines = [line for url in [*pages, person.get_absolute_url()] for line in lines_of(coordinator, url)]

    written = json.dumps([[line.before, line.after, line.because, line.on_behalf_of] for line in lines])
    assert len(lines) == 3
    assert not [secret for secret in (*SECRETS, "Kim", "Heron") if secret in written]


def test_ones_own_page_leaves_no_line(partnership):
    user = UserFactory()
    person = PersonFactory(partnership=partnership, user=user)
    client = signed_in("member", partnership)
    client.force_login(user)

    assert lines_of(client, person.get_absolute_url()) == []


def test_a_list_without_rows_leaves_no_line(coordinator):
    assert lines_of(coordinator, address("person_list", "riverside")) == []


def test_a_closed_door_leaves_no_line(partnership, person):
    member = signed_in("member", partnership)
    last = Entry.objects.count()

    assert member.get(person.get_absolute_url()).status_code == 404
    assert member.get(address("person_excel", "riverside")).status_code == 404
    assert Entry.objects.count() == last


def test_roles_are_listed_with_addresses_and_leave_a_line(partnership, coordinator):
    (line,) = lines_of(coordinator, address("role_list", "riverside"))
    assert (line.action, line.after, line.partnership_code) == ("roleheld.listed", {"rows": 1}, partnership.code)

    (line,) = lines_of(signed_in("administrator"), address("role_search"))
    assert (line.action, line.after, line.partnership_code) == ("roleheld.listed", {"rows": 2}, "")


def test_the_outbox_and_a_mail_leave_a_line():
    mail = Mail.objects.create(key="one", to_address="heron@example.org", template="report_due", subject="Due")
    administrator = signed_in("administrator")

    (listed,) = lines_of(administrator, "/en/mail/")
    (opened,) = lines_of(administrator, mail.get_absolute_url())

    assert (listed.action, listed.after) == ("mail.listed", {"rows": 1})
    assert (opened.action, opened.noun, opened.record_code) == ("mail.read", "notices.mail", mail.code)


def test_the_trail_leaves_a_line_where_it_shows_how_somebody_is_reached(partnership, person, coordinator):
    from lipportal.audit.services import change

    url = "/en/p/riverside/trail/"
    assert lines_of(coordinator, url) == []
    change(person, {"phone": "519 555 0199"}, by=coordinator.user, version=1)

    (line,) = lines_of(coordinator, url)

    assert (line.action, line.noun, line.after) == ("entry.listed", "audit.entry", {"rows": 1})
    assert lines_of(signed_in("administrator"), url) == []


def test_the_trail_tells_who_opened_whose_page(partnership, person):
    chair = person_with_role(Role.CO_CHAIR, partnership, user__name="Noor Chair")
    client = signed_in("co_chair", partnership)
    client.force_login(chair)
    client.get(person.get_absolute_url())

    page = client.get("/en/p/riverside/trail/").content.decode()

    assert "<b>Person</b>: Kim Heron, details opened" in page
    assert "Noor Chair" in page


def test_pages_of_names_alone_leave_no_line(partnership, coordinator):
    body = BodyFactory(partnership=partnership)

    for url in (address("body_detail", "riverside", body.code), address("organization_excel", "riverside")):
        assert lines_of(coordinator, url) == []
