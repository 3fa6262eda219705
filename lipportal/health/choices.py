"""How a part of the portal stands, and how long a silence is borne."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

BEAT_EVERY = timedelta(minutes=1)
SILENT_AFTER = timedelta(minutes=5)
BEGUN_ANEW_AFTER = 2 * BEAT_EVERY  # what comes back from such a silence has not heard what went on meanwhile
FORGOTTEN_AFTER = timedelta(days=1)
TIMETABLE = "timetable"
QUEUE = "queue"


class Standing(models.TextChoices):
    """How a part of the portal stands, from the best to the worst; what cannot be known is nobody's fault."""

    FINE = "fine", _("fine")
    UNKNOWN = "unknown", _("not known")
    WARNING = "warning", _("look at this")
    TROUBLE = "trouble", _("trouble")
