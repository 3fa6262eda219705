"""What `make prove` tells pytest besides: each outcome is written down as it comes, and what was proved is not run again.

A full count takes longer than somebody may have; a run that was broken off goes on where it stopped, as long as the tree
is the same.
"""

import json
import os
from pathlib import Path
from typing import Any

OUTCOMES = "PROVE_OUTCOMES"
HELD = "PROVE_HELD"


def outcomes(path: Path) -> dict[str, dict[str, Any]]:
    """The last outcome of each test that was written down."""
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {told["test"]: told for told in map(json.loads, lines)}


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    """Leave out what held before; each worker reads the list that was made before any of them began."""
    held = set(Path(os.environ[HELD]).read_text(encoding="utf-8").splitlines())
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in held])
    items[:] = [item for item in items if item.nodeid not in held]


def pytest_runtest_logreport(report: Any) -> None:
    """Write an outcome down where the run is led; the workers only report."""
    is_outcome = report.when == "call" or report.outcome != "passed"
    if "PYTEST_XDIST_WORKER" in os.environ or not is_outcome:
        return
    told = {
        "test": report.nodeid,
        "state": {"passed": "held", "skipped": "skipped"}.get(report.outcome, "failed"),
        "figures": dict(report.user_properties),
        "seconds": round(report.duration, 1),
    }
    with Path(os.environ[OUTCOMES]).open("a", encoding="utf-8") as written:
        written.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")
