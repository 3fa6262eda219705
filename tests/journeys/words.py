"""The portal's own words in a language, as its catalogues have them: journeys follow what people read."""

import re
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.translation import trans_real

CONTEXT_ENDS = "\x04"


@cache
def readings(language: str, words: str) -> tuple[str, ...]:
    """All that a page in `language` may say for these English words, whichever context they stand in."""
    found = {}
    for catalogue in trans_real.translation(language)._catalog._catalogs:
        for key, text in catalogue.items():
            singular = key[0] if isinstance(key, tuple) else key
            if text and singular.rpartition(CONTEXT_ENDS)[2] == words:
                found[text] = CONTEXT_ENDS in singular
    return tuple(sorted(found, key=found.get)) or (words,)


def say(language: str, words: Any, **values: Any) -> str:
    """What a page in `language` says for English words, or for a text of the portal that knows its languages."""
    if not isinstance(words, str):
        with translation.override(language):
            return " ".join(str(words).split())
    text = readings(language, words)[0]
    return " ".join((text % values if values else text).split())


def sayings(language: str, words: Any, **values: Any) -> list[str]:
    """Every way `say` might put it."""
    if not isinstance(words, str):
        return [say(language, words)]
    return [text % values if values else text for text in readings(language, words)]


def pattern_of(*texts: str) -> str:
    """Any of these texts as a pattern, whatever the spaces; a dash may be joined to what follows it."""
    each = (r"\s+".join(re.escape(piece).replace("–", "–\u2060?") for piece in text.split()) for text in texts)
    return "(?:" + "|".join(each) + ")"


def exactly(*texts: str) -> re.Pattern[str]:
    """A pattern for a whole name."""
    return re.compile(rf"^\s*{pattern_of(*texts)}\s*$")


def beginning(*texts: str) -> re.Pattern[str]:
    """A pattern for a name that begins so."""
    return re.compile(rf"^\s*{pattern_of(*texts)}")
