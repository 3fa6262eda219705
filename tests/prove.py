"""What `make prove` runs: the full counts, written with the date and every figure to docs/proof/."""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from defusedxml import ElementTree

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "var" / "test" / "prove.xml"
# The counts behind the bars, what pages ask and weigh, the stories lived in a browser, and the whole world.
PROVEN = (
    "tests/bars",
    "tests/benchmarks",
    "tests/journeys",
    "tests/engines",
    "tests/architecture/test_access.py",
    "tests/architecture/test_canaries.py",
    "tests/architecture/test_steps.py",
    "tests/architecture/test_twice.py",
    "tests/architecture/test_visible_rows.py",
    "tests/integration/accounts/test_steering.py",
    "tests/integration/accounts/test_ways_in.py",
    "tests/unit/accounts/test_passwords.py",
    "tests/unit/audit/test_tampering.py",
    "tests/integration/reporting/test_demonstration_world.py",
)


def run(workers: str) -> int:
    """The tests of PROVEN, those marked `prove` too, and their figures (record_property) into one file."""
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        f"--numprocesses={workers}",
        "--timeout=5400",  # full counts are long by nature
        *PROVEN,
        f"--junitxml={RESULTS}",
        "-o",
        "junit_family=xunit1",
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def lines() -> list[str]:
    """One line for each test: what it proved, and with which figures."""
    found = []
    for case in ElementTree.parse(RESULTS).getroot().iter("testcase"):
        failed = case.find("failure") is not None or case.find("error") is not None
        state = "failed" if failed else "skipped" if case.find("skipped") is not None else "held"
        figures = ", ".join(f"{one.get('name')} {one.get('value')}" for one in case.iter("property"))
        found.append(f"| {case.get('name')} | {state} | {figures} | {float(case.get('time', 0)):.1f} s |")
    return found


def commit() -> str:
    """Which tree was proved."""
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return asked.stdout.strip() or "unknown"


def write(found: list[str]) -> Path:
    """The page for today; a second run on the same day replaces the first."""
    day = datetime.now(tz=UTC).date().isoformat()
    page = ROOT / "docs" / "proof" / f"{day}.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    head = [
        f"# Proof of {day}",
        "",
        f"`make prove` at commit {commit()}, on Python {platform.python_version()}, {os.cpu_count()} cores.",
        "",
        "| what | outcome | figures | time |",
        "|---|---|---|---|",
    ]
    page.write_text("\n".join([*head, *found, ""]), encoding="utf-8")
    return page


if __name__ == "__main__":
    outcome = run(sys.argv[1] if len(sys.argv) > 1 else "2")
    if RESULTS.exists():
        print(f"Written to {write(lines()).relative_to(ROOT)}")
    sys.exit(outcome)
