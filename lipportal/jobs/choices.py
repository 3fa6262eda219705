"""The states of background work, and how long each sign of life lasts."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 3
HURRY_AFTER = timedelta(minutes=1)
BEAT_EVERY = timedelta(seconds=20)
DEAD_AFTER = timedelta(seconds=90)
STOP_BEATING_AFTER = timedelta(minutes=10)


class JobState(models.TextChoices):
    """Where a piece of background work stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("under way")
    READY = "ready", _("ready")
    FAILED = "failed", _("did not work")


class Failure(models.TextChoices):
    """Why a piece of work stopped, as a short key with a sentence for the person who asked for it."""

    CRASHED = "crashed", _("Something went wrong on our side. It has been noted; you can ask again.")
    WORKER_DIED = "worker_died", _("The work stopped three times before it was done. It has been noted.")
    TOO_LONG = "too_long", _("The work took longer than it may. Ask for a smaller part.")
    UNKNOWN_TASK = "unknown_task", _("The portal no longer knows this kind of work. Ask again from the page.")
    REFUSED = "refused", _("The work could not be done as things stand.")
