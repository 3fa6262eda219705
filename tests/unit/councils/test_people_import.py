"""A sheet of people is brought in by a worker: once, row by row, going on where a dead one stopped."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.choices import Role
from councils.models import Person
from councils.services import ask_import, edit_person, people_import, read_people, versions_in
from councils.tasks import import_people
from lipportal.audit.models import Entry
from lipportal.files.models import StoredFile
from lipportal.files.services import keep_file
from lipportal.jobs import services as jobs
from lipportal.jobs.choices import DEAD_AFTER
from lipportal.jobs.models import Job
from lipportal.notices.models import Notice
from lipportal.shared import clock
from tests.factories.councils import PartnershipFactory, PersonFactory, person_with_role
from tests.unit.councils.test_people_services import workbook

pytestmark = pytest.mark.django_db
NEW = [("", f"Person {number}", f"p{number}@example.org", "", "en", "", "") for number in range(7)]


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


@pytest.fixture
def by(partnership):
    return person_with_role(Role.COORDINATOR, partnership)


def asked(partnership, by, *rows, **kwargs):
    """The work asked for on a sheet with these rows."""
    upload = SimpleUploadedFile("people.xlsx", workbook(*rows, **kwargs))
    stored = keep_file(upload, kind="councils.import", record_code="people", partnership_code=partnership.code, by=by)
    content = workbook(*rows, **kwargs)
    return ask_import(partnership, stored.code, by=by, seen=versions_in(read_people(partnership, content)[1]))


def lines(action):
    return Entry.objects.filter(action=action).count()


def test_right_rows_come_in_and_the_page_is_named(partnership, by):
    kim = PersonFactory(partnership=partnership, name="Kim", email="kim@example.org", phone="1")
    same = PersonFactory(partnership=partnership, name="Lou", email="lou@example.org", language="en")
    job = asked(
        partnership,
        by,
        (kim.code, "Kim", "kim@example.org", "2", "en", "", ""),
        (same.code, "Lou", "lou@example.org", same.phone, "en", "", ""),
        ("", "No Mail", "", "", "", "", ""),
        ("", "Bad", "not-an-address", "", "", "", ""),
    )

    import_people(job_code=job.code)

    job.refresh_from_db()
    kim.refresh_from_db()
    assert (job.state, job.done_count, job.total_count) == ("ready", 3, 3)
    assert job.outcome == {"added": 1, "changed": 1, "same": 1, "refused": [], "up_to": 4}
    assert job.result_url.endswith(f"/p/riverside/people/import/{job.arguments['sheet']}/")
    assert (kim.phone, Person.objects.filter(partnership=partnership).count()) == ("2", 3)
    assert Notice.objects.get().url == job.result_url
    assert Entry.objects.get(action="person.imported").after == {"added": 1, "changed": 1, "same": 1}


def test_a_column_left_out_of_the_sheet_changes_nothing_in_it(partnership, by):
    kim = PersonFactory(partnership=partnership, name="Kim", email="kim@example.org", phone="1", language="fr")

    import_people(job_code=asked(partnership, by, (kim.code, "Kim Lee"), headings=("Code", "Name")).code)

    kim.refresh_from_db()
    assert (kim.name, kim.phone, kim.language) == ("Kim Lee", "1", "fr")


def test_a_row_whose_person_was_changed_meanwhile_is_named_and_left(partnership, by):
    kim = PersonFactory(partnership=partnership, name="Kim", email="kim@example.org", phone="1", language="en")
    job = asked(partnership, by, (kim.code, "Kim", "kim@example.org", "2", "en", "", ""), *NEW)
    edit_person(kim, {"name": "Kim Lee", "phone": "3"}, by=by, version=1)

    import_people(job_code=job.code)

    job.refresh_from_db()
    kim.refresh_from_db()
    assert (kim.name, kim.phone, job.outcome["added"]) == ("Kim Lee", "3", len(NEW))
    assert [row for row, _why in job.outcome["refused"]] == [2]


def test_an_address_two_people_share_names_neither(partnership, by):
    for name in ("Alpha", "Beta"):
        PersonFactory(partnership=partnership, name=name, email="info@shared.example")

    rows = read_people(partnership, workbook(("", "Alpha", "info@shared.example", "9", "en", "", "")))[1]

    assert [row.kind for row in rows] == ["problem"]
    assert "several people have this e-mail" in rows[0].problems[0]


def test_running_twice_brings_in_once(partnership, by):
    job = asked(partnership, by, *NEW)

    import_people(job_code=job.code)
    import_people(job_code=job.code)

    assert (Person.objects.count(), lines("person.imported"), Notice.objects.count()) == (len(NEW), 1, 1)


def test_asking_twice_is_one_job_and_one_line(partnership, by):
    job = asked(partnership, by, *NEW)

    again = ask_import(partnership, job.arguments["sheet"], by=by, seen={})

    assert again.pk == job.pk
    assert (Job.objects.count(), lines("person.import_asked")) == (1, 1)


def test_asking_after_it_is_done_writes_no_row_again(partnership, by):
    job = asked(partnership, by, *NEW)
    import_people(job_code=job.code)

    again = ask_import(partnership, job.arguments["sheet"], by=by, seen={})
    import_people(job_code=again.code)

    again.refresh_from_db()
    assert again.pk != job.pk
    assert (again.outcome["added"], again.outcome["same"]) == (0, len(NEW))
    assert lines("person.created") == len(NEW)


def test_a_dead_workers_sheet_is_taken_up_where_it_stopped(partnership, by, monkeypatch):
    monkeypatch.setattr(people_import, "ROWS_AT_ONCE", 3)
    job = asked(partnership, by, *NEW)
    kept = people_import.progress

    def die_in_the_second_batch(held, done, total, **words):
        if done > 3:
            raise KeyboardInterrupt
        kept(held, done, total, **words)

    monkeypatch.setattr(people_import, "progress", die_in_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        import_people(job_code=job.code)
    monkeypatch.setattr(people_import, "progress", kept)
    job.refresh_from_db()
    assert (job.state, job.outcome["added"], Person.objects.count()) == ("running", 3, 3)
    Job.objects.update(heartbeat_at=clock.now() - 2 * DEAD_AFTER)
    assert jobs.take_up_stale() == 1

    import_people(job_code=job.code)

    job.refresh_from_db()
    assert (job.state, job.outcome["added"], job.outcome["same"]) == ("ready", len(NEW), 0)
    assert (Person.objects.count(), lines("person.created"), lines("person.imported")) == (len(NEW), len(NEW), 1)


def test_a_worker_that_lost_the_job_writes_nothing_more(partnership, by, monkeypatch):
    monkeypatch.setattr(people_import, "ROWS_AT_ONCE", 3)
    job = asked(partnership, by, *NEW)
    kept = people_import.progress

    def lose_the_job(held, done, total, **words):
        Job.objects.filter(pk=held.pk).update(attempts=held.attempts + 1)
        kept(held, done, total, **words)

    monkeypatch.setattr(people_import, "progress", lose_the_job)
    import_people(job_code=job.code)

    assert (Person.objects.count(), lines("person.imported"), Notice.objects.count()) == (0, 0, 0)


def test_a_row_that_cannot_be_saved_is_named_and_the_others_come_in(partnership, by, monkeypatch):
    from lipportal.shared.errors import Refused

    kept = people_import.create_person

    def refuse_one(place, values, *, by):
        if values["name"] == "Person 1":
            raise Refused("Not this one.")
        return kept(place, values, by=by)

    monkeypatch.setattr(people_import, "create_person", refuse_one)
    job = asked(partnership, by, *NEW[:3])

    import_people(job_code=job.code)

    job.refresh_from_db()
    assert (job.state, job.outcome["added"], job.outcome["refused"]) == ("ready", 2, [[3, "Not this one."]])


def test_a_right_that_ended_meanwhile_fails_with_a_sentence(partnership, by):
    job = asked(partnership, by, *NEW)
    by.roleheld_set.update(ended_on=partnership.today())

    import_people(job_code=job.code)

    job.refresh_from_db()
    assert (job.state, Person.objects.count()) == ("failed", 0)
    assert "may no longer bring this sheet in" in job.failure_text


def test_a_sheet_or_a_job_that_is_gone_changes_nothing(partnership, by):
    job = asked(partnership, by, *NEW)
    StoredFile.objects.all().update(ended_at=clock.now())

    import_people(job_code=job.code)
    import_people(job_code="22222222")

    assert Person.objects.count() == 0
    assert Job.objects.get().state == "failed"
