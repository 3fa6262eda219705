"""Background doors of the reporting app: load by id, one service call, decide nothing."""

from typing import Any

from celery import shared_task

from reporting import services


@shared_task(name="reporting.draw_document", acks_late=True)
def draw_document(*, job_code: str, **_later_arguments: Any) -> None:
    """Draw the document a job asks for."""
    services.draw_document(job_code)
