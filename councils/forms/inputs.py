"""Controls the councils forms share: a small number, a long text."""

from django import forms


def number_input() -> forms.NumberInput:
    """A small number."""
    return forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"})


def long_text(rows: int = 4) -> forms.Textarea:
    """A text of some lines."""
    return forms.Textarea(attrs={"rows": rows})
