"""Rows of a pattern made ready once, to be copied many times: new keys, new words, and marks that fit."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import connection, models

from lipportal.audit import marks
from lipportal.audit.verification import LINES
from lipportal.shared.codes import ALPHABET, LENGTH, new_code
from lipportal.shared.folding import FoldedField
from reporting.demo.large.kinds import Watch, copied_models

# A key written into text stands between these two while rows are made ready; the portal's texts hold neither.
_OPEN, _SHUT, _SALT, _PRINT = "\ue000", "\ue001", "\ue002", "\ue003"
_SIGN = re.compile(f'"{_OPEN}(\\d+):(\\d+){_SHUT}"|[{_SALT}{_PRINT}]|(?<![0-9a-z])[{ALPHABET}]{{{LENGTH}}}(?![0-9a-z])')

# A text in pieces: what stays as it is, the number of a word, or the slot and place of a row whose key it names.
Piece = str | int | tuple[int, int]
Spot = tuple[int, int]
SALT, PRINT = -2, -1  # the last two words: the salt of a mark, and the fingerprint of a frozen copy


@dataclass(slots=True)
class Line:
    """One row made ready: what is the same in every copy, and what each copy fills in, by column."""

    cells: list[Any]
    keys: list[tuple[int, int, int]] = field(default_factory=list)
    texts: list[tuple[int, list[Piece]]] = field(default_factory=list)
    folded: list[tuple[int, list[Piece]]] = field(default_factory=list)
    marked: list[Piece] | None = None
    printed: list[Piece] | None = None
    is_keyed: bool = False


@dataclass
class Table:
    """The rows of one kind of record in one pattern."""

    model: type[models.Model]
    slot: int
    rows: list[dict[str, Any]]
    lines: list[Line] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The columns, in the order of each line's cells."""
        return [str(column.column) for column in self.model._meta.concrete_fields]

    @cached_property
    def mark_at(self) -> int:
        """Where the mark of a line of the trail stands."""
        return self.at("mark")

    def at(self, name: str) -> int:
        """Where a column stands among the cells."""
        return [column.name for column in self.model._meta.concrete_fields].index(name)


@dataclass
class Pattern:
    """Everything that came into the database while one pattern was made, and the words that each copy gets anew."""

    name: str
    tables: dict[str, Table] = field(default_factory=dict)
    first_word: int = 0
    kinds: list[str] = field(default_factory=list)


