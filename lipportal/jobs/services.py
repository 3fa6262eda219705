"""How background work is asked for, taken up, told about and ended; twice always equals once."""

import logging
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import translation

from lipportal.audit.personal import KEPT_FOR
from lipportal.jobs.choices import (
    BEAT_EVERY,
    DEAD_AFTER,
    HURRY_AFTER,
    MOST_ATTEMPTS,
    STOP_BEATING_AFTER,
    Failure,
    JobState,
)
from lipportal.jobs.models import Job
from lipportal.notices.services import forget_notices, notify
from lipportal.shared import clock
from lipportal.shared.erasing import erase_in_batches
from lipportal.shared.errors import Refused
from lipportal.shared.later import later

log = logging.getLogger(__name__)
SWEPT_AT_ONCE = 200
Plain = str | int | bool | None | list[str] | list[int] | dict[str, int]


class LostJob(Exception):
    """Another run holds this job now; the one that raises this must leave without writing."""


@transaction.atomic
def start_job(
    kind: str, task: str, *, owner: Any, partnership_code: str = "", key: str = "", **arguments: Plain
) -> Job:
    """Write down a wish for work and queue `task` (called with `job_code`) once the transaction commits.

    The same `key` is the same job: a second wish returns it, and takes it up anew when it had failed. A key should
    name everything the result depends on, and the person when the result is theirs alone. Raises KeyError when no
    task has this name.
    """
    values = {
        "kind": kind,
        "task": task,
        "owner": owner if getattr(owner, "pk", None) else None,
        "partnership_code": partnership_code,
        "arguments": arguments,
    }
    if key:
        job, is_fresh = Job.objects.get_or_create(key=key, defaults=values)
    else:
        job, is_fresh = Job.objects.create(**values), True
    if is_fresh:
        later(task, job_code=job.code)
    elif job.state == JobState.FAILED:
        restart_job(job)
    return job


@transaction.atomic
def restart_job(job: Job) -> None:
    """Queue a failed job anew because a person asked again; harmless when it is already under way."""
    again: dict[str, Any] = {
        "state": JobState.QUEUED,
        "queued_at": clock.now(),
        "attempts": 0,
        "done_count": 0,
        "failure": "",
        "failure_text": "",
        "finished_at": None,
    }
    if Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(**again):
        later(job.task, job_code=job.code)
    job.refresh_from_db()


def claim(job_code: str) -> Job | None:
    """Take up a queued job, or one whose worker died; None when it is done, gone, or in someone's living hands."""
    at = clock.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, heartbeat_at__lt=at - DEAD_AFTER)
    taken = Job.objects.filter(free, code=job_code, attempts__lt=MOST_ATTEMPTS).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, started_at=at, heartbeat_at=at, done_count=0
    )
    return Job.objects.select_related("owner").get(code=job_code) if taken == 1 else None


def _write(job: Job, **values: Any) -> None:
    """Write to a job this run still holds; LostJob otherwise."""
    held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    if held.update(**values) != 1:
        raise LostJob(job.code)
    for name, value in values.items():
        setattr(job, name, value)


def progress(job: Job, done: int, total: int, *, outcome: Mapping[str, Any] | None = None) -> None:
    """Say how far the work has come, and what came of it so far; also a sign of life."""
    said = {} if outcome is None else {"outcome": dict(outcome)}
    _write(job, done_count=done, total_count=total, heartbeat_at=clock.now(), **said)


@transaction.atomic
def finish(job: Job, *, result_url: str = "", result_file: str = "") -> None:
    """Mark the job ready and tell its owner, with a link to the result."""
    at = clock.now()
    _write(
        job,
        state=JobState.READY,
        result_url=result_url,
        result_file=result_file,
        done_count=job.total_count,
        heartbeat_at=at,
        finished_at=at,
    )
    _tell(job, "job_ready")


@transaction.atomic
def fail(job: Job, because: Any) -> None:
    """Mark the job failed, visibly: `because` is a key of Failure, or a whole sentence for the person who asked."""
    is_key = because in Failure.values
    _write(
        job,
        state=JobState.FAILED,
        failure=because if is_key else Failure.REFUSED,
        failure_text="" if is_key else str(because),
        finished_at=clock.now(),
    )
    _tell(job, "job_failed")


def _tell(job: Job, notice: str) -> None:
    if job.owner is not None:
        url = job.result_url or job.get_absolute_url()
        key = f"{notice}:{job.code}:{job.queued_at.timestamp():.0f}"
        notify(job.owner, notice, url, key=key, partnership_code=job.partnership_code, work=job.kind)


