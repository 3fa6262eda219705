"""The one place that asks what time it is; days and fiscal years are counted here, in the partnership's zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FISCAL_YEAR_FIRST_MONTH = 4


_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _standing.get() or datetime.now(tz=UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` inside this block: how the demonstration lives through the years before today."""
    token = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)


def today(zone: str) -> date:
    """The calendar day it is now in `zone`."""
    return now().astimezone(ZoneInfo(zone)).date()


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day on which `moment` falls in `zone`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def day_begins(day: date, zone: str) -> datetime:
    """The first instant of `day` in `zone`, in UTC; right across every change of summer time."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_ends(day: date, zone: str) -> datetime:
    """The first instant after `day` in `zone`: a deadline on `day` is kept by anything before it."""
    return day_begins(day + timedelta(days=1), zone)


def working_days_after(day: date, count: int) -> date:
    """The day `count` working days (Monday to Friday) after `day`."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


@dataclass(frozen=True, order=True)
class FiscalYear:
    """The federal fiscal year from 1 April of `start` to 31 March of the next (domain F18)."""

    start: int

    @classmethod
    def of(cls, day: date) -> "FiscalYear":
        """The fiscal year that holds `day`."""
        return cls(day.year if day.month >= FISCAL_YEAR_FIRST_MONTH else day.year - 1)

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.start, FISCAL_YEAR_FIRST_MONTH, 1)

    @property
    def last_day(self) -> date:
        """31 March."""
        return date(self.start + 1, FISCAL_YEAR_FIRST_MONTH, 1) - timedelta(days=1)

    @property
    def next(self) -> "FiscalYear":
        """The year after."""
        return FiscalYear(self.start + 1)

    @property
    def previous(self) -> "FiscalYear":
        """The year before."""
        return FiscalYear(self.start - 1)

    def holds(self, day: date) -> bool:
        """Whether `day` falls in this year."""
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return f"{self.start}\u2013{(self.start + 1) % 100:02d}"
