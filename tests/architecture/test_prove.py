"""What waits for `make prove` is run by it: a full count that nobody runs proves nothing."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.prove import PROVEN, ROOT
from tests.proving import HELD, OUTCOMES, outcomes

# A whole test that waits for it, or a count of which a share is asked with every change.
FULL = re.compile(r"mark\.prove|\bin_turn\b|\bis_full\b")


def test_prove_reaches_every_test_that_waits_for_it():
    here = Path(__file__)
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path != here]
    waiting = [path for path in tests if FULL.search(path.read_text(encoding="utf-8"))]

    assert waiting
    assert [path for path in waiting if not any(path.is_relative_to(ROOT / place) for place in PROVEN)] == []


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(tmp_path):
    (tmp_path / "test_boats.py").write_text("def test_afloat(): pass\n\n\ndef test_leaking(): assert False\n")
    written, held = tmp_path / "outcomes", tmp_path / "held"

    def run():
        held.write_text("".join(f"{test}\n" for test, told in outcomes(written).items() if told["state"] == "held"))
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "tests.proving",
            "--rootdir",
            str(tmp_path),
            str(tmp_path),
        ]
        told = {**os.environ, OUTCOMES: str(written), HELD: str(held), "PYTHONPATH": str(ROOT)}
        told.pop("PYTEST_XDIST_WORKER", None)
        return subprocess.run(command, cwd=tmp_path, env=told, capture_output=True, text=True, check=False).stdout

    assert "1 failed, 1 passed" in run()
    assert {test.rpartition("::")[2]: told["state"] for test, told in outcomes(written).items()} == {
        "test_afloat": "held",
        "test_leaking": "failed",
    }
    assert "1 failed, 1 deselected" in run()
