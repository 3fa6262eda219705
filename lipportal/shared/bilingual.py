"""A text in English and French: which one is there, out of date or excepted, and which one is really shown."""

from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

OFFICIAL = ("en", "fr")
# The longest text one person writes into one column.
LONGEST_TEXT = 20_000
# How many signs a word has room for: one without blanks is of any length, and some languages write none.
SIGNS_A_WORD = 10
State = Literal["there", "out_of_date", "excepted", "missing"]


class Language(models.TextChoices):
    """The two official languages (design 2.11)."""

    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


@dataclass(frozen=True)
class Shown:
    """One text as a page shows it: the words, the language they are in, and how the asked-for language stands."""

    text: str
    lang: str
    state: State
    asked: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


class Bilingual(models.Model):
    """A record whose texts live in two columns each, `<name>_en` and `<name>_fr`.

    `written_in` is the language its author wrote first. `language_notes` holds, per text and language, what is not
    simply there: {"title": {"fr": "out_of_date"}} or {"title": {"fr": "excepted"}}.
    """

    written_in = models.CharField(_("written in"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    language_notes = models.JSONField(_("state of the translations"), default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


def other(language: str) -> str:
    """The other official language."""
    return "fr" if language == "en" else "en"


def bilingual_names(model: type[models.Model]) -> list[str]:
    """The names of a model's texts that have both an English and a French column."""
    names = {field.name for field in model._meta.get_fields()}
    return sorted(name[:-3] for name in names if name.endswith("_en") and f"{name[:-3]}_fr" in names)


def texts_of(record: Any) -> dict[str, str]:
    """Every text of `record` in both columns, by column."""
    names = bilingual_names(type(record))
    return {f"{name}_{lang}": getattr(record, f"{name}_{lang}") for name in names for lang in OFFICIAL}


def state_of(record: Any, name: str, language: str) -> State:
    """How the text `name` of `record` stands in `language`."""
    noted: State | None = (getattr(record, "language_notes", None) or {}).get(name, {}).get(language)
    if not getattr(record, f"{name}_{language}"):
        return "excepted" if noted == "excepted" else "missing"
    return "out_of_date" if noted == "out_of_date" else "there"


def shown(record: Any, name: str, language: str | None = None) -> Shown:
    """The text `name` of `record` in the asked language, or in the other one, honestly marked.

    A page in Spanish or Arabic asks for the language the text was written in.
    """
    asked = (language or get_language() or "en")[:2]
    asked = asked if asked in OFFICIAL else getattr(record, "written_in", "en")
    here = getattr(record, f"{name}_{asked}")
    if here:
        return Shown(here, asked, state_of(record, name, asked), asked)
    elsewhere = getattr(record, f"{name}_{other(asked)}")
    return Shown(elsewhere, other(asked) if elsewhere else asked, state_of(record, name, asked), asked)


def notes_after(record: Any, before: dict[str, Any]) -> dict[str, Any]:
    """The `language_notes` once `record` was changed from `before`.

    A text rewritten in one language leaves the other out of date, unless the rewriting brought up what was out of
    date itself. A text written or erased leaves the other alone. An exception lasts until the text is written.
    """
    notes = {name: dict(states) for name, states in (record.language_notes or {}).items()}
    for name in bilingual_names(type(record)):
        changed = [lang for lang in OFFICIAL if getattr(record, f"{name}_{lang}") != before.get(f"{name}_{lang}", "")]
        states = notes.setdefault(name, {})
        stale = {lang for lang in changed if states.get(lang) == "out_of_date"}
        for language in changed:
            if getattr(record, f"{name}_{language}") or language in stale:
                states.pop(language, None)
        left = other(changed[0]) if len(changed) == 1 and not stale else ""
        if left and getattr(record, f"{name}_{left}") and _was_rewritten(record, before, f"{name}_{changed[0]}"):
            states[left] = "out_of_date"
        if not states:
            notes.pop(name)
    return notes


def _was_rewritten(record: Any, before: dict[str, Any], column: str) -> bool:
    return bool(before.get(column)) and bool(getattr(record, column))


def excepted(notes: dict[str, Any], name: str, language: str) -> dict[str, Any]:
    """`notes` with a visible exception: this text will not be given in `language` (design 2.11)."""
    return {**notes, name: {**notes.get(name, {}), language: "excepted"}}


def missing_languages(record: Any, *names: str) -> list[tuple[str, str]]:
    """The (text, language) pairs that stop a publication: neither there nor excepted."""
    return [(name, lang) for name in names for lang in OFFICIAL if state_of(record, name, lang) == "missing"]
