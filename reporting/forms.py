"""What people type in the reporting app: shapes and messages; saving goes through the services."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from lipportal.shared import bilingual
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm
from reporting.choices import SectionNumber, Severity
from reporting.models import ReportSection, ReviewNote, VarianceReason, YearlyReport
from reporting.rules import BRIEF_WORDS, names_of_texts, one_sided_texts, stale_languages, stale_texts

REASON_WORDS = 60
LONGEST_NOTE = 4000


_STILL_RIGHT = {
    "en": _("The English still says the same"),
    "fr": _("The French still says the same"),
}


def within_words(text: str, most: int) -> str:
    """The text, or a ValidationError that says how many words there are and how many fit."""
    count = len(text.split())
    if count > most:
        raise forms.ValidationError(
            _("%(count)s words; there is room for %(most)s."), params={"count": count, "most": most}
        )
    return text


class TwoTextsForm(RecordForm):
    """A text in both languages, or "nothing to report", or the visible exception that one will not be given.

    `is_nothing` is the form's second button: one press, and nothing typed is lost by it.
    """

    exception = forms.BooleanField(
        label=_("The other language will not be given"),
        help_text=_("Readers then see why it is in one language."),
        required=False,
    )
    most_words = 0

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.was_nothing = self.instance.is_nothing
        other = bilingual.other(language)
        self.initial.setdefault("exception", bilingual.state_of(self.instance, "text", other) == "excepted")
        self.stale = next(iter(stale_languages(self.instance)), "")
        if self.stale:
            self.fields["still_right"] = forms.BooleanField(label=_STILL_RIGHT[self.stale], required=False)
        for name, label in (("text_en", _("In English")), ("text_fr", _("In French"))):
            self.fields[name].label = label
            self.fields[name].widget.attrs.update({"rows": 8, "lang": name[-2:]})
            longest = self.most_words * bilingual.SIGNS_A_WORD or bilingual.LONGEST_TEXT
            self.fields[name].validators.append(MaxLengthValidator(longest))
            if self.most_words:
                self.fields[name].widget.attrs["data-words"] = self.most_words

    @property
    def texts(self) -> list[Any]:
        """The two fields, the language of the report first."""
        return [self[f"text_{self.language}"], self[f"text_{bilingual.other(self.language)}"]]

    def clean_text_en(self) -> str:
        """The English, no longer than fits."""
        text: str = self.cleaned_data["text_en"]
        return within_words(text, self.most_words) if self.most_words else text

    def clean_text_fr(self) -> str:
        """The French, no longer than fits."""
        text: str = self.cleaned_data["text_fr"]
        return within_words(text, self.most_words) if self.most_words else text

    def clean(self) -> dict[str, Any]:
        """Nothing to report and a text contradict each other; an empty form leaves an earlier "nothing" standing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        written = f"text_{self.language}" if cleaned.get(f"text_{self.language}") else ""
        written = written or next((name for name in ("text_en", "text_fr") if cleaned.get(name)), "")
        if cleaned.get("is_nothing") and written:
            self.add_error(
                written, _("There is a text here. Save it, or empty it first and then choose “Nothing to report”.")
            )
        elif self.was_nothing and not written:
            cleaned["is_nothing"] = True
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the service saves: the texts, the exception as a note on the other language, and what is still right.

        A translation that fell behind stays marked until it is written anew or said to be right as it is.
        """
        other = bilingual.other(self.language)
        notes = {name: dict(states) for name, states in (self.instance.language_notes or {}).items()}
        states = notes.get("text", {})
        if states.get(other) == "excepted":
            states.pop(other)
        if self.cleaned_data.get("still_right"):
            states.pop(self.stale, None)
        if self.cleaned_data["exception"] and not self.cleaned_data[f"text_{other}"]:
            notes = bilingual.excepted(notes, "text", other)
        names = ("text_en", "text_fr", "is_nothing")
        return {**{name: self.cleaned_data[name] for name in names}, "language_notes": notes}


class CoverForm(RecordForm):
    """The one thing of the cover that is chosen for the report itself."""

    class Meta:
        model = YearlyReport
        fields = ("language",)
        help_texts = {
            "language": _("The language each section is first written in. Both languages can always be given.")
        }


class SectionForm(TwoTextsForm):
    """One section of the yearly report."""

    class Meta:
        model = ReportSection
        fields = ("is_nothing", "text_en", "text_fr")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.most_words = BRIEF_WORDS if kwargs["instance"].number == SectionNumber.YEAR_IN_BRIEF else 0
        super().__init__(*args, **kwargs)


class ReasonForm(TwoTextsForm):
    """Why an action was late, stopped, carried over or short."""

    most_words = REASON_WORDS

    class Meta:
        model = VarianceReason
        fields = ("is_nothing", "text_en", "text_fr")

    def clean(self) -> dict[str, Any]:
        """A reason, or the honest nothing."""
        cleaned = super().clean()
        if not (cleaned.get("is_nothing") or cleaned.get("text_en") or cleaned.get("text_fr")) and not self.errors:
            self.add_error(f"text_{self.language}", _("Write a reason, or choose “Nothing to report”."))
        return cleaned


class ApprovalForm(forms.Form):
    """The council's approval: a day, and a motion or the reason why there was none."""

    on = DayField(label=_("Day of the approval"))
    motion = forms.CharField(
        label=_("Motion"), help_text=_("Its number or words, as in the minutes."), max_length=300, required=False
    )
    no_motion_reason = forms.CharField(
        label=_("If there was no motion, why?"),
        help_text=_("Fill in one of the two."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, never both, never neither (design 2.13)."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("motion")) == bool(cleaned.get("no_motion_reason")) and "on" in cleaned:
            self.add_error("motion", _("Give the motion, or the reason why there was none; one of the two."))
        return cleaned


class NoteForm(RecordForm):
    """An officer's note on a section."""

    class Meta:
        model = ReviewNote
        fields = ("severity", "section", "line", "text", "language")
        widgets = {
            "severity": forms.RadioSelect(attrs={"data-taps": True}),
            "text": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "line": _("The figure or action you mean, such as 5.4."),
            "text": _("The coordinator reads this beside the section. Say what would settle it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].validators.append(MaxLengthValidator(LONGEST_NOTE))
        self.fields["severity"].choices = Severity.choices  # type: ignore[attr-defined]
        self.fields["section"].choices = [(number, f"{number}. {title}") for number, title in SectionNumber.choices]  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """The partnership's answer to one note."""

    reply = forms.CharField(label=_("Your answer"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4}))


class WithdrawForm(forms.Form):
    """Why a note is withdrawn."""

    because = forms.CharField(label=_("Why is it withdrawn?"), max_length=500)


class AcceptForm(forms.Form):
    """Observations that go with an acceptance."""

    observations = forms.CharField(
        label=_("Observations"),
        help_text=_("What was good, and what to look at next year. The partnership reads this."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class EmptyForm(forms.Form):
    """A step that asks for nothing but the decision itself."""


class PublishForm(forms.Form):
    """What stays in one language, or with a translation behind it, is ticked; without any, nothing is asked."""

    in_one_language = forms.BooleanField(label=_("These parts stay in one language"), required=False)

    def __init__(self, *args: Any, report: YearlyReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone, behind = one_sided_texts(report), stale_texts(report)
        if not (alone or behind):
            del self.fields["in_one_language"]
            return
        field = self.fields["in_one_language"]
        if behind:
            field.label = _("These parts stay in one language, or with a translation that is out of date")
        field.help_text = _("%(parts)s. Readers are told beside each.") % {"parts": names_of_texts([*alone, *behind])}
