"""How a proof tells its figures: what was asked, how often, and each answer that was wrong on a line of its own."""

from collections.abc import Collection, Mapping
from typing import Any

MOST_LINES = 25


def held(wrong: Collection[Any], figures: str) -> None:
    """Fail with the figures and the first wrong answers, unless there are none."""
    rows = list(wrong.items()) if isinstance(wrong, Mapping) else list(wrong)
    lines = [repr(row)[:600] for row in rows[:MOST_LINES]]
    more = [f"… and {len(rows) - MOST_LINES} more"] if len(rows) > MOST_LINES else []
    assert not rows, "\n".join([figures, *lines, *more])
