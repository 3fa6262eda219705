"""A sheet of people that came back: bytes in, rows out, each judged as the page would judge it."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.documents.people import PEOPLE_COLUMNS
from councils.models import Organization
from councils.queries.people import SheetRow
from lipportal.shared.documents.excel import SheetReport, read_sheet
from lipportal.shared.folding import fold

LABELS: Final = {column.key: column.heading for column in PEOPLE_COLUMNS}


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


def people_in_sheet(content: bytes, named: Mapping[str, Organization]) -> tuple[SheetReport, list[SheetRow]]:
    """What a sheet says: its own faults, and its rows; organizations are looked up in `named`."""
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
    return report, rows
