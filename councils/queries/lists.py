"""The lists of the data folder, in both official languages: what forms offer and pages name."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

import councils
from councils.models import Body, Partnership
from lipportal.shared.folding import fold

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
def list_named(name: str) -> dict[str, Any]:
    """A list with what is said of it: titles, sources, whose it is, its entries."""
    told: dict[str, Any] = json.loads((_LISTS / f"{name}.json").read_text(encoding="utf-8"))
    return told


@cache
def entries_of(name: str) -> tuple[Entry, ...]:
    """The entries of a list, in its order."""
    return tuple(Entry(entry["key"], entry["en"], entry["fr"]) for entry in list_named(name)["entries"])


def themes_offered(partnership: Partnership) -> list[str]:
    """Themes for a table to choose from: the partnership's own first, then the five of the seed (R26, R27)."""
    at_work = Body.objects.filter(partnership=partnership, ended_on__isnull=True).exclude(theme="")
    own = {fold(theme): theme for theme in at_work.values_list("theme", flat=True)}
    fresh = [entry for entry in entries_of("table_themes") if not {fold(entry.en), fold(entry.fr)} & own.keys()]
    return [own[key] for key in sorted(own)] + [str(entry) for entry in fresh]
