"""The lists a direction is tagged from: objectives of the calls and beside them, the 17 welcoming characteristics."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

import councils

_LISTS = Path(councils.__file__).parent / "data" / "lists"
_CALLS = "call_objectives"
# The calls' own first; then the shorter ones, the department's expectations, and a partnership's own goals (R66–R68).
_OBJECTIVES = (_CALLS, "short_objectives", "expectations", "london_goals")


@dataclass(frozen=True)
class Entry:
    """One entry of a list, in both official languages."""

    key: str
    en: str
    fr: str

    def __str__(self) -> str:
        return self.fr if (get_language() or "en").startswith("fr") else self.en


@dataclass(frozen=True)
class Offered:
    """A list by its name, as a form offers it."""

    title: Entry
    entries: tuple[Entry, ...]


@cache
def _entries(name: str) -> tuple[Entry, ...]:
    told = json.loads((_LISTS / f"{name}.json").read_text(encoding="utf-8"))["entries"]
    return tuple(Entry(entry["key"], entry["en"], entry["fr"]) for entry in told)


@cache
def _offered(name: str) -> tuple[str, Offered]:
    """A list of objectives and whose alone it is, if it is a partnership's own.

    Several lists use the same short keys, so every key but those of the calls, which came first, names its list.
    """
    told = json.loads((_LISTS / f"{name}.json").read_text(encoding="utf-8"))
    mark = "" if name == _CALLS else f"{name}:"
    entries = tuple(Entry(f"{mark}{entry.key}", entry.en, entry.fr) for entry in _entries(name))
    return told.get("partnership", ""), Offered(Entry(name, told["title_en"], told["title_fr"]), entries)


def objectives_offered(slug: str) -> list[Offered]:
    """The lists of objectives a direction of this partnership may be tagged from."""
    return [offered for owner, offered in map(_offered, _OBJECTIVES) if owner in {"", slug}]


def objectives_named(keys: Iterable[str]) -> list[Entry]:
    """The objectives chosen, of whichever list, in the order of the lists."""
    return entries_named((entry for _owner, offered in map(_offered, _OBJECTIVES) for entry in offered.entries), keys)


def characteristics() -> tuple[Entry, ...]:
    """The 17 characteristics of a welcoming community, list of 2010 (R92), in order."""
    return _entries("characteristics_2010")


def entries_named(entries: Iterable[Entry], keys: Iterable[str]) -> list[Entry]:
    """Those of the entries whose keys were chosen, in the order of the list."""
    wanted = set(keys)
    return [entry for entry in entries if entry.key in wanted]
