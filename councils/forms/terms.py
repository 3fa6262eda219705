"""Input about terms of reference: the numbers, the wording in both languages, and each step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.forms.inputs import long_text, number_input
from councils.models import Body, TermsOfReference, TermsSection
from councils.queries.bodies import running_bodies
from councils.rules import problems_with_rule_numbers
from lipportal.shared.bilingual import state_of
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm


class NewTermsForm(RecordForm):
    """Which body drafts the version, and what it changes."""

    class Meta:
        model = TermsOfReference
        fields = ("change_summary", "drafted_by")
        widgets = {"change_summary": long_text(3)}
        help_texts = {
            "change_summary": _("A sentence or two, for those who read the versions later."),
            "drafted_by": _("An advisory committee may draft the terms of a council to come."),
        }

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drafted_by"].queryset = running_bodies(body.partnership)  # type: ignore[attr-defined]
        self.fields["drafted_by"].empty_label = _("The body itself")  # type: ignore[attr-defined]


class TermsForm(NewTermsForm):
    """The rules of decision as numbers, beside the wording (design 2.5)."""

    class Meta:
        model = TermsOfReference
        fields = (
            "quorum_kind",
            "quorum_value",
            "second_meeting_is_quorate",
            "decision_percent",
            "term_years",
            "most_terms",
            "meetings_a_year",
            "review_on",
            "change_summary",
            "drafted_by",
        )
        field_classes = {"review_on": DayField}
        widgets = {
            "quorum_kind": forms.RadioSelect,
            "quorum_value": forms.NumberInput(attrs={"class": "w-s", "step": "any"}),
            "decision_percent": forms.NumberInput(attrs={"class": "w-s", "step": "any"}),
            "term_years": number_input(),
            "most_terms": number_input(),
            "meetings_a_year": number_input(),
            "change_summary": long_text(3),
        }
        help_texts = {
            **NewTermsForm.Meta.help_texts,
            "quorum_value": _("A percentage, or a number of people, as chosen above."),
            "second_meeting_is_quorate": _("If the first meeting failed for want of quorum."),
            "decision_percent": _("50 means more than half of the votes."),
        }

    def clean(self) -> dict[str, Any]:
        """The numbers make sense together; said here as the rule says it before adoption."""
        values = super().clean() or {}
        numbers = ("quorum_kind", "quorum_value", "decision_percent", "term_years", "most_terms", "meetings_a_year")
        if all(values.get(name) is not None for name in numbers):
            for reason in problems_with_rule_numbers(TermsOfReference(**{name: values[name] for name in numbers})):
                self.add_error(None, reason)
        return values


class TermsSectionForm(RecordForm):
    """One section in English and French, and whether one of them will not be given."""

    except_en = forms.BooleanField(label=_("English will not be given"), required=False)
    except_fr = forms.BooleanField(label=_("French will not be given"), required=False)

    class Meta:
        model = TermsSection
        fields = ("text_en", "text_fr")
        widgets = {
            "text_en": forms.Textarea(attrs={"rows": 10, "lang": "en", "dir": "ltr"}),
            "text_fr": forms.Textarea(attrs={"rows": 10, "lang": "fr", "dir": "ltr"}),
        }
        labels = {"text_en": _("English"), "text_fr": _("French")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in ("en", "fr"):
            field = self.fields[f"except_{language}"]
            field.initial = state_of(self.instance, "text", language) == "excepted"
            field.help_text = _("Readers will see that it was left out on purpose.")

    def clean(self) -> dict[str, Any]:
        """A section is not left out in both languages."""
        values = super().clean() or {}
        is_silent = all(values.get(f"except_{code}") and not values.get(f"text_{code}") for code in ("en", "fr"))
        if is_silent:
            self.add_error("except_fr", _("A section needs its words in one language at least."))
        return values

    def texts(self) -> dict[str, str]:
        """The wording that was typed."""
        return {name: self.cleaned_data[name] for name in ("text_en", "text_fr")}

    def exceptions(self) -> dict[str, bool]:
        """The languages that were ticked as not to be given."""
        return {code: self.cleaned_data[f"except_{code}"] for code in ("en", "fr")}


class TermsStepForm(forms.Form):
    """A step with nothing to fill in."""


class EndorseForm(TermsStepForm):
    """When the gathered community said yes, and how."""

    on = DayField(label=_("Day"))
    endorsement = forms.CharField(
        label=_("Who endorsed it, and how"),
        max_length=2000,
        widget=long_text(4),
        help_text=_(
            "For example: 86 people at the community consultation, all in favour. If nobody was gathered, say why."
        ),
    )


class ReasonForm(TermsStepForm):
    """Why."""

    because = forms.CharField(label=_("Why?"), max_length=1000, widget=long_text(3))


class AdoptForm(TermsStepForm):
    """The motion, or why there was none, and the day."""

    on = DayField(label=_("Day of adoption"))
    motion = forms.CharField(label=_("Motion"), required=False, max_length=300, help_text=_("As the minutes have it."))
    no_motion_reason = forms.CharField(
        label=_("Or: why there was no motion"), required=False, max_length=1000, widget=long_text(3)
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is given."""
        values = super().clean() or {}
        if not values.get("motion") and not values.get("no_motion_reason"):
            self.add_error("motion", _("Give the motion, or say why there was none."))
        return values


class PutInForceForm(TermsStepForm):
    """From which day."""

    on = DayField(label=_("In force since"))
