"""People: finding, writing, and the rows of a sheet."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.documents.people import PEOPLE_COLUMNS
from councils.forms.common import FilterForm, SaidField
from councils.models import Organization, Partnership, Person
from councils.queries import compared, organizations_named
from councils.queries.people import Comparison, SheetRow
from lipportal.shared.documents.excel import SheetReport, read_sheet
from lipportal.shared.folding import fold

LABELS = {column.key: column.heading for column in PEOPLE_COLUMNS}


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


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
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
            "organizations": _("Whom they come from. Hold Ctrl or ⌘ to choose several."),
            "access_needs": _("What makes it easier to take part: a ramp, large print, a quiet room."),
            "interpretation_needs": _("Which language, signed languages too."),
        }
        widgets = {
            "language": forms.RadioSelect(attrs={"data-taps": True}),
            "organizations": forms.SelectMultiple(attrs={"size": 8}),
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


class PersonRowForm(forms.Form):
    """One row of the sheet, judged as the page would judge it; words for languages and yes or no in either language."""

    code = forms.CharField(required=False, max_length=8)
    name = forms.CharField(max_length=200)
    said_as = forms.CharField(required=False, max_length=200)
    email = forms.EmailField(required=False)
    phone = forms.CharField(required=False, max_length=40)
    language = forms.CharField(required=False, max_length=20)
    organizations = forms.CharField(required=False)
    is_francophone = forms.CharField(required=False, max_length=20)

    def __init__(self, values: dict[str, Any], named: Mapping[str, Organization]) -> None:
        super().__init__(values)
        self.given = set(values)
        self.named = named

    def clean_code(self) -> str:
        """The code in lower case, as the portal writes it."""
        return str(self.cleaned_data["code"]).strip().lower()

    def clean_language(self) -> str:
        """English or French, by its word or its letters; English when the cell is empty."""
        word = fold(self.cleaned_data["language"])
        for code, words in (("en", {"", "en", "english", "anglais"}), ("fr", {"fr", "french", "francais"})):
            if word in words:
                return code
        raise forms.ValidationError(_("Write English or French."))

    def clean_is_francophone(self) -> bool:
        """Yes or no; no when the cell is empty."""
        word = fold(self.cleaned_data["is_francophone"])
        if word in {"yes", "oui", "x", "1", "true", "vrai", "y", "o"}:
            return True
        if word in {"", "no", "non", "0", "false", "faux", "n"}:
            return False
        raise forms.ValidationError(_("Write yes or no."))

    def clean_organizations(self) -> list[Organization]:
        """The organizations by name, with a semicolon between two."""
        cell = self.cleaned_data["organizations"]
        names = [cell] if fold(cell) in self.named else [name.strip() for name in cell.split(";") if name.strip()]
        unknown = [name for name in names if fold(name) not in self.named]
        if unknown:
            message = _("There is no organization called “%(name)s” here. Add it first, or correct the name.")
            raise forms.ValidationError(message % {"name": unknown[0]})
        return list(dict.fromkeys(self.named[fold(name)] for name in names))

    @property
    def values(self) -> dict[str, Any]:
        """The clean values of the columns the sheet has."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.given and name != "code"}


def read_people(partnership: Partnership, content: bytes) -> tuple[SheetReport, list[Comparison]]:
    """What a sheet says, and each of its rows beside the person it is about."""
    named = organizations_named(partnership)
    report = read_sheet(content, PEOPLE_COLUMNS, lambda values: PersonRowForm(values, named))
    rows = [
        SheetRow(
            row.sheet_row,
            getattr(row.form, "cleaned_data", {}).get("code", ""),
            row.form.values if row.form is not None and row.form.is_valid() else dict(row.values),
            [str(problem) for problem in row.problems],
        )
        for row in report.rows
    ]
    return report, compared(partnership, rows, LABELS)
