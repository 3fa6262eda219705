"""What the database holds, row by row, and what one request did to it."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

WRITES = re.compile(r'^\s*(INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM)\s+"?([a-z_]+)"?', re.IGNORECASE)
# Whose visit it is, what was typed and not saved, and which intention was carried out: no record of the portal's.
WORKING = {"django_session", "drafts_draft", "drafts_intention"}


class Written(list[tuple[str, str]]):
    """The (table, statement) pairs that wrote something."""

    @property
    def tables(self) -> set[str]:
        """The tables of records that were written to."""
        return {table for table, __ in self} - WORKING


@contextmanager
def writes() -> Iterator[Written]:
    """Collect every statement that writes."""
    written = Written()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITES.match(sql):
            written.append((found[2].lower(), sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def unchecked() -> Iterator[None]:
    """Let rows be put into a shape their constraints refuse: only to see how pages take it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def tables() -> list[str]:
    """Every table, apart from sessions."""
    return sorted(set(connection.introspection.table_names()) - {"django_session"})


def rows_in(table: str) -> dict[Any, dict[str, Any]]:
    """The rows of a table by their key."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the names come from the database itself
        names = [column[0] for column in cursor.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def contents(of: set[str] | frozenset[str]) -> dict[str, dict[Any, dict[str, Any]]]:
    """The rows of several tables."""
    return {table: rows_in(table) for table in sorted(of)}


def checksums() -> dict[str, str]:
    """One fingerprint per table."""
    found = {}
    for table in tables():
        digest = hashlib.sha256(repr(sorted(map(repr, rows_in(table).values()))).encode())
        found[table] = digest.hexdigest()
    return found
