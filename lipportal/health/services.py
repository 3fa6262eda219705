"""How signs of life are left."""

from django.db.models import Case, F, When

from lipportal.health.choices import BEGUN_ANEW_AFTER, FORGOTTEN_AFTER, QUEUE, TIMETABLE
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
    """Sign; whoever was silent for a while has begun anew, or an outage would count as time in which it ran."""
    now, name = clock.now(), name[:200]
    begun = Case(When(beaten_at__lt=now - BEGUN_ANEW_AFTER, then=now), default=F("begun_at"))
    if not Pulse.objects.filter(kind=kind, name=name).update(beaten_at=now, begun_at=begun):
        Pulse.objects.get_or_create(kind=kind, name=name, defaults={"beaten_at": now, "begun_at": now})
