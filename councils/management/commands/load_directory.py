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
        told = f"{loaded.added} partnerships added, {loaded.kept} there already, {loaded.sectors} spheres."
        self.stdout.write(f"{told} {loaded.named} were given names they lacked." if loaded.named else told)
