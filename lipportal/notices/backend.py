"""Django's door for mail: whatever a package sends lands in the outbox."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from lipportal.notices.services import keep_message


class OutboxBackend(BaseEmailBackend):
    """Writes messages down as Mail rows; the worker sends them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each message; gives how many have a recipient."""
        return sum(bool(keep_message(message)) for message in email_messages)
