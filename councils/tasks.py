"""Background doors of the councils app: load by code, one service call, decide nothing."""

from typing import Any

from celery import shared_task

from councils import services


@shared_task(name="councils.import_people", acks_late=True)
def import_people(*, job_code: str, **_later_arguments: Any) -> None:
    """Bring in the people of the sheet a job names."""
    services.import_people(job_code)
