"""How mail leaves: claimed one by one, handed over once, and never silently sent a second time."""

import logging
import random
import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from lipportal.notices import registry
from lipportal.notices.choices import (
    MOST_RETRIES,
    SECURITY_LIFETIME,
    STALE_AFTER,
    WAITS,
    Dropped,
    MailState,
    Problem,
    ReminderState,
)
from lipportal.notices.models import Mail, Reminder
from lipportal.notices.services.delivery import BrokenOff, Line, NotSent, RefusedForGood, ServerAway
from lipportal.notices.services.mail import ERASED, erase_security_mail
from lipportal.shared import clock

log = logging.getLogger(__name__)
AT_ONCE = 1000
SECONDS_AT_ONCE = 45


class LostMail(Exception):
    """Another worker holds this mail now."""


def send_due_mail(*, limit: int = AT_ONCE) -> int:
    """Send what is due, security mail first; gives how many left. Safe to run in any number of workers at once.

    Without a mail server nothing is claimed. In the demonstration no mail ever leaves, whatever server is named: it
    counts as sent because it is shown on a page. A server that does not answer ends the round, so that one try is
    spent and not a hundred; so does the better part of a minute, so that a code asked for meanwhile goes first.
    """
    take_up_stale_mail()
    erase_security_mail()
    if not settings.MAIL_HOST and not settings.DEMONSTRATION:
        return 0
    due = Mail.objects.filter(state=MailState.QUEUED, next_try_at__lte=clock.now())
    sent = 0
    until = time.monotonic() + SECONDS_AT_ONCE
    with Line() as line:
        for pk in list(due.order_by("-is_security", "next_try_at", "pk").values_list("pk", flat=True)[:limit]):
            if time.monotonic() > until:
                break
            mail = _claimed(pk)
            if mail is None:
                continue
            try:
                sent += _send(mail, line)
            except ServerAway as away:
                _try_later(mail, away.problem, away.detail)
                break
            except LostMail:
                log.warning("mail %s is held by another worker", mail.code)
    return sent


@transaction.atomic(durable=True)
def _claimed(pk: int) -> Mail | None:
    """Take one waiting mail for this worker alone; durable, since mail must not leave before its claim is kept."""
    at = clock.now()
    free = Mail.objects.filter(pk=pk, state=MailState.QUEUED, next_try_at__lte=at)
    if free.update(state=MailState.SENDING, claimed_at=at, handed_at=None, attempts=F("attempts") + 1) != 1:
        return None
    return Mail.objects.select_related("to_user", "reminder").get(pk=pk)


def _held(mail: Mail) -> Any:
    """The mail as this worker claimed it; also when it was thought lost meanwhile and we know better."""
    still = [MailState.SENDING, MailState.UNKNOWN]
    return Mail.objects.filter(pk=mail.pk, state__in=still, attempts=mail.attempts, claimed_at=mail.claimed_at)


def _send(mail: Mail, line: Line) -> bool:
    """Bring one claimed mail to its end; raises ServerAway with the mail still claimed."""
    try:
        if reason := _unwanted(mail):
            _settle(mail, MailState.WITHDRAWN, failure=reason)
            return False
        if settings.DEMONSTRATION:
            _settle(mail, MailState.SENT, is_shown_only=True)
            return True
        line.hand_over(mail, lambda: _mark_handing(mail))
    except (ServerAway, LostMail):
        raise
    except BrokenOff as broken:
        _settle(mail, MailState.UNKNOWN, failure=broken.problem)
    except RefusedForGood as refused:
        _settle(mail, MailState.FAILED, failure=refused.problem, failure_detail=refused.detail)
    except NotSent as busy:
        _try_later(mail, busy.problem, busy.detail)
    except Exception as error:  # noqa: BLE001 - one mail that cannot be made must not hold up the others
        # The trace could hold an address, so only the kind of error is told.
        log.error("mail %s (%s) could not be made ready: %s", mail.code, mail.template, type(error).__name__)  # noqa: TRY400
        _try_later(mail, Problem.CRASHED)
    else:
        _settle(mail, MailState.SENT)
        return True
    return False


