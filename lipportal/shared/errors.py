"""Refusals: what the portal says when a step cannot be taken, in words a person can act on."""

from collections.abc import Iterable
from typing import Any


class Refused(Exception):
    """A step that may not be taken now; `reasons` are whole, translated sentences for the person who asked."""

    def __init__(self, *reasons: Any) -> None:
        self.reasons: list[Any] = list(reasons)
        super().__init__(*reasons)

    @classmethod
    def because(cls, reasons: Iterable[Any]) -> "Refused":
        """A refusal from a list of reasons that some rule collected."""
        return cls(*reasons)


class Conflict(Refused):
    """Somebody saved this record since it was opened; nothing of either text is lost."""

    def __init__(self, record: Any, *reasons: Any) -> None:
        super().__init__(*reasons)
        self.record = record
