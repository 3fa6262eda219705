"""The kinds of file an upper app keeps here: who may open one, how long it stays, which formats it takes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MayOpen = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class FileKind:
    """One kind of stored file.

    `may_open(user, stored_file)` is asked again on every fetch, so a right that ends takes its files with it.
    `accepts` names formats of rules/formats.py. `retention` is the class that audit keeps.
    """

    key: str
    may_open: MayOpen
    retention: str
    accepts: frozenset[str] | set[str] = field(default_factory=frozenset)


_kinds: dict[str, FileKind] = {}


def register_kind(kind: FileKind) -> None:
    """Add a kind; upper apps call this once, when they are ready."""
    _kinds[kind.key] = kind


def kind_called(key: str) -> FileKind | None:
    """The kind with this key, or None: a file whose kind nobody registered is opened by nobody."""
    return _kinds.get(key)


def registered_kinds() -> list[FileKind]:
    """Every kind, by key."""
    return [_kinds[key] for key in sorted(_kinds)]
