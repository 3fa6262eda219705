"""Input about bodies and seats."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.choices import BodyKind
from councils.forms.inputs import SuggestedInput, long_text, number_input
from councils.models import Body, Partnership, Seat
from councils.queries.bodies import running_bodies
from councils.queries.lists import themes_offered
from councils.queries.organizations import sectors_of
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm


class BodyForm(RecordForm):
    """What a body is called in both languages, what kind it is, and what it belongs to."""

    class Meta:
        model = Body
        fields = (
            "kind",
            "name_en",
            "name_fr",
            "label_en",
            "label_fr",
            "parent",
            "theme",
            "started_on",
            "place",
            "is_public",
        )
        widgets = {"place": number_input(), "theme": SuggestedInput}
        field_classes = {"started_on": DayField}
        labels = {"place": _("Order in the list")}
        help_texts = {
            "kind": _("A partnership has one council. It may have tables, or none."),
            "label_en": _("Table, sub-council, working group: the word is yours. Left empty, the kind is shown."),
            "label_fr": _("The same word in French."),
            "parent": _("A table usually belongs to the council."),
            "theme": _("Choose one that is offered, or write your own."),
            "place": _("The smallest number comes first."),
            "is_public": _("The public sees its name, its organizations and how many sit there; never who."),
        }

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget = forms.RadioSelect(choices=BodyKind.choices)
        parents = running_bodies(partnership).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["parent"].empty_label = _("No other body")  # type: ignore[attr-defined]
        self.fields["theme"].widget.suggestions = tuple(themes_offered(partnership))  # type: ignore[attr-defined]
        self.fields["place"].required = False

    def clean_place(self) -> int:
        """Left empty, it stands first."""
        return int(self.cleaned_data.get("place") or 0)

    def clean(self) -> dict[str, Any]:
        """A body has a name in at least one language."""
        values = super().clean() or {}
        if not values.get("name_en") and not values.get("name_fr"):
            self.add_error("name_en", _("Give the name in English or in French."))
        return values


class SeatForm(RecordForm):
    """What a seat is for, whom it speaks for, and for how long one sits."""

    class Meta:
        model = Seat
        fields = ("role", "sector", "represents", "is_voting", "term_years", "most_terms", "since")
        widgets = {
            "represents": forms.RadioSelect,
            "term_years": number_input(),
            "most_terms": number_input(),
        }
        field_classes = {"since": DayField}
        help_texts = {
            "role": _("A body may have one chair, or two or three co-chairs, best from different organizations."),
            "sector": _("The part of local life this seat should bring to the table."),
            "is_voting": _("Observers and staff usually do not."),
        }

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].queryset = sectors_of(partnership)  # type: ignore[attr-defined]
        self.fields["sector"].empty_label = _("Any sphere")  # type: ignore[attr-defined]
        for name in ("term_years", "most_terms"):
            self.fields[name].validators.extend(forms.IntegerField(min_value=1, max_value=10).validators)


class EndForm(forms.Form):
    """The day something ends and why."""

    on = DayField(label=_("Last day"))
    because = forms.CharField(
        label=_("Why does it end?"),
        max_length=1000,
        widget=long_text(3),
        help_text=_("Kept with the record, and shown to those at the table."),
    )


class SetUpSeatsForm(forms.Form):
    """Nothing to fill in: the button is the answer."""
