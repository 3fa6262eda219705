"""The background door of jobs: does it, does it twice, nothing there."""

import pytest

from lipportal.jobs import tasks
from lipportal.jobs.choices import HURRY_AFTER
from lipportal.jobs.models import Job
from lipportal.shared import clock


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
