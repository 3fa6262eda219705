"""The lists a direction is tagged from: the eight objectives of the calls, the 17 welcoming characteristics."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

import councils

_LISTS = Path(councils.__file__).parent / "data" / "lists"


@dataclass(frozen=True)
class Entry:
    """One entry of a list, in both official languages."""

    key: str
    en: str
    fr: str

    def __str__(self) -> str:
        return self.fr if (get_language() or "en").startswith("fr") else self.en


@cache
def _entries(name: str) -> tuple[Entry, ...]:
    told = json.loads((_LISTS / f"{name}.json").read_text(encoding="utf-8"))["entries"]
    return tuple(Entry(entry["key"], entry["en"], entry["fr"]) for entry in told)


def objectives() -> tuple[Entry, ...]:
    """The eight objectives of the calls (R65), in order."""
    return _entries("call_objectives")


def characteristics() -> tuple[Entry, ...]:
    """The 17 characteristics of a welcoming community, list of 2010 (R92), in order."""
    return _entries("characteristics_2010")


def entries_named(entries: Iterable[Entry], keys: Iterable[str]) -> list[Entry]:
    """Those of the entries whose keys were chosen, in the order of the list."""
    wanted = set(keys)
    return [entry for entry in entries if entry.key in wanted]
