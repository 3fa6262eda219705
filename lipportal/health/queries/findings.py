"""One look at everything the portal leans on; each part apart, so that a fault is named and not guessed."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import Error
from django.utils.translation import gettext_lazy as _

from lipportal.health.choices import Standing
from lipportal.health.registry import Check, Finding, checks
from lipportal.shared import clock

log = logging.getLogger(__name__)
WORST_LAST = list(Standing)


@dataclass(frozen=True)
class Part:
    """One part of the portal and what was found of it."""

    key: str
    label: Any
    standing: Standing
    words: Any
    figure: float | str | None = None


@dataclass(frozen=True)
class Health:
    """How the whole portal stands, which is as its worst part stands, and each part."""

    at: datetime
    parts: tuple[Part, ...]

    @property
    def standing(self) -> Standing:
        """The worst of all."""
        return max((part.standing for part in self.parts), key=WORST_LAST.index, default=Standing.FINE)

    @property
    def is_in_trouble(self) -> bool:
        """Whether somebody should be woken."""
        return self.standing == Standing.TROUBLE


def look_at(*, vital_only: bool = False) -> Health:
    """Look at every part, or at those alone without which no page can be answered."""
    wanted: Iterable[Check] = (check for check in checks() if check.is_vital or not vital_only)
    return Health(clock.now(), tuple(_part(check) for check in wanted))


def _part(check: Check) -> Part:
    found = _looked(check)
    return Part(check.key, check.label, found.standing, found.words, found.figure)


def _looked(check: Check) -> Finding:
    """What the check found; a check that breaks is a finding too."""
    try:
        return check.look()
    except Error as error:  # that a connection is closed already is no DatabaseError
        if check.is_vital:
            return _broken(check, error)
        return Finding(Standing.UNKNOWN, _("It cannot be told while the database is away."))
    except Exception as error:  # noqa: BLE001 - whatever ails a part, the others are still looked at
        return _broken(check, error)


def _broken(check: Check, error: Exception) -> Finding:
    log.error("the health check %s met %s", check.key, type(error).__name__)
    return Finding(Standing.TROUBLE, _("It does not answer."))
