"""The list of people out to Excel and in again, through the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.documents.people import people_sheet
from councils.models import Person
from councils.queries import people_of, person_lines
from councils.tasks import import_people
from lipportal.audit.models import Entry
from lipportal.files.models import StoredFile
from lipportal.jobs.models import Job
from tests.factories.councils import PartnershipFactory, PersonFactory
from tests.integration.councils.people_of_tests import address, signed_in
from tests.unit.councils.test_people_services import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


def upload(client, content, name="people.xlsx"):
    return client.post(address("person_import", "riverside"), {"sheet": SimpleUploadedFile(name, content)})


def test_a_sheet_is_previewed_then_applied_and_its_wrong_rows_stay_listed(partnership):
    client = signed_in("coordinator", partnership)
    content = workbook(("", "New Person", "new@example.org", "", "en", "", ""), ("", "Bad", "nowhere", "", "", "", ""))

    preview = upload(client, content)
    page = client.get(preview["Location"]).content.decode()

    assert Person.objects.count() == 0
    assert "New Person" in page
    assert "Row 3, column C (E-mail)" in page
    waiting = client.post(preview["Location"], follow=True).content.decode()
    client.post(preview["Location"])
    assert (Person.objects.count(), Job.objects.count()) == (0, 1)
    assert "waiting" in waiting
    assert "Bring the right rows in" not in waiting
    import_people(job_code=Job.objects.get().code)
    applied = client.get(preview["Location"]).content.decode()
    assert Person.objects.get().name == "New Person"
    assert "1 person added" in applied
    assert "Row 3, column C (E-mail)" in applied


def test_the_page_tells_how_far_the_import_is_and_why_it_failed(partnership):
    client = signed_in("coordinator", partnership)
    location = upload(client, workbook(("", "New Person", "new@example.org", "", "en", "", "")))["Location"]
    client.post(location)

    Job.objects.update(state="running", done_count=40, total_count=100)
    running = client.get(location).content.decode()
    Job.objects.update(state="failed", failure="crashed")
    failed = client.get(location).content.decode()

    assert "under way" in running
    assert 'value="40"' in running
    assert "Something went wrong on our side" in failed
    assert "Ask again" in failed
    client.post(location)
    assert Job.objects.get().state == "queued"


def test_a_sheet_beside_known_people_leaves_how_many(partnership):
    kim = PersonFactory(partnership=partnership, name="Kim", email="kim@example.org")
    client = signed_in("coordinator", partnership)
    rows = [(kim.code, "Kim Lee", "kim@example.org", "", "", "", ""), ("", "New", "", "", "", "", "")]
    location = upload(client, workbook(*rows))["Location"]

    client.get(location)

    line = Entry.objects.get(action="person.listed")
    assert (line.after, line.partnership_code, line.by) == ({"rows": 1}, partnership.code, client.user)


def test_a_file_that_is_no_workbook_is_explained_and_nothing_is_kept(partnership):
    client = signed_in("coordinator", partnership)

    for name, content in (("people.xlsx", b"not a zip"), ("people.csv", b"Name\nKim"), ("people.xlsx", b"")):
        response = upload(client, content, name)
        assert response.status_code == 200
        assert "summary" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_kept_sheet_opens_for_its_sender_alone(partnership):
    sender = signed_in("coordinator", partnership)
    location = upload(sender, workbook(("", "Kim", "", "", "", "", "")))["Location"]
    code = StoredFile.objects.get().code

    assert sender.get(location).status_code == 200
    assert signed_in("manager", partnership).get(location).status_code == 404
    other = PartnershipFactory(slug="elsewhere")
    assert signed_in("coordinator", other).get(address("person_import_check", "elsewhere", code)).status_code == 404
    sender.user.roleheld_set.update(ended_on=partnership.today())
    assert sender.get(location).status_code == 404


def test_the_downloaded_list_comes_back_unchanged(partnership):
    PersonFactory(partnership=partnership, name="Zoë", language="fr")
    client = signed_in("coordinator", partnership)

    downloaded = client.get(address("person_excel", "riverside", language="fr"))
    page = client.get(upload(client, downloaded.content)["Location"]).content.decode()

    assert downloaded.content != b""
    assert "Everything is in" in page
    assert "1 as it is" in page
    assert "Zoë" not in page.split("<h1>")[-1]
    assert people_sheet(person_lines(people_of(partnership)))


def test_every_page_of_a_form_leads_back(partnership):
    client = signed_in("coordinator", partnership)
    location = upload(client, workbook(("", "Bad", "nowhere", "", "", "", "")))["Location"]

    below = client.get(location).content.decode().split("<h1>")[-1]
    assert f'href="{address("person_import", "riverside")}"' in below
    for name in ("role_give", "invitation_create"):
        page = client.get(address(name, "riverside")).content.decode()
        assert f'class="btn plain" href="{address("role_list", "riverside")}"' in page
