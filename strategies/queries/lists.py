"""The lists a direction is tagged from: objectives of the calls and beside them, the 17 welcoming characteristics."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from councils.queries.lists import Entry, entries_of, list_named

_CALLS = "call_objectives"
# The calls' own first; then the shorter ones, the department's expectations, and a partnership's own goals (R66–R68).
_OBJECTIVES = (_CALLS, "short_objectives", "expectations", "london_goals")


@dataclass(frozen=True)
class Offered:
    """A list by its name, as a form offers it."""

    title: Entry
    entries: tuple[Entry, ...]


@cache
def _offered(name: str) -> tuple[str, Offered]:
    """A list of objectives and whose alone it is, if it is a partnership's own.

    Several lists use the same short keys, so every key but those of the calls, which came first, names its list.
    """
    told = list_named(name)
    mark = "" if name == _CALLS else f"{name}:"
    entries = tuple(Entry(f"{mark}{entry.key}", entry.en, entry.fr) for entry in entries_of(name))
    return told.get("partnership", ""), Offered(Entry(name, told["title_en"], told["title_fr"]), entries)


def objectives_offered(slug: str) -> list[Offered]:
    """The lists of objectives a direction of this partnership may be tagged from."""
    return [offered for owner, offered in map(_offered, _OBJECTIVES) if owner in {"", slug}]


def objectives_named(keys: Iterable[str]) -> list[Entry]:
    """The objectives chosen, of whichever list, in the order of the lists."""
    return entries_named((entry for _owner, offered in map(_offered, _OBJECTIVES) for entry in offered.entries), keys)


def characteristics() -> tuple[Entry, ...]:
    """The 17 characteristics of a welcoming community, list of 2010 (R92), in order."""
    return entries_of("characteristics_2010")


def entries_named(entries: Iterable[Entry], keys: Iterable[str]) -> list[Entry]:
    """Those of the entries whose keys were chosen, in the order of the list."""
    wanted = set(keys)
    return [entry for entry in entries if entry.key in wanted]
