"""Beginning a strategy, writing its components, and what its steps ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lipportal.shared.clock import FiscalYear
from lipportal.shared.days import DayField
from strategies.choices import COMPONENT_TEXTS, TEXT_LABELS
from strategies.forms.bilingual import AmendmentFields, BilingualForm
from strategies.models import Strategy
from strategies.rules import LONGEST

TEXT_HINTS = {
    "demographics": _("How many people, from where, at what age, speaking what. Say where the figures come from."),
    "needs": _("What newcomers and the host community say is hard or missing."),
    "assets": _("Services, places, people and ties that already help."),
    "vision": _("The place you want this to be, in words people would use. A few sentences are enough."),
    "approach": _("How each yearly plan is drawn from the directions: activities, partners, funders."),
    "monitoring": _("What you will watch, how often, and who looks at it."),
    "communication": _("Who needs to hear, in which languages, by which ways."),
}


class YearsForm(forms.Form):
    """The years a strategy covers: the first one, and how many."""

    first_year = forms.TypedChoiceField(
        label=_("First fiscal year"), coerce=int, help_text=_("From 1 April to 31 March.")
    )
    length = forms.TypedChoiceField(
        label=_("How many years"), coerce=int, initial=3, widget=forms.RadioSelect(attrs={"data-taps": True})
    )

    def __init__(self, *args: Any, this_year: FiscalYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.initial.get("first_year") or this_year.start
        first, last = min(this_year.start - LONGEST, chosen), max(this_year.start + LONGEST - 1, chosen)
        starts: Any = self.fields["first_year"]
        starts.choices = [(start, str(FiscalYear(start))) for start in range(first, last + 1)]
        lengths: Any = self.fields["length"]
        lengths.choices = [
            (count, ngettext("%(count)s year", "%(count)s years", count) % {"count": count})
            for count in range(1, LONGEST + 1)
        ]

    @property
    def years(self) -> dict[str, Any]:
        """The first and the last year, as the services take them."""
        first = self.cleaned_data["first_year"]
        return {"first_year": first, "last_year": first + self.cleaned_data["length"] - 1}


class ComponentForm(AmendmentFields, BilingualForm):
    """The texts of one component, with the amendment when the strategy is adopted."""

    hints = TEXT_HINTS


def component_form(component: str) -> type[ComponentForm]:
    """The form of one component."""
    names = COMPONENT_TEXTS[component]
    columns = [f"{name}_{language}" for name in names for language in ("en", "fr")]
    rows = 5 if component == "vision" else 12
    widgets: dict[str, Any] = {column: forms.Textarea(attrs={"rows": rows}) for column in columns}
    made: Any = forms.modelform_factory(Strategy, form=ComponentForm, fields=columns, widgets=widgets)
    made.texts = {name: TEXT_LABELS[name] for name in names}
    return made


class StepForm(forms.Form):
    """A step that asks nothing more."""


class AdoptForm(forms.Form):
    """When the council adopted it, and by which motion or why without one (design 2.13)."""

    on = DayField(label=_("Adopted on"))
    motion = forms.CharField(
        label=_("Motion"), required=False, max_length=300, help_text=_("Its number or its words, and the meeting.")
    )
    no_motion_reason = forms.CharField(
        label=_("If there was no motion, why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Either the motion or the reason is there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("motion") and not cleaned.get("no_motion_reason"):
            self.add_error("motion", _("Give the motion that adopted the strategy, or say why there was none."))
        return cleaned


class CloseForm(forms.Form):
    """Why a strategy is closed."""

    because = forms.CharField(label=_("Why it closes"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
