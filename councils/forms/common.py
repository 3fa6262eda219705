"""What several forms of this app share: lines of text, web addresses, and ending a record with a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lipportal.shared.days import DayField


class WebField(forms.URLField):
    """An address on the web; one typed without a beginning is taken as https."""

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", max_length=200, **options)


def want_a_language(form: forms.BaseForm, name: str, words: Any) -> None:
    """Ask for a bilingual text in at least one official language, once, at its first field."""
    typed = form.cleaned_data
    if not (typed.get(f"{name}_en") or typed.get(f"{name}_fr")) and f"{name}_en" not in form.errors:
        form.add_error(f"{name}_en", words)


class LinesField(forms.CharField):
    """Several short texts, one a line; empty lines and repetitions fall away."""

    widget = forms.Textarea

    def __init__(self, *, longest: int, **options: Any) -> None:
        self.longest = longest
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Lines, for showing."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list."""
        lines = (" ".join(line.split()) for line in (super().to_python(self.prepare_value(value)) or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value: Any) -> None:
        """Refuse a line that is longer than a name can be."""
        super().validate(value)
        if any(len(line) > self.longest for line in value):
            message = _("A line is longer than %(longest)s letters. Shorten it.") % {"longest": self.longest}
            raise forms.ValidationError(message)

    def run_validators(self, value: Any) -> None:
        """The lines are judged one by one in `validate`."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the lines differ, whatever the line ends."""
        return self.to_python(initial) != self.to_python(data)


class SaidField(forms.NullBooleanField):
    """Yes, no, or not said: an answer nobody has to give."""

    def __init__(self, **options: Any) -> None:
        choices = [("", _("Not said")), ("True", _("Yes")), ("False", _("No"))]
        super().__init__(widget=forms.RadioSelect(choices=choices, attrs={"data-taps": True}), **options)
        self.choices = choices


class FilterForm(forms.Form):
    """Filters in the address: what cannot be understood filters nothing."""

    sort = forms.CharField(required=False, widget=forms.HiddenInput, max_length=30)

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for, as far as it was understood."""
        self.is_valid()
        return dict(self.cleaned_data)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return any(value for name, value in self.wanted.items() if name != "sort")


class EndForm(forms.Form):
    """When and why a record ends."""

    on = DayField(label=_("Last day"))
    because = forms.CharField(
        label=_("Why does it end?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The reason is kept with the record."),
    )


class BecauseForm(forms.Form):
    """Why something ends at once."""

    because = forms.CharField(
        label=_("Why does it end?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The reason is kept with the record."),
    )
