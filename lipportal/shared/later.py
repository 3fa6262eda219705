"""Queue a task by its name once the transaction commits; services never import tasks."""

import logging
from typing import Any

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)


def later(task_name: str, **arguments: str | int | bool | None) -> None:
    """Ask for `task_name` with plain keyword arguments after the outermost commit, or never if it rolls back.

    The row that says what is to be done is the truth: when the broker is away the call is logged, and the sweep
    that reads those rows takes the work up (design 7). An unknown name raises KeyError at once.
    """
    if task_name not in current_app.tasks:
        current_app.loader.import_default_modules()
    task = current_app.tasks[task_name]
    transaction.on_commit(lambda: _hurry(task, arguments))


def _hurry(task: Any, arguments: dict[str, Any]) -> None:
    try:
        task.apply_async(kwargs=arguments, ignore_result=True, retry=False)
    except Exception:  # noqa: BLE001 - whatever ails the broker, the row is the truth
        log.warning("the broker did not take %s; the sweep will", task.name)
