"""The audit app: its name, and that it keeps the journal of every step taken."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what when, before and after; frozen copies of what was submitted."""

    name = "lipportal.audit"
    label = "audit"

    def ready(self) -> None:
        """Keep the journal of the workflow engine, and classify this app's own columns."""
        from lipportal.audit import privacy, services  # noqa: F401, PLC0415 - models must be loaded
        from lipportal.shared.workflow import keep_journal_with  # noqa: PLC0415 - beside the line above

        keep_journal_with(services.write_down_step)
