"""Research, findings, and how the list of research is searched."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lipportal.shared.days import DayField
from strategies.choices import ResearchKind, ResearchState
from strategies.forms.bilingual import BilingualForm
from strategies.models import Finding, ResearchItem


class ResearchFilter(forms.Form):
    """What the list of research is narrowed to."""

    q = forms.CharField(
        label=_("Find in research"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "class": "input", "dir": "auto"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All kinds")), *ResearchKind.choices],
        widget=forms.Select(attrs={"class": "input"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("In use")), *ResearchState.choices, ("ended", _("No longer used"))],
        widget=forms.Select(attrs={"class": "input"}),
    )


class ResearchForm(BilingualForm):
    """A piece of research: what it is, who did it, where and when."""

    texts = {"title": _("Title")}

    link = forms.URLField(label=_("Where it can be read"), required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = ResearchItem
        fields = ["title_en", "title_fr", "kind", "author", "area", "state", "done_on", "expected_on", "link"]
        labels = {
            "kind": _("Kind"),
            "author": _("Who did it"),
            "area": _("Area it covers"),
            "state": _("State"),
            "done_on": _("Done on"),
            "expected_on": _("Expected on"),
        }
        help_texts = {
            "author": _("The body or the people who did the work."),
            "done_on": _("For final research: the day it was finished."),
            "expected_on": _("For a draft: when it should be ready, so that nobody waits in the dark."),
        }
        field_classes = {"done_on": DayField, "expected_on": DayField}
        widgets = {"state": forms.RadioSelect(attrs={"data-taps": True})}

    def clean(self) -> dict[str, Any]:
        """Final research has its day."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("state") == ResearchState.FINAL and not cleaned.get("done_on"):
            self.add_error("done_on", _("Final research has a day: say when it was done."))
        return cleaned


class FindingForm(BilingualForm):
    """What was found, in a sentence."""

    texts = {"text": _("What was found")}
    hints = {"text": _("One sentence that a direction can rest on.")}

    class Meta:
        model = Finding
        fields = ["text_en", "text_fr"]
        widgets = {"text_en": forms.Textarea(attrs={"rows": 3}), "text_fr": forms.Textarea(attrs={"rows": 3})}


class EndForm(forms.Form):
    """The end of a record: the day and the reason."""

    on = DayField(label=_("Last day"))
    because = forms.CharField(label=_("Why it ends"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
