"""The background doors of the trail."""

from typing import Any

from celery import shared_task

from lipportal.audit import services


@shared_task(name="audit.seal_trail")
def seal_trail(**_later: Any) -> None:
    """List the lines written since the last checkpoint under a new one."""
    services.seal_trail()


# Below an hour, after which the broker would hand the work out again; some ten million lines.
@shared_task(name="audit.check_trail", soft_time_limit=3300, time_limit=3500)
def check_trail(**_later: Any) -> None:
    """Read the whole trail, and announce it when it does not fit."""
    services.check_trail()
