"""What `make prove` runs: the full counts, written with the date and every figure to docs/proof/."""

import hashlib
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.proving import HELD, OUTCOMES, outcomes

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "prove"
NOTHING_LEFT = 5  # what pytest says when it ran no test
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
    "tests/integration/reporting/test_all_or_nothing.py",
    "tests/integration/reporting/test_demonstration_world.py",
)


def git(*words: str) -> str:
    """What git answers; blank where there is none."""
    asked = subprocess.run(["git", *words], cwd=ROOT, check=False, capture_output=True, text=True)
    return asked.stdout.strip()


def tree() -> str:
    """A fingerprint of everything a test could depend on: the files as they are, docs/ apart."""
    told = hashlib.sha256()
    for name in sorted(git("ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")):
        path = ROOT / name
        if name and not name.startswith("docs/") and path.is_file():
            told.update(name.encode() + path.read_bytes())
    return told.hexdigest()[:16]


def run(workers: str, written: Path) -> int:
    """The tests of PROVEN that have not held yet, those marked `prove` too; each outcome into `written` as it comes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    before = outcomes(written)
    held = FOLDER / "held"
    held.write_text("".join(f"{test}\n" for test, told in before.items() if told["state"] == "held"), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.proving",
        f"--numprocesses={workers}",
        "--timeout=5400",  # full counts are long by nature
        *PROVEN,
    ]
    told = {**os.environ, OUTCOMES: str(written), HELD: str(held)}
    outcome = subprocess.run(command, cwd=ROOT, env=told, check=False).returncode
    return 0 if outcome == NOTHING_LEFT and before else outcome


def lines(found: dict[str, dict[str, Any]]) -> list[str]:
    """One line for each test: what it proved, and with which figures."""
    return [
        f"| {test.rpartition('::')[2]} | {told['state']} |"
        f" {', '.join(f'{name} {figure}' for name, figure in told['figures'].items())} | {told['seconds']:.1f} s |"
        for test, told in sorted(found.items())
    ]


def write(found: dict[str, dict[str, Any]], *, is_whole: bool) -> Path:
    """The page for today; a second run on the same day replaces the first."""
    day = datetime.now(tz=UTC).date().isoformat()
    page = ROOT / "docs" / "proof" / f"{day}.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    commit = git("rev-parse", "--short", "HEAD") or "unknown"
    counted = {state: sum(told["state"] == state for told in found.values()) for state in ("held", "failed", "skipped")}
    told = ", ".join(f"{count} {state}" for state, count in counted.items())
    head = [
        f"# Proof of {day}",
        "",
        f"`make prove` at commit {commit}, on Python {platform.python_version()}, {os.cpu_count()} cores: {told}.",
        "",
        *([] if is_whole else ["The run was broken off; what is not listed was not run.", ""]),
        "| what | outcome | figures | time |",
        "|---|---|---|---|",
    ]
    page.write_text("\n".join([*head, *lines(found), ""]), encoding="utf-8")
    return page


def main() -> int:
    """Run, and write the page whatever came of it; 0 when everything held."""
    written = FOLDER / f"{tree()}.jsonl"
    outcome = 2  # broken off, until pytest says otherwise
    try:
        outcome = run(sys.argv[1] if len(sys.argv) > 1 else "2", written)
    finally:
        if found := outcomes(written):
            print(f"Written to {write(found, is_whole=outcome in (0, 1)).relative_to(ROOT)}")
    return outcome


if __name__ == "__main__":
    sys.exit(main())