def _unwanted(mail: Mail) -> str:
    """Why the mail need not leave any more; blank when it should."""
    if not mail.is_worth_sending(clock.now()):
        return Problem.EXPIRED
    if not mail.is_security and mail.to_user is not None and not mail.to_user.is_active:
        return Problem.GONE
    reminder = getattr(mail, "reminder", None)
    if reminder is not None:
        deadline = registry.deadline_of(reminder.kind)
        if deadline is None or not deadline.is_still_due(reminder.record_code):
            return Problem.DONE
    return "" if registry.is_wanted(mail) else Problem.DONE


def _mark_handing(mail: Mail) -> None:
    if (
        Mail.objects.filter(
            pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts, claimed_at=mail.claimed_at
        ).update(handed_at=clock.now())
        != 1
    ):
        raise LostMail(mail.code)


@transaction.atomic
def _settle(mail: Mail, state: MailState, **values: Any) -> None:
    """Write down how the mail ended, with its reminder; the words of a security mail go at the same time."""
    if state == MailState.SENT:
        values |= {"sent_at": clock.now(), "failure": "", "failure_detail": ""}
    if mail.is_security and not (state == MailState.SENT and settings.DEMONSTRATION):
        values |= ERASED
    if _held(mail).update(state=state, **values) != 1:
        raise LostMail(mail.code)
    reminders = Reminder.objects.filter(mail_id=mail.pk)
    if state == MailState.SENT:
        reminders.update(state=ReminderState.SENT)
    elif state == MailState.WITHDRAWN:
        because = Dropped.GONE if values["failure"] == Problem.GONE else Dropped.DONE
        reminders.update(state=ReminderState.DROPPED, dropped_because=because)


def _try_later(mail: Mail, problem: str, detail: str = "") -> None:
    """Back to the queue with a longer wait each time; failed, where a person sees it, after the last.

    A mail that says until when it is good is not given up before: its waits stay as long as the longest.
    """
    if mail.expires_at is None and mail.attempts > MOST_RETRIES:
        _settle(mail, MailState.FAILED, failure=problem, failure_detail=detail)
        return
    is_hurried = mail.is_security and mail.expires_at is None
    wait = WAITS[0] if is_hurried else WAITS[min(mail.attempts, len(WAITS)) - 1]
    spread = random.uniform(0.9, 1.3)  # noqa: S311 - spreads load, keeps no secret
    if (
        _held(mail).update(
            state=MailState.QUEUED,
            next_try_at=clock.now() + wait * spread,
            handed_at=None,
            failure=problem,
            failure_detail=detail,
        )
        != 1
    ):
        raise LostMail(mail.code)


def take_up_stale_mail(*, at: datetime | None = None) -> None:
    """Settle what a killed worker held: surely not handed over goes back to the queue, the rest is "perhaps sent"."""
    at = at or clock.now()
    stale = Mail.objects.filter(state=MailState.SENDING, claimed_at__lt=at - STALE_AFTER)
    stale.filter(handed_at__isnull=False).update(state=MailState.UNKNOWN, failure=Problem.WORKER_DIED)
    ours = stale.filter(handed_at__isnull=True)
    ours.filter(attempts__gt=MOST_RETRIES, expires_at__isnull=True).update(
        state=MailState.FAILED, failure=Problem.CRASHED
    )
    ours.update(state=MailState.QUEUED, next_try_at=at + timedelta(seconds=1))
    an_hour_old = Q(is_security=True, expires_at__isnull=True, created_at__lt=at - SECURITY_LIFETIME)
    expired = Mail.objects.filter(Q(expires_at__lte=at) | an_hour_old, state=MailState.QUEUED)
    withdrawn = {"state": MailState.WITHDRAWN, "failure": Problem.EXPIRED}
    expired.filter(is_security=True).update(**withdrawn, **ERASED)
    expired.update(**withdrawn)
