"""Finding and sorting alike on both engines: text folded to plain letters, compared byte by byte."""

import unicodedata
from typing import Any

from django.db import models

_SPELLED_OUT = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "’": "'", "–": "-", "—": "-"})


def fold(text: str) -> str:
    """`text` without accents, case, doubled spaces or Arabic vowel signs, so that what is typed meets what is meant."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_SPELLED_OUT)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.split())


def sort_key(text: str) -> str:
    """`text` folded for ordering: punctuation counts as a space, so that Saint-Jean and Saint Jean stand together."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())


class FoldedField(models.TextField):  # type: ignore[type-arg]
    """A column of folded text, compared byte by byte on SQLite and PostgreSQL alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        """The column with the engine's own name for byte order."""
        parameters = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else "BINARY"
        return parameters
