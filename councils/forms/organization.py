"""Organizations: finding and writing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.choices import OrganizationKind
from councils.forms.common import FilterForm, WebField, want_a_language
from councils.models import Organization, Partnership
from councils.queries import sectors_of
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm


class OrganizationFilterForm(FilterForm):
    """A name, a sphere, a kind."""

    q = forms.CharField(
        label=_("Name"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    sector = forms.ChoiceField(label=_("Sphere"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *OrganizationKind.choices])
    ended = forms.ChoiceField(
        label=pgettext_lazy("label", "Which"),
        required=False,
        choices=[
            ("", _("Those that have not left")),
            ("seated", _("At the table now")),
            ("all", _("All, also those that left")),
        ],
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spheres = [(sector.key, str(sector)) for sector in sectors_of(partnership)]
        self.fields["sector"].choices = [("", _("All spheres")), *spheres]  # type: ignore[attr-defined]


class OrganizationForm(RecordForm):
    """What a partnership knows of an organization."""

    joined_on = DayField(
        label=_("First at the table"),
        required=False,
        help_text=_("The day it first took part. “New this year” is counted from it."),
    )
    website = WebField(label=_("Website"), required=False)

    class Meta:
        model = Organization
        fields = [
            "name_en",
            "name_fr",
            "kind",
            "government_level",
            "sectors",
            "communities_served",
            "is_francophone",
            "joined_on",
            "website",
        ]
        labels = {
            "name_en": _("Name in English"),
            "name_fr": _("Name in French"),
            "kind": _("Kind"),
            "government_level": _("Level of government"),
            "sectors": _("Spheres"),
            "communities_served": _("Communities served"),
            "is_francophone": _("Works in French"),
        }
        help_texts = {"sectors": _("Every sphere it speaks for. The round table counts them.")}
        widgets = {"sectors": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sectors"].queryset = sectors_of(partnership)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An organization has a name in at least one official language."""
        cleaned = super().clean() or {}
        want_a_language(self, "name", _("Give the name in English, in French or in both."))
        return cleaned
