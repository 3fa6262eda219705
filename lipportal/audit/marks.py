"""The marks that nobody can make without the portal's key: one on each line of the trail, one under each checkpoint."""

import hmac
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings

from lipportal.audit.plain import canonical

# What a mark of form 1 covers. A column added later needs a form 2, or every older line would look changed.
COLUMNS = {
    "audit.entry": (
        "at",
        "by_id",
        "on_behalf_of",
        "action",
        "noun",
        "record_code",
        "partnership_code",
        "before",
        "after",
        "because",
        "reference",
    ),
    "audit.version": ("noun", "record_code", "number", "values", "at", "by_id"),
    "audit.frozencopy": (
        "code",
        "noun",
        "record_code",
        "partnership_code",
        "number",
        "schema_version",
        "body",
        "fingerprint",
        "at",
        "by_id",
    ),
}
FORM = "1"
_SALT_LENGTH = 16
_TAIL_LENGTH = 16


def new_mark(line: Any) -> str:
    """A mark for a line about to be written; two equal lines have different marks, so that none can be copied."""
    salt = secrets.token_hex(_SALT_LENGTH // 2)
    return f"{FORM}{salt}{signed(_text_of(line, salt), settings.SECRET_KEY)}"


def fits(line: Any) -> bool:
    """Whether the line's mark was made by the portal, for exactly what the line holds."""
    salt = line.mark[1 : 1 + _SALT_LENGTH]
    text = _text_of(line, salt)
    return any(hmac.compare_digest(line.mark, f"{FORM}{salt}{signed(text, key)}") for key in _keys())


def tail_of(mark: str) -> str:
    """The end of a mark, as checkpoints list it."""
    return mark[-_TAIL_LENGTH:]


def signature_of(checkpoint: Any, former: str, *, key: str = "") -> str:
    """What a checkpoint is signed with: its number, moment and lists, and the signature of the one before it."""
    said = [checkpoint.number, _moment(checkpoint.at), checkpoint.lines, checkpoint.last, former]
    return signed(f"checkpoint {canonical(said)}", key or settings.SECRET_KEY)


def is_signed(checkpoint: Any, former: str) -> bool:
    """Whether the portal signed this checkpoint, after that one."""
    return any(hmac.compare_digest(checkpoint.signature, signature_of(checkpoint, former, key=key)) for key in _keys())


def _keys() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from map(str, settings.SECRET_KEY_FALLBACKS)


def signed(text: str, key: str) -> str:
    """What a text is signed with: by the trail's own key, drawn from the given one and used for nothing else."""
    own_key = sha256(b"lipportal.audit.marks" + key.encode()).digest()
    return hmac.new(own_key, text.encode("utf-8", "surrogatepass"), sha256).hexdigest()


def _text_of(line: Any, salt: str) -> str:
    label = line._meta.label_lower
    return f"{label} {salt} {canonical([_settled(getattr(line, column)) for column in COLUMNS[label]])}"


def _settled(value: Any) -> Any:
    return _moment(value) if isinstance(value, datetime) else value


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
