"""Background work: asked for once, held by one, told about, swept up."""

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from lipportal.jobs import services
from lipportal.jobs.choices import DEAD_AFTER, HURRY_AFTER, Failure, JobState
from lipportal.jobs.models import Job
from lipportal.notices.models import Notice
from lipportal.shared import clock
from lipportal.shared.errors import Refused

TASK = "tests.count_boats"


def start(owner, **arguments):
    return services.start_job("boats", TASK, owner=owner, **arguments)


def test_start_job_writes_the_wish_and_queues_it(owner, queued):
    job = start(owner, partnership_code="abc23456", report_code="k7m2p9qr")

    assert (job.state, job.arguments, job.partnership_code) == ("queued", {"report_code": "k7m2p9qr"}, "abc23456")
    assert queued == [(TASK, {"job_code": job.code})]


def test_start_job_with_the_same_key_is_one_job(owner, queued):
    first = start(owner, key="report:k7m2p9qr:3:fr")
    second = start(owner, key="report:k7m2p9qr:3:fr")

    assert second == first
    assert len(queued) == 1


def test_start_job_without_key_is_a_job_each_time(owner, queued):
    assert start(owner) != start(owner)


def test_start_job_takes_up_a_failed_wish_anew(owner, queued):
    job = start(owner, key="again")
    services.fail(services.claim(job.code), Failure.CRASHED)

    again = start(owner, key="again")

    assert (again.code, again.state, again.attempts, again.failure) == (job.code, "queued", 0, "")
    assert len(queued) == 2


@pytest.mark.django_db
def test_start_job_of_an_unknown_task_leaves_nothing():
    with pytest.raises(KeyError), transaction.atomic():
        services.start_job("boats", "tests.no_such_task", owner=None)

    assert Job.objects.count() == 0


def test_start_job_hurries_only_after_commit(owner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        start(owner)

    assert len(callbacks) == 1


def test_claim_gives_the_job_to_one(owner, queued):
    job = start(owner)

    held = services.claim(job.code)

    assert (held.state, held.attempts) == ("running", 1)
    assert services.claim(job.code) is None


def test_claim_of_a_job_that_is_gone_is_nothing(db):
    assert services.claim("nothing2") is None


def test_claim_takes_over_from_a_dead_worker_and_the_dead_one_cannot_write(owner, queued):
    job = start(owner)
    first = services.claim(job.code)
    Job.objects.update(heartbeat_at=clock.now() - 2 * DEAD_AFTER)

    second = services.claim(job.code)

    assert second.attempts == 2
    with pytest.raises(services.LostJob):
        services.progress(first, 1, 2)
    with pytest.raises(services.LostJob):
        services.finish(first)
    services.finish(second)
    assert Job.objects.get().state == JobState.READY


def test_running_finishes_and_tells_the_owner_once(owner, queued):
    job = start(owner)

    with services.running(job.code) as held:
        services.progress(held, 3, 4)
        held.result_url = "/fr/files/abc/"
    with services.running(job.code) as held_again:
        assert held_again is None

    job.refresh_from_db()
    assert (job.state, job.result_url, job.done_count) == ("ready", "/fr/files/abc/", 4)
    assert [(notice.user, notice.kind, notice.url) for notice in Notice.objects.all()] == [
        (owner, "job_ready", "/fr/files/abc/")
    ]


def test_running_speaks_the_owners_language(owner, queued):
    from django.utils.translation import get_language

    job = start(owner)
    with services.running(job.code):
        spoken = get_language()

    assert spoken == "fr"
    assert get_language() == "en"


@pytest.mark.parametrize(
    ("error", "failure", "text"),
    [
        (ZeroDivisionError("a private word"), "crashed", ""),
        (SoftTimeLimitExceeded(), "too_long", ""),
        (Refused("The figures are not approved."), "refused", "The figures are not approved."),
    ],
)
def test_running_turns_trouble_into_a_failed_row(owner, queued, caplog, error, failure, text):  # noqa: PLR0917
    job = start(owner)

    with services.running(job.code):
        raise error

    job.refresh_from_db()
    assert (job.state, job.failure, job.failure_text) == ("failed", failure, text)
    assert job.failure_sentence
    assert "a private word" not in caplog.text
    assert Notice.objects.get().kind == "job_failed"


def test_running_leaves_quietly_when_another_run_took_over(owner, queued):
    job = start(owner)

    with services.running(job.code):
        Job.objects.update(attempts=2)

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("running", 2)


def test_fail_keeps_a_sentence_for_the_person(owner, queued):
    job = start(owner)

    services.fail(services.claim(job.code), "The sheet has no rows.")

    job.refresh_from_db()
    assert (job.failure, job.failure_sentence) == ("refused", "The sheet has no rows.")


def test_take_up_stale_hurries_what_the_broker_lost_and_only_once_a_minute(owner, queued):
    job = start(owner)
    Job.objects.update(queued_at=clock.now() - 2 * HURRY_AFTER)
    queued.clear()

    assert [services.take_up_stale(), services.take_up_stale()] == [1, 0]
    assert queued == [(TASK, {"job_code": job.code})]


def test_take_up_stale_leaves_the_living_and_the_finished(owner, queued):
    living, finished = start(owner), start(owner)
    services.claim(living.code)
    services.finish(services.claim(finished.code))
    queued.clear()

    assert services.take_up_stale(at=clock.now() + DEAD_AFTER / 2) == 0
    assert queued == []


def test_take_up_stale_gives_up_after_three_deaths_where_the_owner_sees_it(owner, queued):
    job = start(owner)
    for _death in range(3):
        assert services.claim(job.code) is not None
        Job.objects.update(heartbeat_at=clock.now() - 2 * DEAD_AFTER)
        services.take_up_stale()

    job.refresh_from_db()
    assert (job.state, job.failure, job.attempts) == ("failed", "worker_died", 3)
    assert services.claim(job.code) is None
    assert Notice.objects.get().kind == "job_failed"


def test_take_up_stale_parks_a_task_nobody_knows_any_more(owner, db):
    Job.objects.create(kind="boats", task="gone.task", owner=owner, queued_at=clock.now() - 2 * HURRY_AFTER)

    services.take_up_stale()

    assert Job.objects.get().failure == Failure.UNKNOWN_TASK


def test_restart_job_does_nothing_to_a_job_under_way(owner, queued):
    job = start(owner)
    held = services.claim(job.code)

    services.restart_job(job)

    assert (job.state, job.attempts) == ("running", held.attempts)
    assert len(queued) == 1
