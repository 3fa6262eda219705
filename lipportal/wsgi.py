"""The web server's entry: `gunicorn lipportal.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lipportal.settings")

application = get_wsgi_application()


def settle() -> None:
    """Load the addresses now, and let the collector pass over all that stays loaded for good.

    It went through all of it every few dozen pages, and one reader in twenty waited several times as long.
    """
    from django.urls import get_resolver  # noqa: PLC0415 - the apps must be loaded first

    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


settle()
