"""What upper apps tell jobs: what a kind of work is called, and who besides its owner may see it."""

from collections.abc import Callable
from typing import Any

MaySee = Callable[[Any, Any], bool]
_labels: dict[str, Any] = {}
_may_see: list[MaySee] = []


def register_kind(kind: str, label: Any) -> None:
    """Give a kind of work the (lazy) name a person reads on its page."""
    _labels[kind] = label


def label_of(kind: str) -> Any:
    """The name of a kind of work; the kind itself when nobody named it."""
    return _labels.get(kind, kind.replace("_", " "))


def may_see(predicate: MaySee) -> MaySee:
    """Register `predicate(user, job)`: whoever it answers True for sees the job as its owner does."""
    if predicate not in _may_see:
        _may_see.append(predicate)
    return predicate


def is_seen_by(user: Any, job: Any) -> bool:
    """Whether any registered predicate lets `user` see `job`."""
    return any(predicate(user, job) for predicate in _may_see)
