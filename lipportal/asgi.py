"""The door for an asynchronous server, should one ever be wanted."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lipportal.settings")
application = get_asgi_application()
