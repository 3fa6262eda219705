"""How many rows come into a database at once."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import islice
from typing import Any

from django.db import connection

from reporting.demo.large.workshop import Table

_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
AT_ONCE = 20_000


class Engine(ABC):
    """How many rows come into a database at once."""

    @abstractmethod
    def cell(self, value: Any) -> Any:
        """A value that is the same in every copy, as this engine takes it."""

    @abstractmethod
    def write(self, table: Table, rows: Iterator[list[Any]]) -> None:
        """Write the rows of one table."""


class SQLite(Engine):
    """One prepared statement, run for each row."""

    def cell(self, value: Any) -> Any:
        """Django has made it ready already."""
        return value

    def write(self, table: Table, rows: Iterator[list[Any]]) -> None:
        """Straight to the engine: Django's cursor would look at each row once more."""
        names = ", ".join(f'"{name}"' for name in table.columns)
        places = ", ".join("?" * len(table.columns))
        sql = f'INSERT INTO "{table.model._meta.db_table}" ({names}) VALUES ({places})'  # noqa: S608 - our own names
        connection.connection.executemany(sql, rows)


class PostgreSQL(Engine):
    """COPY, in its text form: a row is a line, and its columns stand between tabs."""

    def cell(self, value: Any) -> str | None:
        """The value as text, escaped once for all copies."""
        if value is None:
            return "\\N"
        if isinstance(value, bool):
            return "t" if value else "f"
        if isinstance(value, datetime | date):
            return value.isoformat()
        if isinstance(value, int | Decimal):
            return str(value)
        return str(value).translate(_ESCAPED)

    def write(self, table: Table, rows: Iterator[list[Any]]) -> None:
        """Some thousands of lines at a time."""
        names = ", ".join(f'"{name}"' for name in table.columns)
        sql = f'COPY "{table.model._meta.db_table}" ({names}) FROM STDIN'
        while some := list(islice(rows, AT_ONCE)):
            lines = ["\t".join([cell if cell.__class__ is str else str(cell) for cell in row]) for row in some]
            with connection.cursor() as cursor:
                cursor.cursor.copy_expert(sql, StringIO("\n".join(lines)))
