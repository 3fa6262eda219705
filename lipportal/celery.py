"""The Celery app: its broker, its limits, its queues and the beat timetable."""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from celery.utils.log import get_multiprocessing_logger
from kombu import Queue
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lipportal.settings")
# Loading the task modules would run Django's whole system check each time, in the web process too.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

# Held by workers with processes of their own. The one worker of the embedded broker works in its own process, where
# Celery knows no limits: there a task that hangs holds all work up until the worker is started again.
SOFT_LIMIT = 540
HARD_LIMIT = 600
VISIBILITY_TIMEOUT = 3600  # above the hard limit, or a long task would be handed out twice
# A broker that takes a connection and says nothing more would hold up for ever whoever asks it. Where all is well no
# answer takes longer than a second, which is how long the broker lets a worker wait for work before it asks again.
CONNECT_PATIENCE = 3.0
ANSWER_PATIENCE = 5.0
# What waits for a person never stands behind what takes long: a mail not behind a document, nor either behind a sheet.
PORTAL, MAIL, DOCUMENTS, IMPORTS = QUEUES = ("portal", "mail", "documents", "imports")
ROUTES = {
    "notices.send_mail": {"queue": MAIL},
    "reporting.draw_document": {"queue": DOCUMENTS},
    "councils.import_people": {"queue": IMPORTS},
}

TRANSPORT_ALIASES["folder"] = "lipportal.broker:Transport"
app = Celery("lipportal")


def _turn(task: str, seconds: float) -> dict[str, Any]:
    """One line of the timetable; a turn not taken before the next one is dropped."""
    return {"task": task, "schedule": seconds, "options": {"expires": max(seconds - 1, 1)}}


def _pulse(queue: str) -> dict[str, Any]:
    """A sign of life asked of whoever serves this queue."""
    turn = _turn("health.beat_queue", 60)
    return turn | {"kwargs": {"queue": queue}, "options": {**turn["options"], "queue": queue}}


def timetable(*, is_demonstration: bool) -> dict[str, dict[str, Any]]:
    """What runs by itself, and how often; in the demonstration mail does not keep anyone waiting."""
    return {
        "take up stale jobs": _turn("jobs.take_up_stale", 60),
        "find reminders": _turn("notices.find_reminders", 300),
        "send mail": _turn("notices.send_mail", 20 if is_demonstration else 60),
        "erase shown security mail": _turn("notices.erase_security_mail", 60),
        "remove orphan files": _turn("files.remove_orphans", 24 * 3600),
        "forget old drafts": _turn("drafts.forget_old_work", 24 * 3600),
        "forget old mail": _turn("notices.forget_old_mail", 24 * 3600),
        "forget finished jobs": _turn("jobs.forget_finished_jobs", 24 * 3600),
        "erase old files": _turn("files.erase_old_files", 24 * 3600),
        "forget ended sessions": _turn("accounts.forget_ended_sessions", 24 * 3600),
        "seal the trail": _turn("audit.seal_trail", 60),
        "check the trail": _turn("audit.check_trail", 24 * 3600),
        **{f"sign of life of {queue}": _pulse(queue) for queue in QUEUES},
    }


def _transport(settings: Any) -> dict[str, Any]:
    """What the broker needs to know; the folders of the embedded one are made here, readable by us alone."""
    options: dict[str, Any] = {"visibility_timeout": VISIBILITY_TIMEOUT}
    if settings.BROKER_URL.startswith("redis"):
        options |= {"socket_connect_timeout": CONNECT_PATIENCE, "socket_timeout": ANSWER_PATIENCE}
        # Tried once: somebody waits for the page, and the sweep asks again. Workers and timetable keep on trying all
        # the same, by a rule of their own.
        options |= {"socket_keepalive": True, "max_retries": 0}
    if settings.BROKER_URL.startswith("filesystem"):
        for name in ("queue", "control"):
            (settings.BROKER_FOLDER / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        queue = str(settings.BROKER_FOLDER / "queue")
        control = str(settings.BROKER_FOLDER / "control")
        options |= {"data_folder_in": queue, "data_folder_out": queue, "control_folder": control}
    return options


def configuration() -> dict[str, Any]:
    """Every Celery setting of ours, read when the app is first used rather than when it is loaded."""
    from django.conf import settings  # noqa: PLC0415 - the settings module lives in this package

    transport = _transport(settings)
    return {
        "broker_url": "folder://localhost/" if settings.BROKER_URL == "filesystem://" else settings.BROKER_URL,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": transport,
        "result_backend_transport_options": {"visibility_timeout": VISIBILITY_TIMEOUT},
        "visibility_timeout": VISIBILITY_TIMEOUT,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "task_track_started": False,
        "task_soft_time_limit": SOFT_LIMIT,
        "task_time_limit": HARD_LIMIT,
        "task_queues": [Queue(name) for name in QUEUES],
        "task_default_queue": PORTAL,
        "task_routes": ROUTES,
        "task_serializer": "json",
        "accept_content": ["json"],
        "worker_prefetch_multiplier": 1,
        "worker_max_tasks_per_child": 200,
        "worker_max_memory_per_child": 300_000,
        "worker_cancel_long_running_tasks_on_connection_loss": True,
        "worker_send_task_events": False,
        "enable_utc": True,
        "timezone": "UTC",
        "beat_schedule": timetable(is_demonstration=settings.DEMONSTRATION),
        "beat_scheduler": "lipportal.timetable:Timetable",
        "beat_schedule_filename": str(settings.DATA_DIR / "beat"),
    }


@setup_logging.connect
def log_as_the_portal_does(**_asked: Any) -> None:
    """Have workers and timetable log as the settings say: that somebody listens here keeps Celery from its own way.

    What Celery tells of each task at INFO would drown the portal's own lines; its warnings are kept.
    """
    least = max(logging.WARNING, logging.getLogger().level)
    for name in ("celery", "kombu"):
        logging.getLogger(name).setLevel(least)
    children = get_multiprocessing_logger()
    children.setLevel(max(logging.ERROR, least))
    children.propagate = True  # it comes without a handler of its own, and would be silent


app.add_defaults(configuration)
app.autodiscover_tasks()
