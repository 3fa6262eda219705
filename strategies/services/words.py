"""What the writing of a strategy's words has in common: translations, the lock, the amendment beside the change."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from lipportal.audit import services as audit
from lipportal.shared.bilingual import OFFICIAL, bilingual_names, excepted
from lipportal.shared.errors import Refused
from strategies.models import Amendment, Direction, Strategy


@dataclass(frozen=True)
class Translations:
    """What a writer says of translations: texts that will not be given in a language, and ones that are still right.

    Each is a pair (text, language), such as ("vision", "fr").
    """

    excepted: frozenset[tuple[str, str]] = frozenset()
    still_right: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class AmendmentWords:
    """What an adopted strategy's amendment says: the day, what changed, and the motion or why there was none."""

    on: date
    what_en: str = ""
    what_fr: str = ""
    motion: str = ""
    no_motion_reason: str = ""


def held_strategy(strategy: Strategy) -> Strategy:
    """The strategy as it stands, held until the transaction ends, so that nobody adopts it while it is written."""
    return Strategy.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=strategy.pk)


def refuse_unless_writable(strategy: Strategy, amendment: AmendmentWords | None) -> None:
    """Raise Refused when the strategy's words are locked: over, or adopted and no amendment is given."""
    if strategy.is_open or (strategy.is_amendable and amendment is not None):
        return
    if strategy.is_amendable:
        raise Refused(_("The strategy is adopted. Its words change only with an amendment: say what changes, and why."))
    raise Refused(_("This strategy is over. It stays as it was; write what is new into the next one."))


def whole_values(
    record: Any, values: Mapping[str, Any], names: Iterable[str], translations: Translations | None
) -> dict[str, Any]:
    """The columns to write: all texts of the record with those of `names` replaced, and the state of translations.

    Every text goes along, changed or not, so that a translation already out of date stays marked.
    """
    columns = {
        f"{name}_{lang}": getattr(record, f"{name}_{lang}")
        for name in bilingual_names(type(record))
        for lang in OFFICIAL
    }
    given = {column: values[column] for name in names for lang in OFFICIAL if (column := f"{name}_{lang}") in values}
    columns |= given
    return {**columns, "language_notes": _notes(record, columns, names, translations)}


def _notes(
    record: Any, columns: Mapping[str, Any], names: Iterable[str], translations: Translations | None
) -> dict[str, Any]:
    notes: dict[str, Any] = deepcopy(record.language_notes or {})
    if translations is None:
        return notes
    for name in names:
        for lang in OFFICIAL:
            noted = notes.get(name, {}).get(lang)
            if (name, lang) in translations.excepted and not columns[f"{name}_{lang}"]:
                notes = excepted(notes, name, lang)
            elif noted == "excepted" or (noted == "out_of_date" and (name, lang) in translations.still_right):
                notes[name].pop(lang)
    return {name: states for name, states in notes.items() if states}


def first_written_in(values: Mapping[str, Any], name: str) -> str:
    """The language a new record was written in first: English unless only the French is there."""
    return "fr" if values.get(f"{name}_fr") and not values.get(f"{name}_en") else "en"


def keep_amendment(
    strategy: Strategy,
    words: AmendmentWords,
    *,
    component: str,
    by: Any,
    before: int,
    after: int,
    direction: Direction | None = None,
) -> Amendment:
    """Write down what was amended, and which two versions show it; Refused when it does not say what and by what."""
    problems: list[Any] = []
    if not words.what_en.strip() and not words.what_fr.strip():
        problems.append(_("Say what the amendment changes, in English or French."))
    if not words.motion.strip() and not words.no_motion_reason.strip():
        problems.append(_("Give the motion that amended the strategy, or say why there was none."))
    if problems:
        raise Refused.because(problems)
    amendment = Amendment(
        partnership=strategy.partnership,
        strategy=strategy,
        on=words.on,
        what_en=words.what_en,
        what_fr=words.what_fr,
        motion=words.motion,
        no_motion_reason=words.no_motion_reason,
        component=component,
        direction=direction,
        version_before=before,
        version_after=after,
        written_in=first_written_in({"what_en": words.what_en, "what_fr": words.what_fr}, "what"),
    )
    return audit.create(amendment, by=by)
