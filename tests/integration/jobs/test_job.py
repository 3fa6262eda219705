"""The page of background work: polled while it runs, closed to others."""

import pytest
from django.contrib.auth import get_user_model

from lipportal.jobs.models import Job
from lipportal.shared import clock


@pytest.fixture
def owner(db):
    return get_user_model().objects.create_user("owner@example.org", name="Amina Diallo")


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def job_of(owner, **values):
    return Job.objects.create(kind="boats", task="jobs.take_up_stale", owner=owner, **values)


def part(client, job):
    return client.get(f"/en/jobs/{job.code}/", headers={"HX-Request": "true"})


def test_job_under_way_asks_again_and_says_how_far(signed_in, owner):
    job = job_of(owner, state="running", done_count=31, total_count=48, heartbeat_at=clock.now())

    words = part(signed_in, job).content.decode()

    assert 'hx-trigger="every 2s"' in words
    assert 'max="48" value="31"' in words
    assert f'href="/en/jobs/{job.code}/"' in words  # without script: look again
    assert "<html" not in words


def test_job_ready_stops_asking_and_leads_to_the_result(signed_in, owner):
    job = job_of(owner, state="ready", result_url="/en/files/abc/")

    words = part(signed_in, job).content.decode()

    assert "hx-get" not in words
    assert 'href="/en/files/abc/"' in words


def test_job_failed_says_why_and_can_be_asked_again(signed_in, owner):
    job = job_of(owner, state="failed", failure="worker_died", attempts=3)

    assert "stopped three times" in part(signed_in, job).content.decode()
    assert signed_in.post(f"/en/jobs/{job.code}/restart/").status_code == 302
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 0)


def test_job_of_another_person_is_not_there(signed_in, owner):
    other = get_user_model().objects.create_user("other@example.org", name="Jean Roy")
    job = job_of(other, result_url="/en/files/secret/")

    for response in (part(signed_in, job), signed_in.post(f"/en/jobs/{job.code}/restart/")):
        assert response.status_code == 404
        assert "secret" not in response.content.decode()


def test_job_page_asks_a_visitor_to_sign_in(client, owner):
    job = job_of(owner)

    assert client.get(f"/en/jobs/{job.code}/").status_code == 302


def test_job_page_opens_whole(signed_in, owner):
    assert "<html" in signed_in.get(f"/en/jobs/{job_of(owner).code}/").content.decode()
