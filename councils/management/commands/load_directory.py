"""Brings in the directory's first entries; harmless when run again."""

from typing import Any

from django.core.management.base import BaseCommand

from councils.services import load_directory


class Command(BaseCommand):
    """`manage.py load_directory`."""

    help = "Bring in the partnerships and spheres of the data files that are not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how much."""
        loaded = load_directory()
        self.stdout.write(f"{loaded.added} partnerships added, {loaded.kept} there already, {loaded.sectors} spheres.")
