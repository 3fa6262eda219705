"""The health app: its name, and the looks it registers when it is ready."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Signs of life, and one look at everything the portal leans on."""

    name = "lipportal.health"
    label = "health"

    def ready(self) -> None:
        """Classify the columns, register what can be looked at from down here, and listen to what workers take."""
        from lipportal.health import privacy, receivers, registrations  # noqa: F401, PLC0415 - models must be loaded
