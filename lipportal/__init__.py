"""The project package; loading it loads the Celery app, so that tasks find their broker in every process."""

from lipportal.celery import app as celery_app

__all__ = ["celery_app"]
