"""Writes of the notices app: mail, reminders and notices."""

from lipportal.notices.services.forgetting import forget_notices, forget_old_mail
from lipportal.notices.services.mail import (
    erase_security_mail,
    keep_message,
    post_mail,
    retry_mail,
)
from lipportal.notices.services.notices import mark_all_read, mark_read, notify
from lipportal.notices.services.reminders import find_reminders
from lipportal.notices.services.sending import send_due_mail

__all__ = [
    "erase_security_mail",
    "find_reminders",
    "forget_notices",
    "forget_old_mail",
    "keep_message",
    "mark_all_read",
    "mark_read",
    "notify",
    "post_mail",
    "retry_mail",
    "send_due_mail",
]
