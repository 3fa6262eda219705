"""Bar 26: whatever statement of a step fails, it is taken whole or not at all, and says calmly that it was not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

from tests.bars.rows import WORKING, checksums, undone
from tests.integration.reporting.test_two_tabs import ALL, address, ready

SHARE = 17  # with every change, each so-and-so-many-th statement stands for all of them


class Interrupted:
    """Counts the statements of a request, and breaks the one whose turn it is."""

    def __init__(self, at: int) -> None:
        self.at, self.seen = at, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Carry a statement out, unless it is the one."""
        self.seen += 1
        if self.seen == self.at:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    @contextmanager
    def watching(self) -> Iterator["Interrupted"]:
        """Until the block ends."""
        with connection.execute_wrapper(self):
            yield self
        connection.needs_rollback = False


def records():
    """One fingerprint for each table of records; what was typed and whose visit it is may change."""
    return {table: mark for table, mark in checksums().items() if table not in WORKING}


def sent(client, place, body, before, *, broken_at):
    """One sending, broken at a statement: how many there were, the answer, and which tables are changed."""
    with undone():
        with Interrupted(broken_at).watching() as seen:
            answer = client.post(place, body)
        after = records()
    return seen.seen, answer.status_code, [table for table in before if before[table] != after[table]]


@ALL
def test_a_step_broken_at_any_statement_is_whole_or_nothing(season, at, press, is_full, record_property):
    [client, _other], [body, _same], _left = ready(season, press, at)
    client.raise_request_exception = False
    place, before, half = address(season, press), records(), []
    statements, status, whole = sent(client, place, body, before, broken_at=0)
    assert status == 302
    assert whole

    for broken_at in range(1, statements + 1, 1 if is_full else SHARE):
        _seen, status, changed = sent(client, place, body, before, broken_at=broken_at)
        # Done whole, and only the answer lost, is as good: sent again, the key of its intention finds it done.
        if changed not in ([], whole) or (status == 302 and changed != whole):
            half.append((broken_at, status, changed))
        assert status in (302, 503), f"statement {broken_at} was answered {status}"

    record_property("statements", statements)
    record_property("half-done", len(half))
    assert half == []
