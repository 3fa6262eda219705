"""Copies of the patterns, written many rows at a time."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

from lipportal.audit import marks
from lipportal.audit.plain import canonical
from lipportal.shared.folding import sort_key
from reporting.demo.large.engines import Engine, PostgreSQL, SQLite
from reporting.demo.large.workshop import PRINT, SALT, Line, Pattern, Table, Workshop


@dataclass
class Copy:
    """One copy of a pattern: its words and the first key of its rows by slot, and those of the copies it refers to."""

    pattern: Pattern
    words: list[str]
    folded: list[str]
    firsts: list[int]


class Press:
    """Writes copies in the same order for the same seed, table by table, those that others refer to first."""

    def __init__(self, workshop: Workshop, random: Random) -> None:
        self.workshop, self._random = workshop, random
        self._tables = {
            label: table for pattern in workshop.patterns.values() for label, table in pattern.tables.items()
        }
        self._next = {label: _highest(table.model) + 1 for label, table in self._tables.items()}
        self._engine: Engine = PostgreSQL() if connection.vendor == "postgresql" else SQLite()
        self.written: dict[str, int] = {}
        for pattern in workshop.patterns.values():
            for table in pattern.tables.values():
                for line in table.lines:
                    self._set(line)

    def _set(self, line: Line) -> None:
        """Bring what all copies share into the engine's form, once."""
        line.cells = [self._engine.cell(cell) for cell in line.cells]
        for __, pieces in (*line.texts, *line.folded):
            pieces[:] = [self._engine.cell(piece) if isinstance(piece, str) else piece for piece in pieces]

    def copy(self, name: str, word: Callable[[str], str], *beside: Copy) -> Copy:
        """A copy of the pattern of this name, not written yet; `word` gives each of its words by its kind."""
        pattern = self.workshop.patterns[name]
        words, firsts = [""] * (len(self.workshop.words) + 2), [0] * len(self.workshop.slots)
        folded = list(words)
        for other in beside:
            self._share(other, words, folded, firsts)
        for number, kind in enumerate(pattern.kinds, start=pattern.first_word):
            words[number] = word(kind)
            folded[number] = words[number] if kind == "code" else sort_key(words[number])
        for label, table in pattern.tables.items():
            firsts[table.slot] = self._next[label]
            self._next[label] += len(table.lines)
        return Copy(pattern, words, folded, firsts)

    @staticmethod
    def _share(other: Copy, words: list[str], folded: list[str], firsts: list[int]) -> None:
        span = slice(other.pattern.first_word, other.pattern.first_word + len(other.pattern.kinds))
        words[span], folded[span] = other.words[span], other.folded[span]
        for table in other.pattern.tables.values():
            firsts[table.slot] = other.firsts[table.slot]

    def write(self, copies: Sequence[Copy]) -> None:
        """Write these copies, all rows of one kind together."""
        for label in self.workshop.order:
            having = [(copy, copy.pattern.tables[label]) for copy in copies if label in copy.pattern.tables]
            if having:
                rows = (row for copy, table in having for row in self._rows(copy, table))
                self._engine.write(having[0][1], rows)
                count = sum(len(table.lines) for __, table in having)
                self.written[label] = self.written.get(label, 0) + count

    def finish(self) -> None:
        """Let the database count on from the highest key of each table."""
        kinds = [table.model for table in self._tables.values()]
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), kinds):
                cursor.execute(sql)

    def _rows(self, copy: Copy, table: Table) -> Iterator[list[Any]]:
        words, folded, firsts = copy.words, copy.folded, copy.firsts
        for line in table.lines:
            cells = line.cells.copy()
            for place, slot, number in line.keys:
                cells[place] = firsts[slot] + number
            if line.marked is not None:
                cells[table.mark_at] = self._mark(line, words, firsts)
            for place, pieces in line.texts:
                cells[place] = _joined(pieces, words, firsts)
            for place, pieces in line.folded:
                cells[place] = _joined(pieces, folded, firsts)
            yield cells

    def _mark(self, line: Line, words: list[str], firsts: list[int]) -> str:
        """The mark that the portal would give this line, as `marks.new_mark` makes it; its salt comes from the seed."""
        words[SALT] = salt = f"{self._random.getrandbits(64):016x}"
        if line.printed is not None:
            words[PRINT] = sha256(_joined(line.printed, words, firsts).encode()).hexdigest()
        text = _joined(line.marked or [], words, firsts)
        if line.is_keyed:
            label, __, told = text.split(" ", 2)
            text = f"{label} {salt} {canonical(json.loads(told))}"
        return f"{marks.FORM}{salt}{marks.signed(text, settings.SECRET_KEY)}"


def _joined(pieces: Sequence[Any], words: Sequence[str], firsts: Sequence[int]) -> str:
    """A text from its pieces. Millions of texts pass here: kinds of piece are told apart by the quickest way."""
    if len(pieces) == 1 and pieces[0].__class__ is int:
        return words[pieces[0]]
    told = []
    for piece in pieces:
        kind = piece.__class__
        if kind is str:
            told.append(piece)
        elif kind is int:
            told.append(words[piece])
        else:
            told.append(str(firsts[piece[0]] + piece[1]))
    return "".join(told)


def _highest(model: type[models.Model]) -> int:
    return model._base_manager.aggregate(highest=Max("pk"))["highest"] or 0
