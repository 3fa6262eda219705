"""Forms of a plan: starting it, its priorities, adoption, carrying over, and what its page is filtered by."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.models import Action, ActionPlan
from actionplans.queries import PlanFilters, PlanPage, directions_of, last_years_actions
from actionplans.rules import problems_with_motion
from lipportal.shared import formats
from lipportal.shared.clock import FiscalYear
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm


class PlanForm(RecordForm):
    """This year's local priorities."""

    class Meta:
        model = ActionPlan
        fields = ["priorities_en", "priorities_fr"]
        labels = {
            "priorities_en": _("This year’s local priorities, in English"),
            "priorities_fr": _("This year’s local priorities, in French"),
        }
        widgets = {
            "priorities_en": forms.Textarea(attrs={"rows": 4}),
            "priorities_fr": forms.Textarea(attrs={"rows": 4}),
        }


class PlanCreateForm(PlanForm):
    """The fiscal year of a new plan, and its priorities."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int, widget=forms.RadioSelect)

    field_order = ["year", "priorities_en", "priorities_fr"]

    def __init__(self, *args: Any, years: Iterable[int], taken: Iterable[int] = (), **kwargs: Any) -> None:
        """Offers `years`; those `taken` are read too, so that the service can say what stands there."""
        super().__init__(*args, **kwargs)
        read = [*years, *sorted(taken)] if self.is_bound else list(years)
        offered = [(year, formats.fiscal_year_text(FiscalYear(year).first_day)) for year in read]
        self.fields["year"].choices = offered  # type: ignore[attr-defined]
        if offered:
            self.initial.setdefault("year", offered[0][0])


class StepForm(forms.Form):
    """A step that needs nothing but a yes."""


class AdoptForm(StepForm):
    """Adoption: a motion, or none with a reason; and the day."""

    adopted_on = DayField(label=_("Adopted on"))
    motion = forms.CharField(
        label=_("Motion"),
        required=False,
        max_length=300,
        help_text=_("Its words or its number, as in the minutes."),
    )
    no_motion_reason = forms.CharField(
        label=_("Or why there was no motion"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    @property
    def adoption(self) -> dict[str, Any]:
        """What was typed, as services.adopt_plan takes it."""
        values = self.cleaned_data
        return {
            "on": values["adopted_on"],
            "motion": values["motion"],
            "no_motion_reason": values["no_motion_reason"],
        }

    def clean(self) -> dict[str, Any]:
        """A motion or a reason, and a day that has come."""
        values = super().clean() or {}
        if "adopted_on" in values:
            for problem in problems_with_motion(values, self.today):
                self.add_error("adopted_on" if values["adopted_on"] > self.today else "motion", problem)
        return values


class ReasonForm(StepForm):
    """Why something ends."""

    because = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)


class CarryForm(forms.Form):
    """Which of last year's actions go on, ticked one by one; each with a direction when the strategy is another."""

    actions = forms.ModelMultipleChoiceField(
        label=_("Which ones go on?"),
        queryset=Action.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one, or go back to the plan.")},
    )

    def __init__(self, *args: Any, plan: ActionPlan, offered: list[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {action.code: action for action in offered}
        chosen = self.fields["actions"]
        # Any of last year's is read, so that a second post answers as the first; the service judges what may go on.
        chosen.queryset = last_years_actions(plan)  # type: ignore[attr-defined]
        chosen.choices = [(action.code, str(action)) for action in offered]  # type: ignore[attr-defined]
        chosen.choice_hints = {action.code: str(action.direction) for action in offered}  # type: ignore[attr-defined]
        for action in offered:
            if action.direction.strategy_id != plan.strategy_id:
                self.fields[f"direction_{action.code}"] = forms.ModelChoiceField(
                    label=_("Direction for “%(title)s”") % {"title": action},
                    queryset=directions_of(plan),
                    to_field_name="code",
                    required=False,
                )

    @property
    def directions(self) -> dict[str, Any]:
        """The direction chosen for each action of another strategy, by the action's code."""
        return {
            code: self.cleaned_data[f"direction_{code}"]
            for code in self.offered
            if self.cleaned_data.get(f"direction_{code}")
        }


class FilterForm(forms.Form):
    """What the plan's page is narrowed by; an unknown choice narrows nothing."""

    q = forms.CharField(label=_("Find in actions"), required=False, max_length=100)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    body = forms.ChoiceField(label=_("Table"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, page: PlanPage, filters: PlanFilters) -> None:
        super().__init__(
            initial={
                "q": filters.words,
                "direction": filters.direction,
                "body": filters.body,
                "state": filters.state,
            }
        )
        for name, choices, every in (
            ("direction", page.directions, _("Every direction")),
            ("body", page.bodies, _("Every table")),
            ("state", page.states, _("Every state")),
        ):
            self.fields[name].choices = [("", every), *((one.code, one.label) for one in choices)]  # type: ignore[attr-defined]
        if not page.shows_states:
            del self.fields["state"]
