"""Which mails and notices there are to read, and whether the timetable runs."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from lipportal.notices.choices import MailState
from lipportal.notices.models import BeatTick, Mail, Notice
from lipportal.shared import clock

BEAT_LATE_AFTER = timedelta(minutes=5)


def outbox(*, words: str = "", state: str = "") -> QuerySet[Mail]:
    """Every mail, newest first, narrowed to a state and to words of its subject, address, kind or code."""
    mails = Mail.objects.defer("body_text", "body_html", "attachments")
    if state:
        mails = mails.filter(state=state)
    for word in words.split():
        in_subject = Q(subject__icontains=word, is_security=False)
        mails = mails.filter(in_subject | Q(to_address__icontains=word) | Q(template__icontains=word) | Q(code=word))
    return mails


def mail_counts() -> dict[str, int]:
    """How many mails stand in each state."""
    return dict(Mail.objects.order_by().values_list("state").annotate(Count("pk")))


def mails_to_decide_on() -> QuerySet[Mail]:
    """The mails that wait for a person: could not be sent, or perhaps sent."""
    return outbox().filter(state__in=[MailState.FAILED, MailState.UNKNOWN])


def demonstration_mail() -> QuerySet[Mail]:
    """What the demonstration would have mailed; nothing anywhere else."""
    return Mail.objects.exclude(state=MailState.WITHDRAWN) if settings.DEMONSTRATION else Mail.objects.none()


def is_mail_server_missing() -> bool:
    """Whether mail can only wait because no mail server is named."""
    return not settings.MAIL_HOST and not settings.DEMONSTRATION


def notices_of(user: Any) -> QuerySet[Notice]:
    """What this person was told inside the portal, newest first."""
    return Notice.objects.filter(user_id=user.pk)


def unread_notices(user: Any) -> QuerySet[Notice]:
    """What this person was told and has not opened."""
    return notices_of(user).filter(read_at__isnull=True)


def beat_last_ran() -> datetime | None:
    """When the timetable last ran, if ever."""
    return BeatTick.objects.filter(pk=1).values_list("ticked_at", flat=True).first()


def is_beat_late(*, at: datetime | None = None) -> bool:
    """Whether the timetable has been silent for too long."""
    last = beat_last_ran()
    return last is None or last < (at or clock.now()) - BEAT_LATE_AFTER
