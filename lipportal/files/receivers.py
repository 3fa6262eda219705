"""What files do when a request or a task has ended: settle what a rollback left in the store."""

from typing import Any

from celery.signals import task_postrun
from django.core.signals import request_finished
from django.dispatch import receiver

from lipportal.files.services import settle


@receiver(request_finished)
def settle_after_request(**_about: Any) -> None:
    """Settle when the answer has been sent."""
    settle()


@task_postrun.connect
def settle_after_task(**_about: Any) -> None:
    """Settle when a task is over."""
    settle()
