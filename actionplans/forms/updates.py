"""The quick update form, made for a thumb; and evidence."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplans.choices import STATE_SHAPES, ActionState, Obstacle
from actionplans.models import Action, PlannedOutput, Update
from actionplans.queries import is_quiet
from actionplans.rules import (
    MOST_COUNTED,
    MOST_WORDS,
    first_day_of_updates,
    problems_with_day_of_update,
    problems_with_saying_nothing,
    problems_with_words_of_update,
)
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm

SAID_STATES = ("on_track", "at_risk", "late", "done", "stopped")
COUNT = "count_"


class UpdateForm(RecordForm):
    """How an action goes: a tap, a sentence, a count per planned output; the day is today unless said otherwise."""

    class Meta:
        model = Update
        fields = ["state", "text", "obstacle", "wants_help", "on"]
        labels = {
            "text": _("One sentence"),
            "on": _("Day"),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2, "data-words": str(MOST_WORDS)}),
        }
        field_classes = {"on": DayField}

    state = forms.ChoiceField(
        label=_("How is it going?"),
        widget=forms.RadioSelect(attrs={"data-taps": True}),
        choices=[(state, ActionState(state).label) for state in SAID_STATES],
        error_messages={"required": _("Tap how it is going.")},
    )
    obstacle = forms.ChoiceField(
        label=_("What is in the way?"), required=False, choices=[("", _("Nothing")), *Obstacle.choices]
    )

    def __init__(
        self, *args: Any, action: Action, outputs: list[PlannedOutput], today: Any, is_new: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.help_stands = bool(getattr(action, "asks_help", False)) or self.instance.wants_help is not None
        self.action, self.today, self.outputs = action, today, outputs
        self.is_new = is_new
        self.fields["state"].choice_kinds = STATE_SHAPES  # type: ignore[attr-defined]
        counted = {} if is_new else {count.output_id: count.amount for count in self.instance.counts.all()}
        for output in outputs:
            self.fields[f"{COUNT}{output.pk}"] = forms.IntegerField(
                label=format_lazy("{what} ({unit})", what=_("How many more?"), unit=output.unit.text),
                required=False,
                min_value=0,
                max_value=MOST_COUNTED,
                initial=counted.get(output.pk),
                widget=forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"}),
            )
        self._ask_about_help()
        if is_new:
            self.initial["on"] = today
            self.initial.setdefault("state", action.state if action.state in SAID_STATES else None)
            self._take_evidence()

    def _ask_about_help(self) -> None:
        """A call that stands is asked about; otherwise one may be made, and no tick says nothing of it."""
        if not self.help_stands:
            self.fields["wants_help"] = forms.BooleanField(
                label=_("Ask the council for help"),
                required=False,
                widget=forms.CheckboxInput(attrs={"value": "True"}),
                help_text=_("Goes to the co-chairs’ list. It is not a mark against the table."),
            )
            return
        self.fields["wants_help"] = forms.TypedChoiceField(
            label=_("Is the help of the council still wanted?"),
            choices=[("True", _("Still wanted")), ("False", _("No longer"))],
            coerce=lambda said: said == "True",
            empty_value=None,
            required=False,
            widget=forms.RadioSelect(attrs={"data-taps": True}),
            help_text=_("While it is wanted, the co-chairs keep it on their list."),
        )
        self.initial["wants_help"] = str(self.instance.wants_help is not False)

    def clean_wants_help(self) -> bool | None:
        """Yes, no longer, or nothing said."""
        said = self.cleaned_data["wants_help"]
        return said if self.help_stands else said or None

    def _take_evidence(self) -> None:
        """A first piece of evidence may come along with a new update."""
        self.fields["file"] = forms.FileField(
            label=_("A file that shows it"), required=False, help_text=_("A photo, a list, a paper.")
        )
        self.fields["link"] = forms.URLField(
            label=_("Or a link"), required=False, assume_scheme="https", max_length=500
        )
        self.fields["caption"] = forms.CharField(label=_("What it shows"), required=False, max_length=200)

    @property
    def count_fields(self) -> list[Any]:
        """The bound fields of the counts, in the order of the outputs."""
        return [self[f"{COUNT}{output.pk}"] for output in self.outputs]

    @property
    def has_evidence(self) -> bool:
        """Whether evidence may come along."""
        return "file" in self.fields

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as services.add_update takes it."""
        counts = {
            output.pk: self.cleaned_data[f"{COUNT}{output.pk}"]
            for output in self.outputs
            if self.cleaned_data.get(f"{COUNT}{output.pk}")
        }
        plain = {name: value for name, value in self.cleaned_data.items() if not name.startswith(COUNT)}
        return {**plain, "counts": counts}

    def clean(self) -> dict[str, Any]:
        """A day of the plan that has come; a stop, and a call for help, in words."""
        values = super().clean() or {}
        if "on" in values and "state" in values:
            for problem in problems_with_day_of_update(values["on"], first_day_of_updates(self.action), self.today):
                self.add_error("on", problem)
            if self.is_new:
                said, quiet = {**values, **self.values}, is_quiet(self.action, self.today)
                for problem in problems_with_saying_nothing(
                    said, self.action.state, help_stands=self.help_stands, is_quiet=quiet
                ):
                    self.add_error("text", problem)
            for problem in problems_with_words_of_update({**values, "counts": {}}, stands=self.help_stands):
                self.add_error("text", problem)
        return values


class EvidenceForm(forms.Form):
    """A file or a link that shows an update is so."""

    file = forms.FileField(label=_("A file that shows it"), required=False, help_text=_("A photo, a list, a paper."))
    link = forms.URLField(label=_("Or a link"), required=False, assume_scheme="https", max_length=500)
    caption = forms.CharField(label=_("What it shows"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        values = super().clean() or {}
        if not values.get("file") and not values.get("link") and not self.errors:
            self.add_error("file", _("Choose a file, or give a link."))
        return values
