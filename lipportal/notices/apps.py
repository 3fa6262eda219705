"""The notices app: its name, and what it registers when it is ready."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Reminders and mail: what is due, to whom, sent once."""

    name = "lipportal.notices"
    label = "notices"

    def ready(self) -> None:
        """Classify this app's columns, name the mail that other packages write, and have the outbox looked at."""
        from lipportal.health.registry import register_check  # noqa: PLC0415 - app ready
        from lipportal.notices import privacy  # noqa: F401, PLC0415 - app ready
        from lipportal.notices.queries import mail_that_waits, mail_undecided  # noqa: PLC0415 - app ready
        from lipportal.notices.registry import register_mail  # noqa: PLC0415 - app ready

        register_mail("message", _("Other mail"))
        register_check("mail", _("Mail that waits"), mail_that_waits)
        register_check("undecided_mail", _("Mail to decide on"), mail_undecided)
