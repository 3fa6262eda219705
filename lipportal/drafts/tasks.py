"""Background doors of the drafts app."""

from typing import Any

from celery import shared_task

from lipportal.drafts import services


@shared_task(name="drafts.forget_old_work")
def forget_old_work(**_later_arguments: Any) -> None:
    """Erase drafts and intentions that nobody has touched for ninety days."""
    services.forget_old_work()
