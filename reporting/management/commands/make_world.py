"""Fills an empty portal with a large world of fictitious partnerships, for benchmarks."""

import secrets
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from reporting.demo.large.shapes import EVERYBODY_THERE
from reporting.demo.large.world import (
    MOST_PARTNERSHIPS,
    MOST_YEARS,
    make_large_world,
    problem_with_database,
    seal_trail_as_over_years,
)

SEEDS = 1_000_000
SIZE = EVERYBODY_THERE


class Command(BaseCommand):
    """`manage.py make_world`: refused in a demonstration, where anybody is, and on PostgreSQL unless told to."""

    help = "Fill an empty database with many partnerships over many years, for benchmarks; people are fictitious."

    def add_arguments(self, parser: Any) -> None:
        """How large, and from which seed."""
        parser.add_argument("--partnerships", type=int, default=1000, help="one in ten is of London's size")
        parser.add_argument("--years", type=int, default=10, help="fiscal years up to the present one")
        parser.add_argument(
            "--into-this-database",
            action="store_true",
            help="on PostgreSQL nothing is made without it: an empty portal may be a real one",
        )
        parser.add_argument("--seed", type=int, help="the same seed gives the same world; drawn when not given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and say what it came to."""
        partnerships, years = options["partnerships"], options["years"]
        if settings.DEMONSTRATION:
            raise CommandError("The large world is for benchmarks, and is never made in a demonstration.")
        if not 1 <= partnerships <= MOST_PARTNERSHIPS or not 1 <= years <= MOST_YEARS:
            raise CommandError(f"Ask for 1 to {MOST_PARTNERSHIPS} partnerships over 1 to {MOST_YEARS} years.")
        # An empty portal in service may be a real one on its first day: only whoever asks can say that it is not.
        if connection.vendor == "postgresql" and not options["into_this_database"]:
            raise CommandError(
                "This would fill the portal's database with fictitious people who cannot be taken out again. "
                "If it is there to be measured, and is nobody's portal, add --into-this-database."
            )
        if _tables_are_missing():
            raise CommandError("This database has no tables yet, or not all of them: run manage.py migrate first.")
        if problem := problem_with_database():
            raise CommandError(problem)
        seed = secrets.randbelow(SEEDS) if options["seed"] is None else options["seed"]
        self.stdout.write(f"The seed of this world is {seed}.")
        began = time.monotonic()

        def tell(words: str) -> None:
            self.stdout.write(f"{time.monotonic() - began:6.1f} s  {words}")
            self.stdout.flush()

        made = make_large_world(partnerships=partnerships, years=years, seed=seed, size=SIZE, tell=tell)
        seal_trail_as_over_years(tell)
        if connection.vendor == "postgresql":
            # As it would have counted by itself over the years: without, it guesses that every table is nearly empty.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        for label, count in sorted(made.rows.items(), key=lambda pair: -pair[1]):
            self.stdout.write(f"{count:10,} {label}")
        self.stdout.write(f"{made.total:10,} rows in all, after {time.monotonic() - began:.0f} seconds.")


def _tables_are_missing() -> bool:
    introspection = connection.introspection
    return not set(introspection.django_table_names()) <= set(introspection.table_names())
