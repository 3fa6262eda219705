"""The background doors of jobs."""

from typing import Any

from celery import shared_task

from lipportal.jobs import services


@shared_task(name="jobs.take_up_stale")
def take_up_stale(**_later: Any) -> None:
    """Sweep up what dead workers and lost messages left."""
    services.take_up_stale()


@shared_task(name="jobs.forget_finished_jobs")
def forget_finished_jobs(**_later: Any) -> None:
    """Erase the finished work whose time is over."""
    services.forget_finished_jobs()
