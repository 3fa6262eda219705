"""The reporting app: its name, and what it registers when it is ready."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """What happened and who is told; pages that mix apps; the demonstration."""

    name = "reporting"
    label = "reporting"

    def ready(self) -> None:
        """Register permissions and the classes of columns."""
        from reporting import permissions, privacy, registrations  # noqa: F401, PLC0415 - models must be loaded
