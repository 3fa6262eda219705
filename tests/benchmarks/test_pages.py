"""The small worlds are measured with every full count, so that the benchmark itself cannot rot. No time is asserted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.prove
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_daily_pages_ask_seldom_and_weigh_little(engine, tmp_path, record_property):
    told = tmp_path / "figures.json"
    command = [sys.executable, "-m", "tests.benchmarks", "--worlds", "demonstration", "--engines", engine]
    outcome = subprocess.run([*command, "--json", str(told)], cwd=ROOT, check=False, capture_output=True, text=True)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    [figures] = json.loads(told.read_text(encoding="utf-8"))
    record_property("most queries of a daily page", max(one["queries"] for one in figures["pages"] if one["is_daily"]))
    record_property("heaviest first visit in bytes", max(one["first_visit_bytes"] for one in figures["pages"]))
