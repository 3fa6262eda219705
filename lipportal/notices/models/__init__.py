"""The nouns of notices: mail, reminders and notices in the portal."""

from lipportal.notices.models.mail import Mail
from lipportal.notices.models.notice import Notice
from lipportal.notices.models.reminder import Reminder

__all__ = ["Mail", "Notice", "Reminder"]
