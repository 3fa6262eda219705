"""What upper apps tell jobs: what a kind of work is called."""

from typing import Any

_labels: dict[str, Any] = {}


def register_kind(kind: str, label: Any) -> None:
    """Give a kind of work the (lazy) name a person reads on its page."""
    _labels[kind] = label


def label_of(kind: str) -> Any:
    """The name of a kind of work; the kind itself when nobody named it."""
    return _labels.get(kind, kind.replace("_", " "))
