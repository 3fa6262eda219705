"""The files app: its name, and what it registers when it is ready."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Stored files: checked type, fingerprint, access rule, retention class."""

    name = "lipportal.files"
    label = "files"

    def ready(self) -> None:
        """Classify the columns, settle what a rollback left in the store, and have the store looked at."""
        from lipportal.files import privacy, receivers  # noqa: F401, PLC0415 - models must be loaded
        from lipportal.files.services import look_at_store  # noqa: PLC0415 - models must be loaded
        from lipportal.health.registry import register_check  # noqa: PLC0415 - models must be loaded

        register_check("files", _("Stored files"), look_at_store)
