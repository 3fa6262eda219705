"""Who may open a stored file: whatever its kind says, asked again on every fetch."""

from typing import Any

import rules

from lipportal.files.registry import kind_called


@rules.predicate
def may_open_file(user: Any, stored: Any) -> bool:
    """Whether the kind of `stored` lets `user` in; a kind nobody registered lets nobody in."""
    kind = kind_called(stored.kind) if stored is not None else None
    return kind is not None and bool(kind.may_open(user, stored))


rules.add_perm("files.open_file", may_open_file)
