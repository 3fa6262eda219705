"""Make a portal ready to start: words compiled, files collected, tables up to date, the demonstration in its place."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

LOADED = "loaded"
DEMONSTRATION_COMMAND = "make_demonstration"


class Command(BaseCommand):
    """Everything between installing and starting, in one process; a second run finds it done and is quick."""

    help = "Compile messages, collect static files, migrate, and load the demonstration where this is one."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each part in order; whatever was cut short before is done again."""
        call_command("compilecatalogues", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        marker = settings.DEMONSTRATION_MARKER
        is_loaded = marker.exists() and marker.read_text(encoding="utf-8").startswith(LOADED)
        database = settings.DATA_DIR / "portal.sqlite3"
        if settings.DEMONSTRATION and not is_loaded:
            for ending in ("", "-wal", "-shm"):
                database.with_name(f"{database.name}{ending}").unlink(missing_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMONSTRATION and not is_loaded and DEMONSTRATION_COMMAND in get_commands():
            self.stdout.write("Making the demonstration world. This happens once.")
            self.stdout.flush()
            call_command(DEMONSTRATION_COMMAND, verbosity=0)
            marker.write_text(f"{LOADED} {datetime.now(tz=UTC):%Y-%m-%d}\n", encoding="utf-8")
