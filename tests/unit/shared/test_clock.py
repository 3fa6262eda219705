"""Days, zones and fiscal years."""

from datetime import UTC, date, datetime

import pytest

from lipportal.shared import clock
from lipportal.shared.clock import FiscalYear

ZONES = {
    "America/St_Johns": "2026-03-31T02:30:00+00:00",
    "America/Halifax": "2026-03-31T03:00:00+00:00",
    "America/Toronto": "2026-03-31T04:00:00+00:00",
    "America/Regina": "2026-03-31T06:00:00+00:00",
    "America/Edmonton": "2026-03-31T06:00:00+00:00",
    "America/Whitehorse": "2026-03-31T07:00:00+00:00",
    "America/Vancouver": "2026-03-31T07:00:00+00:00",
}


@pytest.mark.parametrize(("zone", "begins"), ZONES.items())
def test_the_last_day_of_the_fiscal_year_begins_when_it_begins_there(zone, begins):
    assert clock.day_begins(date(2026, 3, 31), zone) == datetime.fromisoformat(begins)


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_ends_where_the_next_begins(zone):
    for day in (date(2026, 3, 8), date(2026, 11, 1), date(2028, 2, 28), date(2028, 2, 29), date(2026, 3, 31)):
        ends = clock.day_ends(day, zone)

        assert clock.local_day(ends, zone) > day
        assert clock.local_day(ends.replace(microsecond=0) - clock.timedelta(seconds=1), zone) == day


def test_vancouver_keeps_summer_time_since_2026():
    winter = datetime(2026, 12, 15, 20, tzinfo=UTC).astimezone(clock.ZoneInfo("America/Vancouver"))

    assert winter.utcoffset() == clock.timedelta(hours=-7)


@pytest.mark.parametrize(
    ("day", "start"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2027, 1, 1), 2026)]
)
def test_the_fiscal_year_begins_on_the_first_of_april(day, start):
    year = FiscalYear.of(day)

    assert year == FiscalYear(start)
    assert year.holds(day)


def test_the_fiscal_year_is_written_with_two_digits_behind_a_dash():
    assert str(FiscalYear(2009)) == "2009–10"


def test_working_days_skip_the_weekend():
    friday = date(2026, 6, 5)

    assert clock.working_days_after(friday, 1) == date(2026, 6, 8)
    assert clock.working_days_after(friday, 15) == date(2026, 6, 26)


def test_standing_at_a_moment_ends_with_its_block():
    moment = datetime(2020, 1, 1, tzinfo=UTC)

    with clock.standing_at(moment):
        assert clock.now() == moment

    assert clock.now() > moment
