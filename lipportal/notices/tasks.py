"""The background doors of notices."""

from typing import Any

from celery import shared_task

from lipportal.notices import services


@shared_task(name="notices.send_mail")
def send_mail(**_later: Any) -> None:
    """Send whatever mail is due."""
    services.send_due_mail()


@shared_task(name="notices.find_reminders")
def find_reminders(**_later: Any) -> None:
    """Make the reminders whose step has come."""
    services.find_reminders()


@shared_task(name="notices.erase_security_mail")
def erase_security_mail(**_later: Any) -> None:
    """Erase the words of security mails that have left."""
    services.erase_security_mail()


@shared_task(name="notices.forget_old_mail")
def forget_old_mail(**_later: Any) -> None:
    """Erase the mails, reminders and notices whose time is over."""
    services.forget_old_mail()
