"""Loads the demonstration world into an empty demonstration database; leaves one that is already there alone."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from councils.models import RoleHeld
from reporting.demo.world import SMALL, Size, make_world


class Command(BaseCommand):
    """`manage.py make_demonstration`: refused anywhere but in a demonstration."""

    help = "Load the demonstration world (SQLite, this machine, a marked folder only)."

    def add_arguments(self, parser: Any) -> None:
        """--small makes the world of the tests."""
        parser.add_argument("--small", action="store_true", help="a handful of people instead of five hundred")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, or say that it is there."""
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration world is loaded into a demonstration only.")
        if RoleHeld.objects.exists():
            self.stdout.write("The demonstration world is there; its data is kept.")
            return
        began = time.monotonic()
        make_world(size=SMALL if options["small"] else Size())
        self.stdout.write(f"The demonstration world is ready after {time.monotonic() - began:.0f} seconds.")
