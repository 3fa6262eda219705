"""The councils app: its name, and what it registers when it is ready."""

from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    """Who takes part and by which rules."""

    name = "councils"
    label = "councils"

    def ready(self) -> None:
        """Register permissions and the classes of columns, and listen to what the platform announces."""
        from councils import permissions, privacy, receivers, registrations  # noqa: F401, PLC0415 - models must be loaded