@contextmanager
def running(job_code: str) -> Iterator[Job | None]:
    """Hold a job while its work is done: a block that begins with `if job:`.

    Gives None when there is nothing to do. Keeps the job's heart beating, speaks the owner's language, marks it
    ready at the end unless the work did, and turns whatever goes wrong into a failed row. The log names the places
    an error passed through, never its text, which could hold something personal.
    """
    job = claim(job_code)
    if job is None:
        yield None
        return
    language = getattr(job.owner, "language", "") or "en"
    with _beating(job), translation.override(language):
        try:
            yield job
        except LostJob:
            log.warning("job %s is held by another run", job.code)
        except Exception as error:  # noqa: BLE001 - the row is where the failure is seen
            _give_up(job, error)
        else:
            if job.state == JobState.RUNNING:
                _unless_lost(job, lambda: finish(job, result_url=job.result_url, result_file=job.result_file))


def _give_up(job: Job, error: Exception) -> None:
    if isinstance(error, Refused):
        because: Any = " ".join(str(reason) for reason in error.reasons) or Failure.REFUSED
    elif isinstance(error, SoftTimeLimitExceeded):
        because = Failure.TOO_LONG
    else:
        because = Failure.CRASHED
        trail = traceback.extract_tb(error.__traceback__)
        places = ", ".join(f"{place.name}:{place.lineno}" for place in trail)
        log.error("job %s (%s) failed with %s at %s", job.code, job.kind, type(error).__name__, places)
    _unless_lost(job, lambda: fail(job, because))


def _unless_lost(job: Job, write: Any) -> None:
    try:
        write()
    except LostJob:
        log.warning("job %s is held by another run", job.code)


@contextmanager
def _beating(job: Job) -> Iterator[None]:
    """Note every few seconds that this process lives, until the block ends or the hard time limit has passed."""
    stop = threading.Event()
    held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)

    def beat() -> None:
        until = time.monotonic() + STOP_BEATING_AFTER.total_seconds()
        while not stop.wait(BEAT_EVERY.total_seconds()) and time.monotonic() < until:
            try:
                held.update(heartbeat_at=clock.now())
            except DatabaseError:
                log.warning("the heartbeat of job %s could not be written", job.code)
            finally:
                connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat {job.code}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=BEAT_EVERY.total_seconds())


def take_up_stale(*, at: datetime | None = None) -> int:
    """Queue again what a lost message or a dead worker left behind; gives how many jobs were touched.

    A job whose worker died three times is failed where its owner sees it, so that it cannot stall the queue.
    """
    at = at or clock.now()
    dead = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=at - DEAD_AFTER)
    waiting = Job.objects.filter(state=JobState.QUEUED, queued_at__lt=at - HURRY_AFTER)
    touched = 0
    for job in [*dead[:SWEPT_AT_ONCE], *waiting[:SWEPT_AT_ONCE]]:
        touched += _queue_again(job, at)
    return touched


@transaction.atomic
def _queue_again(job: Job, at: datetime) -> int:
    """Put one stale job back in the queue from the state it was read in, or fail it; 0 when somebody moved it."""
    same = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts, heartbeat_at=job.heartbeat_at)
    if same.filter(queued_at=job.queued_at).update(state=JobState.QUEUED, queued_at=at) != 1:
        return 0
    if job.attempts >= MOST_ATTEMPTS:
        return _fail_queued(job, Failure.WORKER_DIED)
    try:
        later(job.task, job_code=job.code)
    except KeyError:
        return _fail_queued(job, Failure.UNKNOWN_TASK)
    return 1


def _fail_queued(job: Job, because: Failure) -> int:
    log.error("job %s (%s) given up: %s", job.code, job.kind, because.value)
    failed = {"state": JobState.FAILED, "failure": because, "finished_at": clock.now()}
    Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(**failed)
    _tell(job, "job_failed")
    return 1


def forget_finished_jobs() -> int:
    """Erase work that ended as long ago as retention class "working" keeps it, and the notices that told of it.

    Gives how many jobs went. The files they made stay: each has a class of its own, and a report's document belongs
    to the report. What is made on their page is asked for anew there.
    """
    before = clock.now() - KEPT_FOR["working"]
    ended = Job.objects.filter(state__in=[JobState.READY, JobState.FAILED], finished_at__lt=before)
    gone = erase_in_batches(ended)
    forget_notices(["job_ready", "job_failed"], before=before)
    return gone
