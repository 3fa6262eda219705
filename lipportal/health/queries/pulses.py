"""Who has given a sign of life, and who is silent."""

from collections.abc import Iterable
from datetime import datetime

from lipportal.health.choices import QUEUE, SILENT_AFTER, TIMETABLE
from lipportal.health.models import Pulse
from lipportal.shared import clock


def _living(kind: str, at: datetime | None) -> list[Pulse]:
    since = (at or clock.now()) - SILENT_AFTER
    return list(Pulse.objects.filter(kind=kind, beaten_at__gte=since))


def timetables(*, at: datetime | None = None) -> list[str]:
    """The names of the timetables that run now; there should be one.

    One that has not been heard since the newest began was replaced by it, as when it is started again.
    """
    heard = sorted(_living(TIMETABLE, at), key=lambda pulse: pulse.begun_at)
    return [pulse.name for pulse in heard if pulse is heard[-1] or pulse.beaten_at >= heard[-1].begun_at]


def is_timetable_new(*, at: datetime | None = None) -> bool:
    """Whether no timetable has run for long enough for a queue's silence to mean anything."""
    long_ago = (at or clock.now()) - SILENT_AFTER
    return not Pulse.objects.filter(kind=TIMETABLE, begun_at__lt=long_ago, beaten_at__gte=long_ago).exists()


def is_timetable_silent(*, at: datetime | None = None) -> bool:
    """Whether no timetable has given a sign of life for too long."""
    return not timetables(at=at)


def silent_queues(names: Iterable[str], *, at: datetime | None = None) -> list[str]:
    """Those of these queues that no worker has served for too long."""
    living = {pulse.name for pulse in _living(QUEUE, at)}
    return [name for name in names if name not in living]


def last_beat() -> datetime | None:
    """When any timetable last gave a sign of life."""
    return Pulse.objects.filter(kind=TIMETABLE).order_by("-beaten_at").values_list("beaten_at", flat=True).first()
