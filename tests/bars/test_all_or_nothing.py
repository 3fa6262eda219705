"""Bar 26: whatever statement of a decision fails, it is taken whole or not at all, and says calmly that it was not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection

from tests.bars.accepted import Accepted, Visitors
from tests.bars.rows import WORKING, checksums
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

FLOWS = {
    "submit": "reporting:report_submit",
    "return": "reporting:report_return",
    "accept": "reporting:report_accept",
    "publish": "reporting:report_publish",
    "adopt": "actionplans:plan_adopt",
    "approve": "reporting:report_approve",
}
STEP = 17  # with every change, each so-and-so-many-th statement stands for all of them


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


def _records() -> dict[str, str]:
    """One fingerprint for each table of records; what was typed and whose visit it is may change."""
    return {table: mark for table, mark in checksums().items() if table not in WORKING}


def _sent(post: Accepted, visit: Visitors, at: int) -> tuple[Interrupted, Any, list[str]]:
    """One sending, broken at a statement; which tables it changed."""
    with post.arranged.undone():
        client, before = visit(post.role, quiet=True), _records()
        with Interrupted(at).watching() as seen:
            answer = post.send(client)
        connection.needs_rollback = False
        after = _records()
    return seen, answer, [table for table in before if before[table] != after[table]]


@pytest.mark.parametrize("flow", FLOWS)
def test_a_decision_broken_at_any_statement_is_whole_or_nothing(world, found_posts, is_full, record_property, flow):
    post = next(each for each in found_posts if each.route == FLOWS[flow])
    visit, wrong = Visitors(), []
    whole, answer, changed = _sent(post, visit, 0)
    assert answer.status_code == 302, answer.status_code
    assert changed

    for at in range(1, whole.seen + 1, 1 if is_full else STEP):
        __, answer, touched = _sent(post, visit, at)
        # Done whole, and only the answer lost, is as good: sent again, the key of its intention finds it done.
        if touched not in ([], changed) or (answer.status_code == 302 and touched != changed):
            wrong.append((at, answer.status_code, touched))
        if answer.status_code not in (302, 503):
            wrong.append((at, answer.status_code, "not calm"))

    record_property("statements", whole.seen)
    record_property("half-done", len(wrong))
    held(wrong, f"{flow}: {whole.seen} statements, {len(wrong)} left it half done")
