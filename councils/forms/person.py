"""People: finding, writing, and the sheet that is sent."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.forms.common import FilterForm, SaidField
from councils.models import Organization, Partnership, Person
from lipportal.shared.record_form import RecordForm


class PersonFilterForm(FilterForm):
    """A name or an e-mail, a language."""

    q = forms.CharField(
        label=_("Name or e-mail"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    language = forms.ChoiceField(
        label=_("Language for mail"),
        required=False,
        choices=[("", _("Both languages")), ("en", _("English")), ("fr", _("French"))],
    )
    organization = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    ended = forms.ChoiceField(
        label=pgettext_lazy("label", "Which"),
        required=False,
        choices=[("", _("Here now")), ("all", _("All, also those who left"))],
    )


class PersonForm(RecordForm):
    """A person; what they need and what they say of themselves is theirs to give or to leave out."""

    is_newcomer = SaidField(label=_("Describes themselves as a newcomer"), required=False)
    has_lived_experience = SaidField(label=_("Has lived the experience of settling"), required=False)

    class Meta:
        model = Person
        fields = [
            "name",
            "said_as",
            "email",
            "phone",
            "language",
            "organizations",
            "is_francophone",
            "access_needs",
            "interpretation_needs",
            "is_newcomer",
            "has_lived_experience",
            "years_in_canada",
        ]
        labels = {
            "name": _("Name"),
            "said_as": _("How it is said"),
            "email": _("E-mail"),
            "phone": _("Telephone"),
            "language": _("Language for mail"),
            "organizations": _("Organizations"),
            "is_francophone": _("Takes part in French"),
            "access_needs": _("Access needs"),
            "interpretation_needs": _("Interpretation"),
            "years_in_canada": _("Years in Canada"),
        }
        help_texts = {
            "name": _("As the person writes it, in any script and any order."),
            "organizations": _("Whom they come from; one or several."),
            "access_needs": _("What makes it easier to take part: a ramp, large print, a quiet room."),
            "interpretation_needs": _("Which language, signed languages too."),
        }
        widgets = {
            "language": forms.RadioSelect(attrs={"data-taps": True}),
            "organizations": forms.CheckboxSelectMultiple,
            "access_needs": forms.Textarea(attrs={"rows": 2}),
            "years_in_canada": forms.NumberInput(attrs={"class": "w-s"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Organization.objects.filter(partnership=partnership)
        chosen = Q(pk__in=self.instance.organizations.values("pk")) if self.instance.pk else Q(pk__in=[])
        rows = here.filter(Q(ended_on__isnull=True) | chosen).order_by("folded_sort", "pk")
        self.fields["organizations"].queryset = rows  # type: ignore[attr-defined]


class PeopleUploadForm(forms.Form):
    """The sheet to read."""

    sheet = forms.FileField(
        label=_("Excel file"),
        help_text=_("The first sheet is read. Nothing changes before you have seen what would."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
