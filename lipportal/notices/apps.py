"""The notices app: its name, and what it registers when it is ready."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Reminders and mail: what is due, to whom, sent once."""

    name = "lipportal.notices"
    label = "notices"

    def ready(self) -> None:
        """Classify this app's columns, and name the mail that other packages write."""
        from lipportal.notices import privacy  # noqa: F401, PLC0415 - app ready
        from lipportal.notices.registry import register_mail  # noqa: PLC0415 - app ready

        register_mail("message", _("Other mail"))
