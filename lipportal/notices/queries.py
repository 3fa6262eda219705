"""Which mails and notices there are to read."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lipportal.health.registry import Finding, fine, trouble, warning
from lipportal.notices.choices import MailState
from lipportal.notices.models import Mail, Notice
from lipportal.shared import clock

WAITS = timedelta(minutes=10)
WAITS_TOO_LONG = timedelta(hours=1)


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


def mail_that_waits() -> Finding:
    """How long the oldest mail that should have left has waited, in minutes."""
    if is_mail_server_missing():
        return warning(_("No mail server is named, so no mail leaves."))
    oldest = Mail.objects.filter(state=MailState.QUEUED).aggregate(first=Min("created_at"))["first"]
    waited = clock.now() - oldest if oldest else timedelta(0)
    minutes = int(waited.total_seconds() // 60)
    if waited < WAITS:
        return fine(_("Nothing has waited for long."), minutes)
    text = ngettext("The oldest has waited %(count)s minute.", "The oldest has waited %(count)s minutes.", minutes)
    words = text % {"count": minutes}
    return trouble(words, minutes) if waited >= WAITS_TOO_LONG else warning(words, minutes)


def mail_undecided() -> Finding:
    """How many mails wait for a person: could not be sent, or perhaps sent."""
    count = mails_to_decide_on().count()
    if not count:
        return fine(_("None waits for a decision."), 0)
    text = ngettext("%(count)s mail waits for a decision.", "%(count)s mails wait for a decision.", count)
    return warning(text % {"count": count}, count)
