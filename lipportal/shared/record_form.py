"""The form over a record, which leaves the record itself alone."""

from copy import copy
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Model

from lipportal.shared.bilingual import LONGEST_TEXT


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose answers stand in `cleaned_data` alone: the record the page shows stays what is kept.

    Django writes answers into the instance already while it looks whether they fit, so a page that came back with
    something to correct would show refused words as if they were saved. A text whose column sets no limit has one all
    the same, or one person could fill everybody's page.
    """

    def __init__(self, *args: Any, instance: Model | None = None, **kwargs: Any) -> None:
        kwargs["instance"] = None if instance is None else copy(instance)
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Look whether the answers fit, each text within its own limit or the longest that is kept."""
        for field in self.fields.values():
            is_limited = any(isinstance(each, MaxLengthValidator) for each in field.validators)
            if isinstance(field, forms.CharField) and not is_limited:
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))
        super().full_clean()
