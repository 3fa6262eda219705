"""Runs the reminder sweep by hand; harmless beside the timetable."""

from typing import Any

from django.core.management.base import BaseCommand

from lipportal.notices import services


class Command(BaseCommand):
    """Make the reminders whose step has come."""

    help = "Make the reminders whose step has come; running it twice makes nothing twice."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run one sweep and say how many people will be told."""
        self.stdout.write(str(services.find_reminders()))
