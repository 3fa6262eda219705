"""The background doors of jobs."""

from typing import Any

from celery import shared_task

from lipportal.jobs import services


@shared_task(name="jobs.take_up_stale")
def take_up_stale(**_later: Any) -> None:
    """Sweep up what dead workers and lost messages left."""
    services.take_up_stale()
