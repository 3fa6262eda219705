"""Reminders: each person, thing and step once, whoever runs the sweep, and never after the thing is done."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lipportal.notices import services
from lipportal.notices.models import Mail, Reminder
from lipportal.notices.registry import Deadline, Due
from lipportal.notices.services.reminders import reached_steps
from lipportal.shared import clock

ZONE = "America/Toronto"
DAY = date(2026, 5, 29)
DUE_AT = clock.day_ends(DAY, ZONE)


def at(days_before, hour=12, zone=ZONE):
    """A moment on the day so many days before the last good day."""
    return clock.day_begins(DAY - timedelta(days=days_before), zone) + timedelta(hours=hour)


@pytest.fixture
def things(empty_registry, letters):
    """What falls due; a test takes a thing away when it is done."""
    due = {}
    deadline = Deadline("boats", lambda _now: list(due.values()), lambda code: code in due, letters)
    empty_registry.register_deadline(deadline)
    return due


@pytest.fixture
def boat(things, person):
    things["boat2345"] = Due("boat2345", "part2345", DUE_AT, (person, person), "/en/boats/", ZONE)
    return things["boat2345"]


def told():
    return list(Reminder.objects.filter(state="made").order_by("pk").values_list("step", flat=True))


def dropped():
    return set(Reminder.objects.filter(state="dropped").values_list("step", "dropped_because"))


def test_find_reminders_tells_each_step_once(boat):
    for days in (61, 60, 59, 31, 30, 29, 14, 13, 7, 3, 2, 1, 0):
        for _run in range(3):
            services.find_reminders(at=at(days))

    assert told() == ["60", "30", "14", "7", "2"]
    assert Mail.objects.count() == 5


def test_find_reminders_begins_each_step_at_seven_in_the_partnerships_zone(boat):
    assert services.find_reminders(at=at(60, hour=7) - timedelta(seconds=1)) == 0
    assert services.find_reminders(at=at(60, hour=7)) == 1


@pytest.mark.parametrize("zone", ["America/St_Johns", "America/Vancouver"])
def test_reached_steps_are_counted_in_the_zone_of_the_thing(zone):
    due = Due("b", "p", clock.day_ends(DAY, zone), (), "/", zone)

    before, after = at(30, hour=7, zone=zone) - timedelta(seconds=1), at(30, hour=7, zone=zone)

    assert reached_steps(due, before) == ("60",)
    assert reached_steps(due, after) == ("60", "30")


def test_find_reminders_after_a_silence_sends_only_the_latest(boat):
    services.find_reminders(at=at(60))
    services.find_reminders(at=at(6))

    assert told() == ["60", "7"]
    assert dropped() == {("30", "overtaken"), ("14", "overtaken")}


def test_find_reminders_once_late_tells_once_a_day(boat):
    services.find_reminders(at=at(0))
    for days in (-1, -1, -2, -3):
        services.find_reminders(at=at(days))

    assert told() == ["2", "late-2026-05-30", "late-2026-05-31", "late-2026-06-01"]


def test_find_reminders_stops_a_month_after(boat):
    assert services.find_reminders(at=at(-30)) == 1
    assert services.find_reminders(at=at(-32)) == 0


def test_find_reminders_is_not_shaken_by_a_clock_that_steps_back(boat):
    for moment in (at(60), at(60) - timedelta(hours=1), at(60) + timedelta(hours=1)):
        services.find_reminders(at=moment)

    assert told() == ["60"]


def test_find_reminders_says_nothing_of_what_is_done(things, boat):
    things.clear()

    assert services.find_reminders(at=at(30)) == 0


def test_find_reminders_when_the_day_is_moved_reminds_of_the_new_one(things, boat, person):
    services.find_reminders(at=at(30))
    moved = Due("boat2345", "part2345", DUE_AT + timedelta(days=10), (person,), "/en/boats/", ZONE)
    things["boat2345"] = moved

    services.find_reminders(at=at(20))
    services.find_reminders(at=at(4))

    assert told() == ["30", "30", "14"]


def test_find_reminders_leaves_out_people_whose_account_is_closed(boat, person):
    person.is_active = False

    assert services.find_reminders(at=at(30)) == 0


def test_a_second_sweep_at_the_same_moment_makes_nothing_twice(boat, monkeypatch):
    """Both sweeps find nothing made yet; the unique key decides."""
    monkeypatch.setattr("lipportal.notices.services.reminders._known", lambda _keys: set())

    assert [services.find_reminders(at=at(30)) for _sweep in range(3)] == [1, 0, 0]
    assert Mail.objects.count() == 1


def test_one_kind_that_breaks_does_not_silence_the_others(empty_registry, things, boat, caplog):
    def broken(_now):
        raise LookupError("a private word")

    del empty_registry._deadlines["boats"]
    empty_registry.register_deadline(Deadline("broken", broken, lambda _code: True, "boats"))
    empty_registry.register_deadline(Deadline("boats", lambda _now: [boat], lambda _code: True, "boats"))

    assert services.find_reminders(at=at(30)) == 1
    assert "LookupError" in caplog.text
    assert "a private word" not in caplog.text


def test_reminder_mail_knows_the_day_and_the_partnership(boat):
    services.find_reminders(at=at(30))

    reminder = Reminder.objects.get(state="made")
    assert (reminder.mail.partnership_code, reminder.partnership_code) == ("part2345", "part2345")
    assert reminder.mail.key == f"reminder:{reminder.key}"
    assert reminder.due_at == DUE_AT


def test_queries_of_a_sweep_do_not_grow_with_what_is_already_told(things, person):
    for number in range(200):
        code = f"boat{number:04d}"
        things[code] = Due(code, "part2345", DUE_AT, (person,), "/en/boats/", ZONE)
    with CaptureQueriesContext(connection) as first:
        services.find_reminders(at=at(30))
    with CaptureQueriesContext(connection) as second:
        services.find_reminders(at=at(30))

    assert len(first) <= 20
    assert len(second) <= 2


def test_command_may_be_run_beside_the_timetable(boat, capsys, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: at(30))

    call_command("find_reminders")
    call_command("find_reminders")

    assert capsys.readouterr().out.split() == ["1", "0"]


def test_texts_by_language_are_settled_for_each_reader(things, letters, person, francophone):
    words = {"words_by_language": {"en": "in English", "fr": "en français"}}
    things["boat2345"] = Due("boat2345", "", DUE_AT, (person, francophone), "/en/boats/", ZONE, context=words)

    services.find_reminders(at=datetime(2026, 5, 1, 16, tzinfo=UTC))

    said = dict(Mail.objects.values_list("language", "body_text"))
    assert "words in en: in English" in said["en"]
    assert "words in fr: en français" in said["fr"]
    assert "/fr/boats/" in said["fr"]
