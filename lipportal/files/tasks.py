"""Background doors of the files app."""

from typing import Any

from celery import shared_task

from lipportal.files import services


@shared_task(name="files.remove_orphans")
def remove_orphans(**_later: Any) -> None:
    """Each night: remove stored bytes that no row owns."""
    services.remove_orphans()
