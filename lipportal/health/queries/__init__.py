"""Reads of the health app: signs of life, what each part was found to be, and the looks from down here."""

from lipportal.health.queries.findings import Health, Part, look_at
from lipportal.health.queries.pulses import is_timetable_silent, silent_queues, timetables
from lipportal.health.queries.vital import look_at_vital

__all__ = ["Health", "Part", "is_timetable_silent", "look_at", "look_at_vital", "silent_queues", "timetables"]
