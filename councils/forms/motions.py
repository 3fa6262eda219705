"""Input about motions: the wording, who moved and seconded, what was decided, and who has no vote."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.choices import MotionMethod
from councils.forms.common import want_a_language
from councils.forms.inputs import long_text
from councils.models import DeclaredConflict, Membership, Motion
from councils.queries.meetings import day_of
from councils.queries.motions import judgement_of, voters_on
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm

COUNTED = {
    "in_favour": _("How many were in favour? Nobody is 0."),
    "against": _("How many were against? Nobody is 0."),
    "abstained": _("How many abstained? Nobody is 0."),
}


def name_of(member: Membership) -> str:
    """A member by name."""
    return str(member.person.name)


class MotionForm(RecordForm):
    """The wording of a motion, in one official language or both."""

    class Meta:
        model = Motion
        fields = ("text_en", "text_fr")
        labels = {"text_en": _("English"), "text_fr": _("French")}
        widgets = {
            "text_en": forms.Textarea(attrs={"rows": 4, "lang": "en", "dir": "ltr"}),
            "text_fr": forms.Textarea(attrs={"rows": 4, "lang": "fr", "dir": "ltr"}),
        }

    def clean(self) -> dict[str, Any]:
        """One language at least."""
        values = super().clean() or {}
        want_a_language(self, "text", _("Write the motion in English or in French."))
        return values


class MotionStepForm(forms.Form):
    """A step of a motion that was read."""

    def __init__(self, *args: Any, motion: Motion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.motion = motion


class PutForm(MotionStepForm):
    """Who moved it, and who seconded."""

    mover: Any = forms.ModelChoiceField(label=_("Moved by"), queryset=None)
    seconder: Any = forms.ModelChoiceField(label=_("Seconded by"), queryset=None)

    def __init__(self, *args: Any, motion: Motion, **kwargs: Any) -> None:
        super().__init__(*args, motion=motion, **kwargs)
        for name in ("mover", "seconder"):
            field = self.fields[name]
            field.queryset = voters_on(motion)  # type: ignore[attr-defined]
            field.label_from_instance = name_of  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Two people."""
        values = super().clean() or {}
        if values.get("mover") and values.get("mover") == values.get("seconder"):
            self.add_error("seconder", _("Somebody other than the mover seconds a motion."))
        return values


class DecideForm(MotionStepForm):
    """How it was decided, the votes, and from when it holds."""

    method = forms.ChoiceField(label=_("How it was decided"), choices=MotionMethod.choices, widget=forms.RadioSelect)
    in_favour = forms.IntegerField(label=_("In favour"), required=False, min_value=0, max_value=999)
    against = forms.IntegerField(label=_("Against"), required=False, min_value=0, max_value=999)
    abstained = forms.IntegerField(label=_("Abstained"), required=False, min_value=0, max_value=999)
    effective_on = DayField(label=_("If it carries, it takes effect on"), required=False)

    def __init__(self, *args: Any, motion: Motion, **kwargs: Any) -> None:
        super().__init__(*args, motion=motion, **kwargs)
        self.judged = judgement_of(motion)
        self.fields["effective_on"].initial = day_of(motion.meeting)
        for name in COUNTED:
            self.fields[name].widget.attrs |= {"class": "w-s", "inputmode": "numeric"}
        self.fields["in_favour"].help_text = _("For a show of hands. Nobody is 0.")

    def clean(self) -> dict[str, Any]:
        """A show of hands is counted, a consensus is not."""
        values = super().clean() or {}
        if values.get("method") == MotionMethod.HANDS:
            for name, words in COUNTED.items():
                if values.get(name) is None and name not in self.errors:
                    self.add_error(name, words)
        elif values.get("method") == MotionMethod.CONSENSUS and any(values.get(name) is not None for name in COUNTED):
            words = _("By consensus nobody is counted. Leave the votes empty, or say that it was a show of hands.")
            self.add_error("method", words)
        return values


class LapseForm(MotionStepForm):
    """Nothing to fill in: the button is the answer."""

    def __init__(self, *args: Any, motion: Motion, **kwargs: Any) -> None:
        super().__init__(*args, motion=motion, **kwargs)
        self.judged = judgement_of(motion)


class SetAsideForm(MotionStepForm):
    """Why."""

    because = forms.CharField(label=_("Why?"), max_length=1000, widget=long_text(3))


class ConflictForm(RecordForm):
    """Which member, what the conflict is, and whether they left the room."""

    class Meta:
        model = DeclaredConflict
        fields = ("membership", "nature", "has_left")
        widgets = {"nature": long_text(3)}
        help_texts = {
            "nature": _("In a sentence, as the minutes would have it. Never public."),
            "has_left": _("Whoever stays counts towards quorum, and has no vote either."),
        }

    def __init__(self, *args: Any, motion: Motion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["membership"]
        moved_it = [motion.mover_id, motion.seconder_id]
        field.queryset = voters_on(motion).exclude(pk__in=[one for one in moved_it if one])  # type: ignore[attr-defined]
        field.label_from_instance = name_of  # type: ignore[attr-defined]


class TakeBackForm(forms.Form):
    """Why a declaration is taken back."""

    because = forms.CharField(label=_("Why?"), max_length=1000, widget=long_text(3))
