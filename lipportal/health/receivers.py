"""What follows when a worker takes a task: a sign of life of the queue that it came from."""

import logging
import time
from typing import Any

from celery.signals import task_prerun
from django.db import Error

from lipportal.health.services import beat_queue

log = logging.getLogger(__name__)
SIGNS_EVERY = 30.0
_signed_at: dict[str, float] = {}


@task_prerun.connect
def sign_for_queue(*, task: Any, **_told: Any) -> None:
    """Note that the task's queue is served, whatever the task; the timed sign of a busy queue may come too late.

    Once each half a minute in each process. A database that is away keeps no task from running. The connection is
    closed by Celery, before the task and after it.
    """
    queue = str((task.request.delivery_info or {}).get("routing_key") or "")
    if queue not in task.app.amqp.queues or not _is_due(queue):
        return
    try:
        beat_queue(queue)
    except Error as error:
        log.warning("no sign of life could be left for the queue %s: %s", queue, type(error).__name__)


def _is_due(queue: str) -> bool:
    """Whether this process has not signed for the queue of late; asked once, the answer counts as a sign."""
    now = time.monotonic()
    if now - _signed_at.get(queue, -SIGNS_EVERY) < SIGNS_EVERY:
        return False
    _signed_at[queue] = now
    return True
