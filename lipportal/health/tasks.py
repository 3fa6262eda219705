"""The background door of health."""

from typing import Any

from celery import shared_task

from lipportal.health import services


@shared_task(name="health.beat_queue")
def beat_queue(queue: str, **_later: Any) -> None:
    """Note that this queue is served; put into each queue once a minute."""
    services.beat_queue(queue)
