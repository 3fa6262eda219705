"""The background doors of jobs: each does it, does it twice, and finds nothing there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lipportal.audit.personal import KEPT_FOR
from lipportal.jobs import services, tasks
from lipportal.jobs.choices import HURRY_AFTER
from lipportal.jobs.models import Job
from lipportal.notices.models import Notice
from lipportal.shared import clock


def ended(owner, state="ready", ago=KEPT_FOR["working"] + timedelta(hours=1), **values):
    at = clock.now() - ago
    return Job.objects.create(
        kind="boats", task="tests.count_boats", owner=owner, state=state, finished_at=at, **values
    )


@pytest.mark.django_db
def test_take_up_stale_door_does_it_twice_as_once(owner, queued):
    Job.objects.create(kind="boats", task="tests.count_boats", owner=owner, queued_at=clock.now() - 2 * HURRY_AFTER)

    tasks.take_up_stale()
    tasks.take_up_stale(a_later_argument=1)

    assert len(queued) == 1


@pytest.mark.django_db
def test_take_up_stale_door_with_nothing_to_do(queued):
    tasks.take_up_stale()

    assert queued == []


@pytest.mark.parametrize("state", ["ready", "failed"])
def test_forget_finished_jobs_erases_work_that_ended_ninety_days_ago(owner, state):
    ended(owner, state)

    assert services.forget_finished_jobs() == 1

    assert Job.objects.count() == 0


def test_forget_finished_jobs_leaves_work_that_goes_on_and_work_that_ended_lately(owner):
    begun = {"created_at": clock.now() - 2 * KEPT_FOR["working"], "owner": owner, "kind": "boats", "task": "t"}
    going = [Job.objects.create(state=state, **begun) for state in ("queued", "running")]
    lately = ended(owner, ago=KEPT_FOR["working"] - timedelta(hours=1))

    assert services.forget_finished_jobs() == 0

    assert set(Job.objects.all()) == {*going, lately}


def test_forget_finished_jobs_takes_along_the_notices_that_lead_to_them(owner):
    long_ago = clock.now() - KEPT_FOR["working"] - timedelta(hours=1)
    Notice.objects.create(user=owner, kind="job_failed", created_at=long_ago)
    other = Notice.objects.create(user=owner, kind="report_returned", created_at=long_ago)
    ended(owner, "failed")

    services.forget_finished_jobs()

    assert Notice.objects.get() == other


def test_forget_finished_jobs_asks_as_often_for_one_as_for_many(owner):
    asked = []
    for count in (1, 20):
        for _number in range(count):
            ended(owner)
        with CaptureQueriesContext(connection) as queries:
            assert services.forget_finished_jobs() == count
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_forget_finished_jobs_door_does_it_twice_as_once(owner):
    ended(owner)
    lately = ended(owner, ago=timedelta(days=1))

    tasks.forget_finished_jobs()
    tasks.forget_finished_jobs(a_later_argument=1)

    assert Job.objects.get() == lately


@pytest.mark.django_db
def test_forget_finished_jobs_door_with_nothing_to_do():
    tasks.forget_finished_jobs()

    assert Job.objects.count() == 0
