"""Controls the councils forms share: a small number, a long text."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def number_input() -> forms.NumberInput:
    """A small number."""
    return forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"})


def long_text(rows: int = 4) -> forms.Textarea:
    """A text of some lines."""
    return forms.Textarea(attrs={"rows": rows})


class SuggestedInput(forms.TextInput):
    """A line of text with `suggestions`, from which nobody has to choose."""

    suggestions: tuple[str, ...] = ()

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The line, and the list that browsers offer beneath it."""
        given = attrs or {}
        listed = f"{given.get('id', name)}_suggestions"
        line = super().render(name, value, {**given, "list": listed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', line, listed, options)
