"""Days and moments that people type or that an address asks for: one reading, one pair of bounds."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from lipportal.shared import formats

# From Confederation to where terms and fiscal years can still be counted from.
FIRST_DAY = date(1867, 7, 1)
LAST_DAY = date(2100, 12, 31)


def is_kept(day: date) -> bool:
    """Whether a partnership could mean this day: 0206 is a slip of the hand."""
    return FIRST_DAY <= day <= LAST_DAY


def asked_day(text: str) -> date | None:
    """The day an address asks for, or none: what is no day, or none a partnership could mean, asks for nothing."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_kept(day) else None


class DayInput(forms.DateInput):
    """A day, picked or typed, whatever the reader's own way of writing days."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs={"class": "w-m", **attrs}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """One day, of a year a partnership could mean."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"input_formats": ["%Y-%m-%d"], **options})

    def validate(self, value: Any) -> None:
        """Refuse a day outside the bounds in plain words."""
        super().validate(value)
        if value is not None and not is_kept(value):
            raise ValidationError(_bounds_of(self))


class MomentField(forms.DateTimeField):
    """A day and a time on the clock of `zone`, typed and shown there whatever zone is in force."""

    def __init__(self, *args: Any, zone: str = "America/Toronto", **kwargs: Any) -> None:
        attrs = {"type": "datetime-local", "class": "w-m"}
        kwargs.setdefault("widget", forms.DateTimeInput(attrs=attrs, format="%Y-%m-%dT%H:%M"))
        super().__init__(*args, **kwargs)
        self.zone = zone

    def prepare_value(self, value: Any) -> Any:
        """The moment as its control shows it."""
        if isinstance(value, datetime):
            local = timezone.localtime(value, ZoneInfo(self.zone)) if timezone.is_aware(value) else value
            return local.strftime("%Y-%m-%dT%H:%M")
        return value

    def to_python(self, value: Any) -> Any:
        """The moment that was typed."""
        with timezone.override(self.zone):
            return super().to_python(value)

    def validate(self, value: Any) -> None:
        """Refuse a moment on a day outside the bounds in plain words."""
        super().validate(value)
        if value is not None and not is_kept(value.date()):
            raise ValidationError(_bounds_of(self))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether two writings of a moment differ as moments."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


def _bounds_of(field: forms.Field) -> str:
    first, last = (formats.day_text(day, year=True, long=True, weekday=False) for day in (FIRST_DAY, LAST_DAY))
    words = _("“%(label)s”: give a day between %(first)s and %(last)s.")
    return words % {"label": field.label, "first": first, "last": last}
