"""How signs of life are left."""

from lipportal.health.choices import FORGOTTEN_AFTER, QUEUE, TIMETABLE
from lipportal.health.models import Pulse
from lipportal.shared import clock


def beat_timetable(name: str) -> None:
    """Note that the timetable of this name runs, and forget those that have long been silent."""
    _beat(TIMETABLE, name)
    Pulse.objects.filter(kind=TIMETABLE, beaten_at__lt=clock.now() - FORGOTTEN_AFTER).delete()


def beat_queue(name: str) -> None:
    """Note that some worker takes what is put in this queue."""
    _beat(QUEUE, name)


def _beat(kind: str, name: str) -> None:
    Pulse.objects.update_or_create(kind=kind, name=name[:200], defaults={"beaten_at": clock.now()})
