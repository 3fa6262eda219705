"""The accounts app: its name, and what it registers when it is ready."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in: language, time zone, second factor."""

    name = "lipportal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Classify this app’s columns, name its mails and listen to what allauth announces."""
        from lipportal.accounts import privacy, receivers, registrations  # noqa: F401, PLC0415 - models must be loaded
