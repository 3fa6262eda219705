"""`manage.py verify_trail`: whether the record is as the portal wrote it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lipportal.audit.services import check_trail


class Command(BaseCommand):
    """Read the whole trail and name what does not fit."""

    help = "Read the whole trail, versions and frozen copies; name the first line that does not fit, and fail."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say that everything fits, or fail with what does not, the first line first."""
        if found := check_trail():
            raise CommandError("The trail does not fit.\n" + "\n".join(str(each) for each in found))
        self.stdout.write("Every line of the trail fits its mark and its place, and none is gone.")
