"""Agreements, the days their reports are due, and the officer of a time."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.models import Agreement
from councils.queries import known_officers
from lipportal.accounts.models import User
from lipportal.shared.clock import FiscalYear
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm


class AgreementForm(RecordForm):
    """Holder, funder, number, dates."""

    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    class Meta:
        model = Agreement
        fields = ["holder", "funder_en", "funder_fr", "number", "starts_on", "ends_on", "notes"]
        labels = {
            "holder": _("Holder"),
            "funder_en": _("Federal funder, in English"),
            "funder_fr": _("Federal funder, in French"),
            "number": _("Agreement number"),
            "notes": _("Notes"),
        }
        help_texts = {
            "holder": _("The organization that signed, as the agreement names it."),
            "funder_en": _("The department that funds, as the agreement names it."),
            "notes": _("Seen by whoever may see the agreement, the officer too."),
        }
        widgets = {
            "funder_fr": forms.TextInput(attrs={"lang": "fr-CA"}),
            "notes": forms.Textarea(attrs={"rows": 3}),
            "number": forms.TextInput(attrs={"class": "w-m"}),
        }

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first, and within ten years."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", _("The last day is not after the first. Change one of them."))
        elif first and last and FiscalYear.of(last).start - FiscalYear.of(first).start > 10:
            self.add_error("ends_on", _("An agreement of more than ten years? Check the year."))
        return cleaned


class ReportingDatesForm(forms.Form):
    """One day for each fiscal year of the agreement; an empty one means that no report is asked for."""

    def __init__(self, *args: Any, years: list[FiscalYear], due: Mapping[int, date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        for year in years:
            label = _("Report on %(year)s due") % {"year": year}
            field = DayField(label=label, required=False, initial=due.get(year.start))
            self.fields[f"due_{year.start}"] = field

    @property
    def rows(self) -> list[tuple[FiscalYear, Any]]:
        """Each fiscal year with its field."""
        return [(year, self[f"due_{year.start}"]) for year in self.years]

    @property
    def due(self) -> dict[int, date | None]:
        """The day for each fiscal year, by its first calendar year."""
        return {year.start: self.cleaned_data[f"due_{year.start}"] for year in self.years}

    def clean(self) -> dict[str, Any]:
        """A report on a year is due after that year has begun."""
        cleaned = super().clean() or {}
        for year in self.years:
            on = cleaned.get(f"due_{year.start}")
            if on and not year.first_day < on <= FiscalYear(year.start + 3).last_day:
                self.add_error(f"due_{year.start}", _("This day does not belong to a report on that year. Check it."))
        return cleaned


class AssignOfficerForm(forms.Form):
    """Who is the officer, from when to when."""

    user = forms.ModelChoiceField(
        label=_("Officer"),
        queryset=User.objects.none(),
        to_field_name="code",
        empty_label=_("Choose a person"),
        help_text=_("Only people who hold the role of an officer somewhere are listed."),
    )
    starts_on = DayField(label=pgettext_lazy("first day", "From"))
    last_on = DayField(
        label=pgettext_lazy("last day", "To"),
        required=False,
        help_text=_("Leave it empty while nobody knows. The next officer ends it."),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody assigns themselves.
        self.fields["user"].queryset = known_officers().exclude(pk=by.pk)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days stand in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day is before the first. Change one of them."))
        return cleaned
