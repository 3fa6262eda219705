"""Background doors of the files app."""

from typing import Any

from celery import shared_task

from lipportal.files import services


@shared_task(name="files.remove_orphans")
def remove_orphans(**_later: Any) -> None:
    """Each night: remove stored bytes that no row owns, in the share of the store whose turn it is."""
    services.remove_orphans(share=services.share_of_tonight())


@shared_task(name="files.erase_old_files")
def erase_old_files(**_later: Any) -> None:
    """Erase the files whose time is over."""
    services.erase_old_files()
