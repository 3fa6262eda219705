"""The looks that need no other app: database, tables, cache, broker, timetable, workers, time zones."""

import zoneinfo
from datetime import UTC, datetime
from typing import Any

import tzdata
from amqp.exceptions import ChannelError
from celery import current_app
from django.conf import settings
from django.core.cache import cache as shared_cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lipportal.health.choices import Standing
from lipportal.health.queries.pulses import is_timetable_new, last_beat, silent_queues, timetables
from lipportal.health.registry import Finding, fine, trouble, warning
from lipportal.shared import clock
from lipportal.shared.codes import new_code

PATIENCE = 3  # seconds until a broker that does not answer counts as away
MANY_WAITING = 500
TOO_MANY_WAITING = 5000


def database() -> Finding:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return fine(_("It answers."), connection.vendor)


def tables() -> Finding:
    """Whether the tables are those that this version of the portal wants."""
    waiting = _waiting_migrations()
    if waiting:
        text = ngettext("%(count)s change of the tables waits.", "%(count)s changes of the tables wait.", waiting)
        return trouble(text % {"count": waiting}, waiting)
    return fine(_("They are of this version."), 0)


def _waiting_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def cached() -> Finding:
    """Whether the cache keeps what it is given, and is one that all web processes share."""
    key, word = f"health:{new_code()}", new_code()
    shared_cache.set(key, word, 30)
    kept = shared_cache.get(key) == word
    shared_cache.delete(key)
    if not kept:
        return trouble(_("It does not keep what it is given."))
    if not settings.CACHE_URL:
        return fine(_("It keeps what it is given, for one web process alone."), "in memory")
    return fine(_("It keeps what it is given."), "shared")


def broker() -> Finding:
    """Whether the broker answers, and how much waits in its queues together."""
    patience = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
    with current_app.connection_for_read(connect_timeout=PATIENCE, transport_options=patience) as wire:
        wire.ensure_connection(max_retries=0, timeout=PATIENCE)
        waiting = sum(_waiting_in(wire.default_channel, queue) for queue in current_app.amqp.queues)
    text = ngettext("%(count)s message waits.", "%(count)s messages wait.", waiting) % {"count": waiting}
    if waiting >= TOO_MANY_WAITING:
        return trouble(text, waiting)
    return warning(text, waiting) if waiting >= MANY_WAITING else fine(text, waiting)


def _waiting_in(channel: Any, queue: str) -> int:
    """How many messages wait in a queue; one that was never used is not there."""
    try:
        return int(channel.queue_declare(queue=queue, passive=True).message_count)
    except ChannelError:
        return 0


def timetable() -> Finding:
    """Whether one timetable runs."""
    running = timetables()
    if not running:
        last = last_beat()
        words = _("It is silent. Reminders and waiting mail stand still until it runs again.")
        return trouble(words, last.isoformat(timespec="seconds") if last else None)
    if len(running) > 1:
        return warning(_("More than one runs. That does no harm, and one is enough."), len(running))
    return fine(_("It runs."), len(running))


def workers() -> Finding:
    """Whether each queue is served; only a timetable that runs can tell."""
    silent = silent_queues(current_app.amqp.queues)
    if not silent:
        return fine(_("Every queue is served."), 0)
    if not timetables():
        return Finding(Standing.UNKNOWN, _("It cannot be told while the timetable is silent."), len(silent))
    if is_timetable_new():
        return Finding(Standing.UNKNOWN, _("The timetable has just begun; a few minutes will tell."), len(silent))
    return trouble(_("Nobody takes what is put in: %(queues)s.") % {"queues": ", ".join(silent)}, len(silent))


def zones() -> Finding:
    """Whether the time zones are those that are law: British Columbia has stood at UTC−7 since 2026."""
    release = str(tzdata.IANA_VERSION)
    winter = datetime(2026, 12, 15, 12, tzinfo=UTC).astimezone(zoneinfo.ZoneInfo("America/Vancouver"))
    if winter.strftime("%z") != "-0700":
        return trouble(_("Vancouver’s time is wrong; install the pinned package of time zones."), release)
    if int(release[:4]) < clock.now().year - 1:
        return warning(_("The time zones are of %(release)s; newer ones should be installed.") % {"release": release})
    return fine(_("They are of %(release)s.") % {"release": release}, release)
