"""What upper apps tell notices: what falls due, which mails may be withdrawn, and how a notice reads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lipportal.notices.choices import LATE_DAYS, STEPS


@dataclass(frozen=True)
class Due:
    """One thing that falls due, for whom.

    `due_at` is the first instant at which it is late (clock.day_ends of the last good day, in `zone`). `people` are
    users. `url` is the path of the thing's page, in any language. `context` holds plain values for the mail; texts
    that depend on the language are given as {"en": …, "fr": …} under a name that ends in `_by_language`.
    """

    record_code: str
    partnership_code: str
    due_at: datetime
    people: Iterable[Any]
    url: str
    zone: str
    step_offsets: tuple[int, ...] = STEPS
    late_days: int = LATE_DAYS
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Deadline:
    """One kind of deadline: how to find what is due, and how to know it no longer matters."""

    kind: str
    due: Callable[[datetime], Iterable[Due]]
    is_still_due: Callable[[str], bool]
    template: str


@dataclass(frozen=True)
class MailKind:
    """One kind of mail: its name where people read the outbox, and whether one is still worth sending."""

    name: Any
    is_wanted: Callable[[Any], bool]


_deadlines: dict[str, Deadline] = {}
_mails: dict[str, "MailKind"] = {}
_sentences: dict[str, Any] = {}


def register_deadline(deadline: Deadline) -> None:
    """Add a kind of deadline to the sweep."""
    _deadlines[deadline.kind] = deadline


def deadlines() -> list[Deadline]:
    """Every kind of deadline, in the order registered."""
    return list(_deadlines.values())


def deadline_of(kind: str) -> Deadline | None:
    """The deadline of this kind, if an app still registers it."""
    return _deadlines.get(kind)


def register_mail(template: str, name: Any, *, is_wanted: Callable[[Any], bool] = lambda _mail: True) -> None:
    """Give a kind of mail its (lazy) name; `is_wanted(mail)`, asked just before one leaves, withdraws it when False."""
    _mails[template] = MailKind(name, is_wanted)


def is_wanted(mail: Any) -> bool:
    """Whether the mail is still worth sending, as far as its template's app can say."""
    kind = _mails.get(mail.template)
    return kind is None or kind.is_wanted(mail)


def name_of_mail(template: str) -> str:
    """What this kind of mail is called in the language being read; the template itself when nobody gave it a name."""
    kind = _mails.get(template)
    return str(kind.name) if kind else template


def register_notice(kind: str, sentence: Any) -> None:
    """Give a kind of notice its (lazy) sentence with %(name)s where a param stands, or a function of the params."""
    _sentences[kind] = sentence


def sentence_of(kind: str, params: Mapping[str, Any]) -> str:
    """The sentence of a notice in the language being read; the kind itself when nobody gave it words."""
    sentence = _sentences.get(kind)
    if sentence is None:
        return kind.replace("_", " ")
    try:
        return str(sentence(params)) if callable(sentence) else str(sentence) % dict(params)
    except (KeyError, ValueError, TypeError):
        return str(sentence)
