"""The files app: its name, and what it registers when it is ready."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files: checked type, fingerprint, access rule, retention class."""

    name = "lipportal.files"
    label = "files"

    def ready(self) -> None:
        """Classify the columns, and settle after each request what a rollback left in the store."""
        from lipportal.files import privacy, receivers  # noqa: F401, PLC0415 - models must be loaded
