"""Writes of the audit app: rows with their line in the trail, and the sealing of the trail itself."""

from lipportal.audit.services.rows import change, create, end, freeze, log, note_reading, write_down_step
from lipportal.audit.services.sealing import check_trail, seal_open, seal_trail

__all__ = [
    "change",
    "check_trail",
    "create",
    "end",
    "freeze",
    "log",
    "note_reading",
    "seal_open",
    "seal_trail",
    "write_down_step",
]
