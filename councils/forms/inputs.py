"""Controls the councils forms share: a day, a moment on the partnership's clock, a long text."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone


def day_input() -> forms.DateInput:
    """A day, chosen from the device's own calendar."""
    return forms.DateInput(attrs={"type": "date", "class": "w-m"}, format="%Y-%m-%d")


# From Confederation to where terms and fiscal years can still be counted from.
DAYS_KEPT = (MinValueValidator(date(1867, 7, 1)), MaxValueValidator(date(2199, 12, 31)))


def hold_days_of(form: forms.BaseForm) -> None:
    """Keep every day of `form` where terms can still be counted from it."""
    for field in form.fields.values():
        if isinstance(field, forms.DateField):
            field.validators += DAYS_KEPT


def number_input() -> forms.NumberInput:
    """A small number."""
    return forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"})


def long_text(rows: int = 4) -> forms.Textarea:
    """A text of some lines."""
    return forms.Textarea(attrs={"rows": rows})


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

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether two writings of a moment differ as moments."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True
