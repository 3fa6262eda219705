"""Signatures, contacts and partner initiatives."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.choices import InvolvementKind
from councils.forms.common import FilterForm, WebField, want_a_language
from councils.models import Involvement, PartnerInitiative
from lipportal.shared.clock import FiscalYear
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm


class InvolvementFilterForm(FilterForm):
    """Words, a kind, a fiscal year."""

    q = forms.CharField(
        label=_("Who or what"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *InvolvementKind.choices])
    year = forms.TypedChoiceField(label=_("Fiscal year"), required=False, coerce=int, empty_value=None)
    ended = forms.ChoiceField(
        label=pgettext_lazy("label", "Which"),
        required=False,
        choices=[("", _("Those that count")), ("all", _("All, also those taken out"))],
    )

    def __init__(self, *args: Any, years: Iterable[FiscalYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(year.start), str(year)) for year in years]
        self.fields["year"].choices = [("", _("All years")), *choices]  # type: ignore[attr-defined]


class InvolvementForm(RecordForm):
    """One signature or contact on one day."""

    on = DayField(label=_("Day"))

    class Meta:
        model = Involvement
        fields = ["kind", "on", "who", "what_en", "what_fr"]
        labels = {
            "kind": _("Kind"),
            "who": _("Who"),
            "what_en": _("What, in English"),
            "what_fr": _("What, in French"),
        }
        help_texts = {
            "who": _("The council, body or network, as it writes its name."),
            "what_en": _("The document that was signed, or what the contact was about."),
        }
        widgets = {
            "what_en": forms.Textarea(attrs={"rows": 2}),
            "what_fr": forms.Textarea(attrs={"rows": 2, "lang": "fr-CA"}),
        }

    def clean(self) -> dict[str, Any]:
        """It is said what it was, in at least one official language."""
        cleaned = super().clean() or {}
        want_a_language(self, "what", _("Say what it was, in English, in French or in both."))
        return cleaned


class InitiativeForm(RecordForm):
    """Another collaboration."""

    link = WebField(label=_("Link"), required=False)

    class Meta:
        model = PartnerInitiative
        fields = ["name_en", "name_fr", "link"]
        labels = {"name_en": _("Name in English"), "name_fr": _("Name in French")}

    def clean(self) -> dict[str, Any]:
        """It has a name in at least one official language."""
        cleaned = super().clean() or {}
        want_a_language(self, "name", _("Give the name in English, in French or in both."))
        return cleaned
