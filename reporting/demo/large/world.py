"""The large world, for benchmarks: many partnerships over many years, copied from a few that lived through them."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import transaction

from councils.choices import Role
from councils.models import Partnership, RoleHeld
from councils.services import load_sectors
from councils.services.directory import DATA
from lipportal.accounts.models import User
from lipportal.audit.services import sealing
from lipportal.audit.verification import AT_ONCE as LINES_OF_A_CHECKPOINT
from lipportal.audit.verification import LATE, LINES
from lipportal.shared import clock
from reporting.demo.calendar import ZONE, Calendar
from reporting.demo.large.copies import Copy, Press
from reporting.demo.large.kinds import Watch
from reporting.demo.large.pattern import live
from reporting.demo.large.shapes import EVERYBODY_THERE, RURAL, LargeSize, Shape, shapes, told
from reporting.demo.large.understudies import Signs, Understudies
from reporting.demo.large.words import Words
from reporting.demo.large.workshop import Workshop

ONE_LARGE_IN = 10
PLACES_OF_AN_OFFICER = 25
AT_ONCE = 50
MOST_PARTNERSHIPS = 10_000  # as many have names of their own, with their officers
MOST_YEARS = 20


@dataclass(frozen=True)
class Made:
    """What the large world came to: its rows by kind of record."""

    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        """All rows together."""
        return sum(self.rows.values())


def to_nobody(words: str) -> None:
    """Keep what is told to oneself."""


@transaction.atomic
def make_large_world(
    *,
    partnerships: int,
    years: int,
    seed: int,
    size: LargeSize = EVERYBODY_THERE,
    today: date | None = None,
    tell: Callable[[str], None] = to_nobody,
) -> Made:
    """Fill an empty portal; all of it or nothing. The same seed on the same day gives the same world."""
    facts = told()
    load_sectors()
    wanted = {_shape_of(number) for number in range(partnerships)}
    chosen = {name: shape for name, shape in shapes(facts, size).items() if name in wanted}
    workshop = _patterns(chosen, years, today or clock.today(ZONE), tell)
    random = Random(seed)  # noqa: S311 - a world that can be made again, not a secret
    officers = -(-partnerships // PLACES_OF_AN_OFFICER)
    words = Words(random, facts["names"], partnerships + officers + 1)
    press = Press(workshop, random)
    desk = _desk(press, words, officers)
    for first in range(0, partnerships, AT_ONCE):
        last = min(first + AT_ONCE, partnerships)
        press.write([_partnership(press, words, desk, number) for number in range(first, last)])
        tell(f"{last} of {partnerships} partnerships")
    press.finish()
    return Made(press.written)


def _patterns(chosen: Mapping[str, Shape], years: int, today: date, tell: Callable[[str], None]) -> Workshop:
    """Let one partnership of each shape live, keep what came of it, and take it out of the database again."""
    signs = Signs()
    with transaction.atomic():
        watch = Watch()
        desk = Understudies(signs, signs.new("slug"), Calendar(today).year_at(-years).first_day)
        for role in (Role.ADMINISTRATOR, Role.REGIONAL_LEAD, Role.MODERATOR, Role.RESEARCHER):
            desk.give(role.replace("_", "-"), role)
        watch.note("desk")
        officer = Understudies(signs, signs.new("slug"), desk.since).open_account("officer")
        watch.note("officer")
        for name, shape in chosen.items():
            live(shape, signs, officer, today=today, years=years)
            watch.note(name)
            tell(f"the {name.replace('_', ' ')} pattern has lived its {years} years")
        workshop = Workshop(watch, signs.kinds)
        transaction.set_rollback(True)
    return workshop


def _desk(press: Press, words: Words, officers: int) -> list[Copy]:
    """Those who work for everybody, and the officers, each with some partnerships."""
    words.move_on()
    made = [press.copy("desk", words)]
    for __ in range(officers):
        words.move_on()
        made.append(press.copy("officer", words, made[0]))
    press.write(made)
    return made


def _partnership(press: Press, words: Words, desk: Sequence[Copy], number: int) -> Copy:
    words.move_on()
    return press.copy(_shape_of(number), words, desk[0], desk[1 + number // PLACES_OF_AN_OFFICER])


def _shape_of(number: int) -> str:
    """One in ten is large, the others are rural by turns."""
    rural = list(RURAL)
    return "large" if number % ONE_LARGE_IN == 0 else rural[number % len(rural)]


def seal_trail_as_over_years(tell: Callable[[str], None] = to_nobody) -> None:
    """Seal the trail once the world is there, each checkpoint some hours after the one before it.

    A checkpoint looks through those of the last hour: all at one moment, each would look through all of them. What this
    machine remembers of them lies outside the database; that is why it is not done in the world's own transaction.
    """
    now, most = clock.now(), max(model.objects.count() for model in LINES)
    steps = -(-most // LINES_OF_A_CHECKPOINT)
    logging.disable(logging.INFO)  # each checkpoint says that it is there
    try:
        for step in range(steps, 0, -1):
            with clock.standing_at(now - 2 * step * LATE), transaction.atomic():
                sealing.append_checkpoint()
    finally:
        logging.disable(logging.NOTSET)
    tell(f"the trail is sealed by {steps} checkpoints")


def problem_with_database() -> str:
    """Why this database cannot take a large world, in one sentence; blank when it can."""
    if User.objects.exists() or RoleHeld.objects.exists():
        return "Somebody has an account here; the large world is made in an empty database only."
    entries = json.loads((DATA / "directory.json").read_text(encoding="utf-8"))["partnerships"]
    if Partnership.objects.exclude(slug__in=[entry["slug"] for entry in entries]).exists():
        return "There are partnerships beside the directory's; the large world is made in an empty database only."
    return ""
