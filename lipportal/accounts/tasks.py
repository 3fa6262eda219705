"""The background doors of accounts."""

from typing import Any

from celery import shared_task

from lipportal.accounts import services


@shared_task(name="accounts.forget_ended_sessions")
def forget_ended_sessions(**_later: Any) -> None:
    """Erase the sessions that have run out."""
    services.forget_ended_sessions()
