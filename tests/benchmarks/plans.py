"""How the engine finds what the pages ask for: the plan of each page's slowest questions, kept beside the figures."""

import re
from collections.abc import Sequence
from typing import Any

# What the plan says, and on PostgreSQL what really happened: rows as planned and as found.
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF, BUFFERS OFF) "}
_READS_ALL = re.compile(r"(?:Seq Scan on|^\W*SCAN) (\w+)(?! USING)", re.MULTILINE)
_COLUMNS = re.compile(r'"\w+"\."\w+"(?: AS "\w+")?(?:, "\w+"\."\w+"(?: AS "\w+")?){2,}')
SLOWEST = 2


def measure() -> list[dict[str, Any]]:
    """The slowest questions of every page of the register, each once, by the page that asked it first."""
    from tests.benchmarks.pages import sign_in
    from tests.benchmarks.register import pages

    found: dict[str, dict[str, Any]] = {}
    for page in pages():
        address = page.address() if callable(page.address) else page.address
        for question in _slowest(sign_in(page.role), address):
            shape = re.sub(r"'[^']*'|\b\d+\b", "?", question)
            found.setdefault(shape, {"page": page.name, "question": _short(question), "plan": _plan(question)})
    return [one | {"reads_all": sorted(set(_READS_ALL.findall(one["plan"])))} for one in found.values()]


def _slowest(client: Any, address: str) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    questions = [one for one in asked.captured_queries if one["sql"].startswith("SELECT")]
    slowest = sorted(questions, key=lambda one: float(one["time"]), reverse=True)[:SLOWEST]
    return [one["sql"] for one in slowest]


def _plan(question: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        # No parameters are given, so that a percent sign of a search stands for itself.
        cursor.cursor.execute(EXPLAIN[connection.vendor] + question)
        rows = cursor.fetchall()
    return "\n".join(str(row[-1]) for row in rows)


def _short(question: str) -> str:
    """The question without its long lists of columns."""
    short = _COLUMNS.sub("…", question)
    return short if len(short) <= 1500 else f"{short[:1500]} …"


def page(figures: Sequence[dict[str, Any]]) -> str:
    """All plans as a page for docs/proof; what reads a whole table is said first."""
    told = [
        "# How the engines find what the pages ask for",
        f"The {SLOWEST} slowest questions of each page, each once.",
    ]
    for one in figures:
        told.append(f"## {one['world']} world on {one['engine']}")
        for plan in one["plans"]:
            all_of = f" (reads all of {', '.join(plan['reads_all'])})" if plan["reads_all"] else ""
            told.append(f"### {plan['page']}{all_of}")
            told.append(f"```sql\n{plan['question']}\n```\n\n```text\n{plan['plan']}\n```")
    return "\n\n".join(told) + "\n"
