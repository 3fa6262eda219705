"""How mail is written down: one intention, one row, whoever asks and however often."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lipportal.audit.services import log as write_trail
from lipportal.notices.choices import SECURITY_SHOWN_FOR, MailState
from lipportal.notices.models import Mail
from lipportal.notices.services.words import languages_for, one_line, words_of
from lipportal.shared import clock
from lipportal.shared.codes import new_code
from lipportal.shared.errors import Refused
from lipportal.shared.later import later

ERASED = {"subject": "", "body_text": "", "body_html": "", "attachments": []}


@transaction.atomic
def post_mail(
    template: str,
    *,
    context: Mapping[str, Any],
    key: str,
    to_user: Any = None,
    to_address: str | None = None,
    language: str | None = None,
    partnership_code: str = "",
    is_security: bool = False,
    expires_at: datetime | None = None,
    zone: str = "",
    attachments: Sequence[Mapping[str, str]] = (),
) -> Mail:
    """Write templates/emails/<template>/ to one person and queue it; the same `key` gives the first mail back.

    Words are in `language`, else the person's, else in both official languages; days and times on the clock of
    `zone`, else the person's. `context` holds plain values; `url` and `…_url` are paths of ours. An enclosed text file
    is {"name", "type", "text"} in `attachments`. `expires_at` is how long the words are good: until then the mail is
    tried again and again, afterwards it is withdrawn; a security mail without it has an hour.
    """
    address = to_address or getattr(to_user, "email", "")
    if not address:
        raise ValueError("A mail needs a person or an address.")
    if (first := Mail.objects.filter(key=key).first()) is not None:
        return first
    languages = languages_for(to_user, language)
    words = words_of(template, languages, context, zone or getattr(to_user, "time_zone", ""))
    values = {
        "to_user": to_user,
        "to_address": one_line(address),
        "language": languages[0] if len(languages) == 1 else "",
        "template": template,
        "subject": words.subject,
        "body_text": words.text,
        "body_html": words.html,
        "attachments": [dict(attachment) for attachment in attachments],
        "is_security": is_security,
        "expires_at": expires_at,
        "partnership_code": partnership_code,
    }
    return _kept_once(key, values)


def _kept_once(key: str, values: Mapping[str, Any]) -> Mail:
    """The mail of this intention: the one that is there, or a fresh one, queued."""
    mail, is_fresh = Mail.objects.get_or_create(key=key, defaults=values)
    if is_fresh:
        later("notices.send_mail")
    return mail


@transaction.atomic
def keep_message(message: EmailMessage) -> list[Mail]:
    """Write down a message that another package composed, one row for each recipient.

    Such messages are sign-in codes and the like, so they count as security mail unless the header X-Portal-Security
    says "no". X-Portal-Key names the intention, X-Portal-Template the kind of mail. Raises BadHeaderError for a
    header with a line break.
    """
    message.message()
    headers = message.extra_headers
    text, html = _bodies(message)
    key = headers.get("X-Portal-Key") or f"message:{new_code()}{new_code()}"
    kept = []
    for address in dict.fromkeys(message.recipients()):
        values = {
            "to_user": get_user_model()._default_manager.filter(email=address.strip().lower()).first(),
            "to_address": one_line(address),
            "language": (get_language() or "")[:5],
            "template": headers.get("X-Portal-Template", "message"),
            "subject": one_line(str(message.subject)),
            "body_text": text,
            "body_html": html,
            "attachments": _enclosed(message),
            "is_security": headers.get("X-Portal-Security", "yes") != "no",
        }
        mark = hashlib.sha256(address.encode()).hexdigest()[:16]
        kept.append(_kept_once(f"{key}:{mark}", values))
    return kept


def _bodies(message: EmailMessage) -> tuple[str, str]:
    body = str(message.body)
    if message.content_subtype == "html":
        return strip_tags(body), body
    pages = [str(content) for content, kind in getattr(message, "alternatives", ()) if kind == "text/html"]
    return body, pages[0] if pages else ""


def _enclosed(message: EmailMessage) -> list[dict[str, str]]:
    enclosed = []
    for attachment in message.attachments:
        if not isinstance(attachment, tuple):
            raise TypeError("An enclosed file is given as name, content and type.")
        name, content, kind = attachment
        raw = content if isinstance(content, bytes) else str(content).encode()
        file = {"name": name or "", "type": kind or "application/octet-stream"}
        enclosed.append({**file, "base64": base64.b64encode(raw).decode()})
    return enclosed


@transaction.atomic
def retry_mail(mail: Mail, *, by: Any) -> None:
    """Queue a failed or perhaps-sent mail again because a person decided so; Refused when that is not its state."""
    if mail.is_security:
        raise Refused(_("The words of a security mail are not kept; the person can ask for a new one."))
    again = {"state": MailState.QUEUED, "attempts": 0, "next_try_at": clock.now(), "handed_at": None, "failure": ""}
    rows = Mail.objects.filter(pk=mail.pk, state__in=[MailState.FAILED, MailState.UNKNOWN])
    if rows.update(**again, failure_detail="") != 1:
        raise Refused(_("This mail is not waiting for a decision any more."))
    write_trail(
        "mail.retried", by=by, record=mail, before={"state": mail.state}, after={"state": MailState.QUEUED.value}
    )
    mail.refresh_from_db()
    later("notices.send_mail")


def erase_security_mail() -> int:
    """Erase the words of security mails that have left or never will; gives how many.

    In the demonstration nothing else shows a sign-in code, so there the words of a sent one stay a quarter of an hour.
    """
    shown_for = SECURITY_SHOWN_FOR if settings.DEMONSTRATION else timedelta(0)
    done = Q(state=MailState.SENT, sent_at__lte=clock.now() - shown_for)
    given_up = Q(state__in=[MailState.FAILED, MailState.UNKNOWN, MailState.WITHDRAWN])
    words = ~Q(subject="") | ~Q(body_text="") | ~Q(body_html="")
    return Mail.objects.filter(done | given_up, words, is_security=True).update(**ERASED)
