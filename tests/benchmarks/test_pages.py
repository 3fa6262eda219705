"""`make prove` keeps what `make bench` finds: the table goes to docs/proof as JSON. No time is ever asserted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "proof" / "pages.json"


@pytest.mark.prove
def test_daily_pages_ask_seldom_and_weigh_little(record_property):
    command = [sys.executable, "-m", "tests.benchmarks.pages", "--json", str(TARGET)]
    outcome = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    figures = json.loads(TARGET.read_text(encoding="utf-8"))
    record_property("most queries of a daily page", max(one["queries"] for one in figures if one["is_daily"]))
    record_property("heaviest first visit in bytes", max(one["first_visit_bytes"] for one in figures))