class Workshop:
    """Makes the rows of all patterns ready. Rows refer to rows of other patterns, and words to words."""

    def __init__(self, watch: Watch, signs: Mapping[str, str]) -> None:
        self.patterns: dict[str, Pattern] = {}
        self.words: dict[str, int] = {}
        self.slots: list[tuple[str, str]] = []
        self.order = [model._meta.label for model in copied_models()]
        self._began = watch.began
        self._spots: dict[str, dict[int, Spot]] = {}
        for name, low, high in watch.spans:
            self._read(Pattern(name, first_word=len(self.words)), low, high, signs)
        for pattern in self.patterns.values():
            for table in pattern.tables.values():
                table.lines = [self._line(table, number, row) for number, row in enumerate(table.rows)]
                table.rows = []

    def _read(
        self, pattern: Pattern, low: Mapping[str, int], high: Mapping[str, int], signs: Mapping[str, str]
    ) -> None:
        for model in copied_models():
            label = model._meta.label
            names = [column.attname for column in model._meta.concrete_fields]
            found = model._base_manager.filter(pk__gt=low[label], pk__lte=high[label]).order_by("pk")
            if rows := list(found.values(*names)):
                table = Table(model, len(self.slots), rows)
                pattern.tables[label] = table
                self.slots.append((pattern.name, label))
                spots = {row[model._meta.pk.attname]: (table.slot, place) for place, row in enumerate(rows)}
                self._spots.setdefault(label, {}).update(spots)
                self._take_words(pattern, table, signs)
        self.patterns[pattern.name] = pattern

    def _take_words(self, pattern: Pattern, table: Table, signs: Mapping[str, str]) -> None:
        """Every code of these rows, and every sign in their texts, is a word."""
        fields = table.model._meta.concrete_fields
        coded = [one.attname for one in fields if one.default is new_code]
        texts = [one.attname for one in fields if isinstance(one, models.CharField | models.TextField)]
        for row in table.rows:
            for sign in (row[name] for name in coded):
                self._take(pattern, sign, "code")
            for found in (found for name in texts for found in _SIGN.finditer(row[name] or "")):
                if found[0] in signs:
                    self._take(pattern, found[0], signs[found[0]])

    def _take(self, pattern: Pattern, word: str, kind: str) -> None:
        if word not in self.words:
            self.words[word] = len(self.words)
            pattern.kinds.append(kind)

    # --- one row --------------------------------------------------------------------------------------------------
    def _line(self, table: Table, number: int, row: Mapping[str, Any]) -> Line:
        line = Line([])
        for place, column in enumerate(table.model._meta.concrete_fields):
            value = row[column.attname]
            line.cells.append(self._cell(line, place, column, value))
        line.keys.append((table.at(table.model._meta.pk.name), table.slot, number))
        if table.model in LINES:
            self._prepare_mark(table, line, row)
        return line

    def _cell(self, line: Line, place: int, column: Any, value: Any) -> Any:
        """What stands in a column of every copy; None where the copy fills it in."""
        if column.is_relation and value is not None:
            return self._related(line, place, column, value)
        if isinstance(column, models.JSONField) and value is not None:
            value = json.dumps(value, cls=column.encoder, ensure_ascii=False)
        else:
            value = column.get_db_prep_save(value, connection)
        pieces = self._pieces(value) if isinstance(value, str) else []
        if any(not isinstance(piece, str) for piece in pieces):
            (line.folded if isinstance(column, FoldedField) else line.texts).append((place, pieces))
            return None
        return value

    def _related(self, line: Line, place: int, column: Any, value: Any) -> Any:
        label = column.related_model._meta.label
        if spot := self._spots.get(label, {}).get(value):
            line.keys.append((place, *spot))
            return None
        if value <= self._began[label]:
            return value
        if column.null:
            return None
        raise ValueError(f"{column} refers to {label}, which is left out")

    def _pieces(self, text: str) -> list[Piece]:
        pieces: list[Piece] = []
        stayed = 0
        for found in _SIGN.finditer(text):
            piece = self._piece(found)
            if piece is not None:
                pieces += [text[stayed : found.start()], piece]
                stayed = found.end()
        return [piece for piece in (*pieces, text[stayed:]) if piece != ""]

    def _piece(self, found: re.Match[str]) -> Piece | None:
        if found[1]:
            return int(found[1]), int(found[2])
        return {_SALT: SALT, _PRINT: PRINT}.get(found[0], self.words.get(found[0]))

    # --- the trail ------------------------------------------------------------------------------------------------
    def _prepare_mark(self, table: Table, line: Line, row: Mapping[str, Any]) -> None:
        """The text that a mark is made from, in pieces; keys inside what a line tells are those of the copy."""
        told = dict(row)
        for column in table.model._meta.concrete_fields:
            if isinstance(column, models.JSONField):
                told[column.name] = self._with_keys(row["noun"], row[column.name])
                self._tell(line, table.at(column.name), told[column.name], column.encoder)
        told["by_id"] = self._key_sign("accounts.User", row["by_id"])
        if "fingerprint" in told:
            told["fingerprint"] = _PRINT
            line.printed = self._pieces(row["body"])
            line.texts.append((table.at("fingerprint"), [PRINT]))
        line.is_keyed = any(self._names_words(value) for value in told.values())
        line.marked = self._pieces(marks._text_of(SimpleNamespace(_meta=table.model._meta, **told), _SALT))

    def _names_words(self, value: Any) -> bool:
        """Whether something is told under a word, so that each copy tells it in an order of its own."""
        return isinstance(value, dict) and any(key in self.words or self._names_words(value[key]) for key in value)

    def _tell(self, line: Line, place: int, told: Any, encoder: Any) -> None:
        pieces = self._pieces(json.dumps(told, cls=encoder, ensure_ascii=False))
        if len(pieces) > 1:
            line.texts = [one for one in line.texts if one[0] != place] + [(place, pieces)]

    def _with_keys(self, noun: str, values: Mapping[str, Any]) -> dict[str, Any]:
        model = apps.get_model(noun) if noun else None
        related = (
            {one.name: one.related_model for one in model._meta.concrete_fields if one.is_relation} if model else {}
        )
        return {
            name: self._key_sign(related[name]._meta.label, value) if name in related else value
            for name, value in values.items()
        }

    def _key_sign(self, label: str, value: Any) -> Any:
        spot = self._spots.get(label, {}).get(value) if isinstance(value, int) else None
        return f"{_OPEN}{spot[0]}:{spot[1]}{_SHUT}" if spot else value
