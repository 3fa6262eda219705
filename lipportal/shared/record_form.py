"""The form over a record, which leaves the record itself alone."""

from copy import copy
from typing import Any

from django import forms
from django.db.models import Model


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose answers stand in `cleaned_data` alone: the record the page shows stays what is kept.

    Django writes answers into the instance already while it looks whether they fit, so a page that came back with
    something to correct would show refused words as if they were saved.
    """

    def __init__(self, *args: Any, instance: Model | None = None, **kwargs: Any) -> None:
        kwargs["instance"] = None if instance is None else copy(instance)
        super().__init__(*args, **kwargs)
