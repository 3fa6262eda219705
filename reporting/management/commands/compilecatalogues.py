"""Compile the message catalogues with Python alone: no machine that runs the portal needs gettext."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Turn each .po file of the portal into the .mo file that Django reads, where it is older or not there."""

    help = "Compile the message catalogues (no gettext needed)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile what has changed, in one move each, so that a reader never meets half a catalogue."""
        compiled = [
            path for folder in settings.LOCALE_PATHS for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))
        ]
        changed = [path for path in compiled if _is_older(path.with_suffix(".mo"), path)]
        for path in changed:
            beside = path.with_suffix(".mo.new")
            polib.pofile(str(path)).save_as_mofile(str(beside))
            beside.replace(path.with_suffix(".mo"))
        if options["verbosity"]:
            self.stdout.write(f"{len(changed)} of {len(compiled)} catalogues compiled.")


def _is_older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime <= source.stat().st_mtime
