"""The notices app: its name, and what it registers when it is ready."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Reminders and mail: what is due, to whom, sent once."""

    name = "lipportal.notices"
    label = "notices"

    def ready(self) -> None:
        """Classify this app's columns."""
        from lipportal.notices import privacy  # noqa: F401, PLC0415 - app ready
