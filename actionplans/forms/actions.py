"""Forms of an action: the whole of it, its details once adopted, and what an amendment changes."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplans.forms.planned import BLANK_ROWS, MOST_ROWS, PlannedField, chunks
from actionplans.models import Action, ActionPlan
from actionplans.queries import bodies_for, directions_of, organizations_for
from actionplans.rules import problems_with_dates
from actionplans.workflow import ADOPTED_FIELDS, DETAIL_FIELDS
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm


class ActionForm(RecordForm):
    """Everything a draft says of an action; the direction comes first, so that the chain holds."""

    planned = PlannedField(label=_("Planned outputs"), required=False)
    one_language = forms.BooleanField(
        label=_("These texts stay in one language, by exception"),
        required=False,
        help_text=_("Readers are told so. Without it, the plan cannot be adopted before both languages are there."),
    )

    class Meta:
        model = Action
        fields = [
            "direction",
            "title_en",
            "title_fr",
            "description_en",
            "description_fr",
            "kind",
            "body",
            "lead",
            "partners",
            "funders",
            "starts_on",
            "due_on",
            "is_quick_win",
            "equity_notes",
        ]
        labels = {
            "direction": _("Which direction does it serve?"),
            "title_en": _("Title in English"),
            "title_fr": _("Title in French"),
            "description_en": _("What it is, in English"),
            "description_fr": _("What it is, in French"),
            "kind": _("What kind of work is it?"),
            "body": _("Led by the body"),
            "lead": _("Lead organization"),
            "partners": _("Partners"),
            "funders": _("Funders"),
            "starts_on": _("First day"),
            "due_on": _("Due"),
            "is_quick_win": _("A quick win: something people will see soon"),
            "equity_notes": _("Who might be left out?"),
        }
        help_texts = {
            "title_en": _("A few words people at the table would use."),
            "equity_notes": _("And what you do so that they are not. Only people at the table read this."),
        }
        widgets = {
            "description_en": forms.Textarea(attrs={"rows": 3}),
            "description_fr": forms.Textarea(attrs={"rows": 3}),
            "equity_notes": forms.Textarea(attrs={"rows": 2}),
            "kind": forms.RadioSelect(attrs={"data-taps": True}),
            "partners": forms.CheckboxSelectMultiple,
            "funders": forms.CheckboxSelectMultiple,
        }
        field_classes = {"starts_on": DayField, "due_on": DayField}

    def __init__(self, *args: Any, plan: ActionPlan, user: Any, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self._offer(user)
        if "planned" in self.fields:
            self.fields["planned"].widget.rows_wanted = rows  # type: ignore[attr-defined]
            if self.instance.pk:
                self.initial.setdefault("planned", self.instance.planned)
        if "one_language" in self.fields and self.instance.pk:
            notes = self.instance.language_notes or {}
            self.initial.setdefault("one_language", "excepted" in notes.get("title", {}).values())

    @property
    def more_rows(self) -> int:
        """How many rows of outputs the form has once one asks for more."""
        typed = chunks(list(self["planned"].value() or []))
        return min(max(len(typed), BLANK_ROWS + 1) + BLANK_ROWS + 1, MOST_ROWS)

    def _offer(self, user: Any) -> None:
        """Only what belongs to this plan: its strategy's directions, the partnership's bodies and organizations."""
        if "direction" in self.fields:
            self._choose("direction", directions_of(self.plan), _("Choose a direction"))
            last = self.plan.fiscal_year.last_day
            self.fields["due_on"].help_text = _("The fiscal year ends on 31 March %(year)s.") % {"year": last.year}
        organizations = organizations_for(self.plan)
        for name, rows in (("body", bodies_for(user, self.plan)), ("lead", organizations)):
            if name in self.fields:
                self._choose(name, self._with_present(rows, name), _("No one yet"))
        for name in ("partners", "funders"):
            if name in self.fields:
                self.fields[name].queryset = organizations  # type: ignore[attr-defined]

    def _choose(self, name: str, rows: Any, nothing: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields[name].empty_label = nothing  # type: ignore[attr-defined]

    def _with_present(self, rows: Any, name: str) -> Any:
        """The rows, and the one already chosen even when it has ended or is another's to choose."""
        present = getattr(self.instance, f"{name}_id", None) if self.instance.pk else None
        return rows.model.objects.filter(Q(pk__in=rows.values("pk")) | Q(pk=present)) if present else rows

    def clean(self) -> dict[str, Any]:
        """A title in one language at least; days within the year, in order."""
        values = super().clean() or {}
        if "title_en" in self.fields and not (values.get("title_en") or values.get("title_fr")):
            self.add_error("title_en", _("Give it a title, in one language at least."))
        first, last, year = values.get("starts_on"), values.get("due_on"), self.plan.fiscal_year
        problems = problems_with_dates(first, last, year) if first and last else []
        if problems and first is not None:
            self.add_error("due_on" if year.holds(first) else "starts_on", problems[0])
        return values


class NewActionForm(ActionForm):
    """A new action in an adopted plan: an amendment, so it needs its reason."""

    because = forms.CharField(
        label=_("Why is it added now?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The plan is adopted, so the reason is kept with the action, in the report too."),
    )


class DetailsForm(ActionForm):
    """What may still be edited of an adopted action: nothing the council adopted."""

    one_language = None  # type: ignore[assignment]
    planned = None  # type: ignore[assignment]

    class Meta(ActionForm.Meta):
        fields = [name for name in ActionForm.Meta.fields if name in DETAIL_FIELDS]

    def _differs_from_what_was_adopted(self) -> bool:
        """Whether a field was posted that the form no longer has, with another answer than the adopted one."""
        shut = [(name, ActionForm.base_fields[name]) for name in ActionForm.base_fields if name in ADOPTED_FIELDS]
        return any(
            field.has_changed(
                getattr(self.instance, name), field.widget.value_from_datadict(self.data, self.files, name)
            )
            for name, field in shut
            if name in self.data
        )

    def clean(self) -> dict[str, Any]:
        """Nothing the council adopted meanwhile is dropped unsaid."""
        values = super().clean()
        if self._differs_from_what_was_adopted():
            raise forms.ValidationError(
                _("The plan was adopted while you were writing: what the council adopted changes by amendment only.")
            )
        return values


class AmendForm(ActionForm):
    """What the council adopted, changed for a reason."""

    because = forms.CharField(
        label=_("Why does it change?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the action. What was adopted stays readable beside it, in the report too."),
    )

    class Meta(ActionForm.Meta):
        fields = [name for name in ActionForm.Meta.fields if name not in DETAIL_FIELDS]
