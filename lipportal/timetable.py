"""Celery's own timetable, leaving a sign of life of its own, also when nothing can be queued."""

import logging
import os
import socket
import time
from typing import Any

from celery.beat import PersistentScheduler
from django.db import Error, connection

log = logging.getLogger(__name__)
SIGNS_EVERY = 30.0


class Timetable(PersistentScheduler):
    """The library's timetable, which signs for itself before each round."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._signed_at = 0.0
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """One round; a database that is away holds nothing up."""
        if time.monotonic() - self._signed_at >= SIGNS_EVERY:
            self._sign()
        return float(super().tick(*args, **kwargs))

    def _sign(self) -> None:
        from lipportal.health.services import beat_timetable  # noqa: PLC0415 - the apps are ready by now

        self._signed_at = time.monotonic()
        try:
            beat_timetable(self._name)
        except Error as error:  # that a connection is closed already is no DatabaseError
            log.warning("the timetable could not leave its sign of life: %s", type(error).__name__)
        finally:
            connection.close()
