"""The actionplans app: its name, and what it registers when it is ready."""

from django.apps import AppConfig


class ActionplansConfig(AppConfig):
    """What a council does this fiscal year, with whom, with what."""

    name = "actionplans"
    label = "actionplans"

    def ready(self) -> None:
        """Register permissions, the classes of columns, the kind of file and the links of the chain."""
        from actionplans import permissions, privacy, registrations  # noqa: F401, PLC0415 - models must be loaded
