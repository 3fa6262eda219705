"""A meeting for a calendar."""

from datetime import UTC

from django.conf import settings
from icalendar import Calendar, Event

from councils.models import Meeting


def meeting_calendar(meeting: Meeting) -> bytes:
    """One meeting as iCalendar text (RFC 5545) on the partnership's clock, its names in the reader's language.

    The same meeting keeps its identity: brought in again after a change it replaces what was there, and one that was
    taken out is cancelled. No end is told, because none is recorded.
    """
    event = Event()
    event.add("uid", f"{meeting.code}@{settings.SECURE_SSL_HOST}")
    event.add("dtstamp", meeting.changed_at.astimezone(UTC))
    event.add("last-modified", meeting.changed_at.astimezone(UTC))
    event.add("sequence", meeting.version - 1)
    event.add("dtstart", meeting.starts_at.astimezone(meeting.partnership.zone))
    event.add("summary", f"{meeting.body.name.text} · {meeting.partnership.name.text}")
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", f"{settings.PORTAL_URL}{meeting.get_absolute_url()}")
    event.add("status", "CANCELLED" if meeting.is_ended else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Local Immigration Partnerships//Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
