"""Texts in English and French side by side, each with a tick for what will not be translated; and amendments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lipportal.shared.bilingual import OFFICIAL, state_of
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm
from strategies.services import AmendmentWords, Translations

_NAMED = {"en": _("{text}, in English"), "fr": _("{text}, in French")}
_EXCEPTED = {"en": _("There will be no English of this text"), "fr": _("There will be no French of this text")}
_STILL_RIGHT = {"en": _("The English still says the same"), "fr": _("The French still says the same")}


@dataclass(frozen=True)
class Side:
    """One language of a text: its field, how it stands, and the ticks under it."""

    language: str
    field: BoundField
    state: str
    excepted: BoundField
    still_right: BoundField | None


@dataclass(frozen=True)
class FieldPair:
    """One text to write in both languages."""

    name: str
    label: Any
    hint: Any
    sides: list[Side]


class BilingualForm(RecordForm):
    """A model form over texts in two languages; `texts` names them with their labels, `hints` says what is wanted."""

    texts: Mapping[str, Any] = {}
    hints: Mapping[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._states: dict[tuple[str, str], str] = {}
        for name, label in self.texts.items():
            for language in OFFICIAL:
                self._add_ticks(name, label, language)

    def _add_ticks(self, name: str, label: Any, language: str) -> None:
        state = state_of(self.instance, name, language)
        self._states[name, language] = state
        field = self.fields[f"{name}_{language}"]
        field.label = format_lazy(_NAMED[language], text=label)
        field.widget.attrs["lang"] = f"{language}-CA"
        self.fields[f"{name}_{language}_excepted"] = forms.BooleanField(
            label=_EXCEPTED[language], required=False, initial=state == "excepted"
        )
        if state == "out_of_date":
            self.fields[f"{name}_{language}_still_right"] = forms.BooleanField(
                label=_STILL_RIGHT[language], required=False
            )

    @property
    def pairs(self) -> list[FieldPair]:
        """The texts as the page lays them out."""
        return [
            FieldPair(name, label, self.hints.get(name, ""), self._sides(name)) for name, label in self.texts.items()
        ]

    def _sides(self, name: str) -> list[Side]:
        return [
            Side(
                language,
                self[f"{name}_{language}"],
                self._states[name, language],
                self[f"{name}_{language}_excepted"],
                self[still] if (still := f"{name}_{language}_still_right") in self.fields else None,
            )
            for language in OFFICIAL
        ]

    @property
    def translations(self) -> Translations:
        """What the writer ticked."""
        return Translations(excepted=self._ticked("excepted"), still_right=self._ticked("still_right"))

    def _ticked(self, what: str) -> frozenset[tuple[str, str]]:
        return frozenset(
            (name, language)
            for name in self.texts
            for language in OFFICIAL
            if self.cleaned_data.get(f"{name}_{language}_{what}")
        )


class AmendmentFields(forms.Form):
    """The words of an amendment, in the same form as the change; there only when `amends` is set."""

    def __init__(self, *args: Any, amends: bool = False, today: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.amends = amends
        if amends:
            self.fields |= _amendment_fields(today)

    @property
    def amendment_bound(self) -> list[BoundField]:
        """The amendment's fields, in order."""
        return [self[name] for name in self.fields if name.startswith("amendment_")]

    def clean(self) -> dict[str, Any]:
        """An amendment says what changes, and by which motion or why without one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.amends:
            if not cleaned.get("amendment_what_en") and not cleaned.get("amendment_what_fr"):
                self.add_error("amendment_what_en", _("Say what the amendment changes, in English or French."))
            if not cleaned.get("amendment_motion") and not cleaned.get("amendment_no_motion_reason"):
                self.add_error(
                    "amendment_motion", _("Give the motion that amended the strategy, or say why there was none.")
                )
        return cleaned

    @property
    def amendment(self) -> AmendmentWords | None:
        """The amendment as typed; None while the strategy is being drafted."""
        if not self.amends:
            return None
        data = self.cleaned_data
        return AmendmentWords(
            on=data["amendment_on"],
            what_en=data["amendment_what_en"],
            what_fr=data["amendment_what_fr"],
            motion=data["amendment_motion"],
            no_motion_reason=data["amendment_no_motion_reason"],
        )


def _amendment_fields(today: Any) -> dict[str, forms.Field]:
    short = forms.Textarea(attrs={"rows": 3})
    return {
        "amendment_what_en": forms.CharField(label=_("What changes, in English"), required=False, widget=short),
        "amendment_what_fr": forms.CharField(
            label=_("What changes, in French"), required=False, widget=forms.Textarea(attrs={"rows": 3})
        ),
        "amendment_on": DayField(label=_("Day of the amendment"), initial=today),
        "amendment_motion": forms.CharField(label=_("Motion that amends it"), required=False, max_length=300),
        "amendment_no_motion_reason": forms.CharField(
            label=_("If there was no motion, why"), required=False, widget=forms.Textarea(attrs={"rows": 2})
        ),
    }
