"""How what falls due becomes one reminder and one mail for each person and step, however often the sweep runs."""

import logging
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from lipportal.notices import registry
from lipportal.notices.choices import SEND_FROM, Dropped, ReminderState
from lipportal.notices.models import Mail, Reminder
from lipportal.notices.registry import Deadline, Due
from lipportal.notices.services.words import languages_for, one_line, words_of
from lipportal.shared import clock
from lipportal.shared.codes import new_code
from lipportal.shared.later import later

log = logging.getLogger(__name__)
AT_ONCE = 250


@dataclass(frozen=True)
class Wish:
    """One person who has reached at least one step of one due thing; `steps` from the first to the latest."""

    deadline: Deadline
    due: Due
    user: Any
    steps: tuple[str, ...]

    def key(self, step: str) -> str:
        """Person, thing, its day and step: a day that moved is reminded of anew."""
        return f"{self.deadline.kind}:{self.due.record_code}:{self.user.pk}:{self.due.due_at:%Y-%m-%d}:{step}"


def find_reminders(*, at: datetime | None = None) -> int:
    """Make the reminders whose step has come, each with its mail; gives how many people are to be told.

    Run twice, late, or by several sweeps at once it makes each (person, thing, step) once. When the timetable was
    down and several steps were missed, only the latest is sent; the others are kept as dropped.
    """
    at = at or clock.now()
    made = 0
    for deadline in registry.deadlines():
        try:
            wishes = _wishes(deadline, at)
            while some := list(islice(wishes, AT_ONCE)):
                made += _make(some, at)
        except Exception as error:  # noqa: BLE001 - one kind that cannot be read must not silence the others
            trail = traceback.extract_tb(error.__traceback__)
            places = ", ".join(f"{place.name}:{place.lineno}" for place in trail)
            log.error("reminders of kind %s: %s at %s", deadline.kind, type(error).__name__, places)  # noqa: TRY400 - the text of an error could hold a name
    return made


def _wishes(deadline: Deadline, at: datetime) -> Iterator[Wish]:
    for due in deadline.due(at):
        steps = reached_steps(due, at)
        if not steps:
            continue
        for user in _each_once(due.people):
            yield Wish(deadline, due, user, steps)


def _each_once(people: Iterable[Any]) -> list[Any]:
    return [user for user in {user.pk: user for user in people}.values() if user.is_active]


def reached_steps(due: Due, at: datetime) -> tuple[str, ...]:
    """The steps of `due` that have come by `at`, the latest last; days begin in the partnership's zone.

    Once it is late there is one step a day, from seven in the morning, for `late_days` days.
    """
    last_day = clock.local_day(due.due_at - timedelta(microseconds=1), due.zone)

    def has_come(days_after: int) -> bool:
        return at >= clock.day_begins(last_day + timedelta(days=days_after), due.zone) + SEND_FROM

    steps = [str(days) for days in sorted(due.step_offsets, reverse=True) if has_come(-days)]
    days_late = max((days for days in range(1, due.late_days + 1) if has_come(days)), default=0)
    if days_late:
        steps.append(f"late-{last_day + timedelta(days=days_late):%Y-%m-%d}")
    if at > clock.day_begins(last_day + timedelta(days=due.late_days + 1), due.zone):
        return ()
    return tuple(steps)


def _make(wishes: list[Wish], at: datetime) -> int:
    """Write the missing reminders of some wishes, and the mail of those that are the latest, in one transaction."""
    keys = [wish.key(step) for wish in wishes for step in wish.steps]
    known = _known(keys)
    sweep = new_code()
    rows = [_row(wish, step, sweep, at) for wish in wishes for step in wish.steps if wish.key(step) not in known]
    if not rows:
        return 0
    with transaction.atomic():
        Reminder.objects.bulk_create(rows, ignore_conflicts=True)
        latest = {wish.key(wish.steps[-1]): wish for wish in wishes}
        ours = [row for row in Reminder.objects.filter(sweep=sweep, state=ReminderState.MADE) if row.key in latest]
        for row in ours:
            row.mail = _mail(latest[row.key], row, at)
        Mail.objects.bulk_create([row.mail for row in ours if row.mail is not None])
        Reminder.objects.bulk_update(ours, ["mail"])
        if ours:
            later("notices.send_mail")
    return len(ours)


def _known(keys: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        known.update(Reminder.objects.filter(key__in=some).values_list("key", flat=True))
    return known


def _row(wish: Wish, step: str, sweep: str, at: datetime) -> Reminder:
    is_latest = step == wish.steps[-1]
    return Reminder(
        key=wish.key(step),
        user=wish.user,
        kind=wish.deadline.kind,
        record_code=wish.due.record_code,
        step=step,
        due_at=wish.due.due_at,
        partnership_code=wish.due.partnership_code,
        made_at=at,
        sweep=sweep,
        state=ReminderState.MADE if is_latest else ReminderState.DROPPED,
        dropped_because="" if is_latest else Dropped.OVERTAKEN,
    )


def _mail(wish: Wish, reminder: Reminder, at: datetime) -> Mail:
    due, user = wish.due, wish.user
    last_day = clock.local_day(due.due_at - timedelta(microseconds=1), due.zone)
    context = {
        **due.context,
        "url": due.url,
        "due_on": last_day,
        "days_left": (last_day - clock.local_day(at, due.zone)).days,
        "is_late": at >= due.due_at,
    }
    languages = languages_for(user, None)
    words = words_of(wish.deadline.template, languages, context, due.zone)
    return Mail(
        key=f"reminder:{reminder.key}",
        to_user=user,
        to_address=one_line(user.email),
        language=languages[0] if len(languages) == 1 else "",
        template=wish.deadline.template,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
        partnership_code=due.partnership_code,
    )
