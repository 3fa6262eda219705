"""Whose work a person may see."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from lipportal.jobs import queries
from lipportal.jobs.models import Job


@pytest.fixture
def colleague(db):
    return get_user_model().objects.create_user("colleague@example.org", name="Jean Roy")


@pytest.fixture
def job(owner):
    return Job.objects.create(kind="boats", task="tests.count_boats", owner=owner)


def test_job_is_seen_by_its_owner_alone(owner, colleague, job):
    assert queries.job_seen_by(owner, job.code) == job
    assert queries.job_seen_by(colleague, job.code) is None
    assert queries.job_seen_by(AnonymousUser(), job.code) is None
    assert queries.job_seen_by(owner, "nothing2") is None


def test_job_without_owner_is_not_everybodys(job):
    Job.objects.update(owner=None)

    assert queries.job_seen_by(AnonymousUser(), job.code) is None


def test_jobs_of_lists_ones_own(owner, colleague, job):
    Job.objects.create(kind="boats", task="tests.count_boats", owner=colleague)

    assert list(queries.jobs_of(owner)) == [job]
