"""The days of the demonstration: counted so that today always falls in the middle of its year."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lipportal.shared import clock
from lipportal.shared.clock import FiscalYear

ZONE = "America/Toronto"
MIDDLE = 190


@dataclass(frozen=True)
class Calendar:
    """Turns the facts' day numbers (0 is 1 April, today is day 190) into days around a real today."""

    today: date

    @property
    def year(self) -> FiscalYear:
        """The fiscal year it is."""
        return FiscalYear.of(self.today)

    def year_at(self, offset: int) -> FiscalYear:
        """The fiscal year some years from this one."""
        return FiscalYear(self.year.start + offset)

    def day(self, number: int, offset: int = 0) -> date:
        """The real day of day `number`. In this year, days before the middle fall before today, days after it after."""
        year = self.year_at(offset)
        length = (year.last_day - year.first_day).days
        if offset != 0:
            return year.first_day + timedelta(days=min(number, length))
        here = (self.today - year.first_day).days
        if number <= MIDDLE:
            return year.first_day + timedelta(days=number * here // MIDDLE)
        ahead = (number - MIDDLE) * (length - here) // (length - MIDDLE)
        return min(self.today + timedelta(days=max(ahead, 1)), year.last_day)

    def before(self, days: int) -> date:
        """The day some days ago."""
        return self.today - timedelta(days=days)

    @contextmanager
    def on(self, day: date, hour: int = 14) -> Iterator[date]:
        """Let it be the afternoon of `day`, though never later than now."""
        moment = datetime.combine(day, time(hour), tzinfo=ZoneInfo(ZONE))
        with clock.standing_at(min(moment, clock.now())):
            yield day
