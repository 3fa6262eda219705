"""The nouns of notices: mail, reminders, notices in the portal, and the beat's last sign of life."""

from lipportal.notices.models.beat import BeatTick
from lipportal.notices.models.mail import Mail
from lipportal.notices.models.notice import Notice
from lipportal.notices.models.reminder import Reminder

__all__ = ["BeatTick", "Mail", "Notice", "Reminder"]
