"""How mails, reminders and notices are forgotten when their time is over."""

from collections.abc import Iterable
from datetime import datetime

from lipportal.audit.personal import KEPT_FOR
from lipportal.notices.choices import MailState
from lipportal.notices.models import Mail, Notice, Reminder
from lipportal.shared import clock
from lipportal.shared.erasing import erase_in_batches

ENDED = (MailState.SENT, MailState.WITHDRAWN, MailState.FAILED, MailState.UNKNOWN)


def forget_old_mail() -> int:
    """Erase mails, reminders and notices kept for as long as retention class "mail" says; gives how many rows went.

    Whole rows go: the key of an emptied one would still say whom it was for, and nothing that old is told again.
    A mail that waits to leave stays however old it is, with its reminder; once it has left its time begins then.
    """
    before = clock.now() - KEPT_FOR["mail"]
    mails = Mail.objects.filter(created_at__lt=before, state__in=ENDED).exclude(sent_at__gte=before)
    reminders = Reminder.objects.filter(made_at__lt=before, mail__isnull=True)
    gone = erase_in_batches(mails) + erase_in_batches(reminders)
    return gone + erase_in_batches(Notice.objects.filter(created_at__lt=before))


def forget_notices(kinds: Iterable[str], *, before: datetime) -> int:
    """Erase the notices of these kinds told before a moment, when what they lead to is gone; gives how many went."""
    return erase_in_batches(Notice.objects.filter(kind__in=list(kinds), created_at__lt=before))
