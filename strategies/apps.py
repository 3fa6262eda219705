"""The strategies app: its name, and what it registers when it is ready."""

from django.apps import AppConfig


class StrategiesConfig(AppConfig):
    """What a council wants to reach."""

    name = "strategies"
    label = "strategies"

    def ready(self) -> None:
        """Register permissions and the classes of columns."""
        from strategies import permissions, privacy  # noqa: F401, PLC0415 - models must be loaded
