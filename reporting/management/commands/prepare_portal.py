"""Make a portal ready to start: words compiled, files collected, tables up to date, the demonstration in its place."""

import os
import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

LOADED = "loaded"
DEMONSTRATION_COMMAND = "make_demonstration"
# A host that boots may be there before its database is.
PATIENCE = 60.0


class Command(BaseCommand):
    """Everything between installing and starting, in one process; a second run finds it done and is quick."""

    help = "Compile messages, collect static files, migrate, and load the demonstration where this is one."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each part in order; whatever was cut short before is done again."""
        call_command("compilecatalogues", verbosity=0)
        if not came_with_static_files():
            call_command("collectstatic", interactive=False, verbosity=0)
        marker = settings.DEMONSTRATION_MARKER
        is_loaded = marker.exists() and marker.read_text(encoding="utf-8").startswith(LOADED)
        database = settings.DATA_DIR / "portal.sqlite3"
        if settings.DEMONSTRATION and not is_loaded:
            for ending in ("", "-wal", "-shm"):
                database.with_name(f"{database.name}{ending}").unlink(missing_ok=True)
        self.wait_for_the_database()
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMONSTRATION and not is_loaded and DEMONSTRATION_COMMAND in get_commands():
            self.stdout.write("Making the demonstration world. This happens once.")
            self.stdout.flush()
            call_command(DEMONSTRATION_COMMAND, verbosity=0)
            marker.write_text(f"{LOADED} {datetime.now(tz=UTC):%Y-%m-%d}\n", encoding="utf-8")

    def wait_for_the_database(self) -> None:
        """Return once the database answers; CommandError with a sentence when it does not within a minute."""
        until, is_said = time.monotonic() + PATIENCE, False
        while not database_answers():
            if time.monotonic() >= until:
                raise CommandError(
                    "The database does not answer, or does not let the portal in; look at PORTAL_DATABASE_URL and"
                    " at the database’s own log."
                )
            if not is_said:
                self.stdout.write("Waiting for the database.")
                self.stdout.flush()
                is_said = True
            time.sleep(1)


def database_answers() -> bool:
    """Whether the database lets the portal in now."""
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return True


def came_with_static_files() -> bool:
    """Whether the collected files came with an image, where nobody writes: those are of this very version."""
    root = settings.STATIC_ROOT
    return (root / "staticfiles.json").exists() and not os.access(root, os.W_OK)
