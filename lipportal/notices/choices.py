"""The states of mail and reminders, and how long each may last."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_RETRIES = 5
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(minutes=60),
    timedelta(minutes=180),
)
STALE_AFTER = timedelta(minutes=5)
SECURITY_LIFETIME = timedelta(hours=1)
SECURITY_SHOWN_FOR = timedelta(minutes=15)
SEND_FROM = timedelta(hours=7)
STEPS = (60, 30, 14, 7, 2)
LATE_DAYS = 30


class MailState(models.TextChoices):
    """Where a mail stands between the wish to send it and its end."""

    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    UNKNOWN = "unknown", _("perhaps sent")
    WITHDRAWN = "withdrawn", _("no longer wanted")


class ReminderState(models.TextChoices):
    """What became of one reminder."""

    MADE = "made", _("made")
    SENT = "sent", _("sent")
    DROPPED = "dropped", _("not sent")


class Dropped(models.TextChoices):
    """Why a reminder was not sent."""

    OVERTAKEN = "overtaken", _("a later reminder took its place")
    DONE = "done", _("the thing was done")
    GONE = "gone", _("the person is no longer reached here")


class Problem(models.TextChoices):
    """Why a mail did not leave, as a short key with a sentence for the person who can act."""

    REFUSED = "refused", _("The mail server refused this address or this mail for good.")
    ADDRESS = "address", _("The address cannot be written to.")
    BUSY = "busy", _("The mail server asked to be tried again later.")
    AWAY = "away", _("The mail server could not be reached.")
    UNWELCOME = "unwelcome", _("The mail server takes no mail from this portal: check its sender and sign-in settings.")
    BROKEN_OFF = "broken_off", _("The line broke while the mail was handed over; it may have arrived.")
    WORKER_DIED = "worker_died", _("The work stopped while the mail was handed over; it may have arrived.")
    CRASHED = "crashed", _("Something went wrong on our side while the mail was made ready.")
    EXPIRED = "expired", _("It waited too long to be of use.")
    DONE = "done", _("The thing it was about was done before it left.")
    GONE = "gone", _("The person no longer has an account in use.")
