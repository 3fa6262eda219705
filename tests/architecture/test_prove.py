"""What waits for `make prove` is run by it: a full count that nobody runs proves nothing."""

import re
from pathlib import Path

from tests.prove import PROVEN, ROOT

# A whole test that waits for it, or a count of which a share is asked with every change.
FULL = re.compile(r"mark\.prove|\bin_turn\b|\bis_full\b")


def test_prove_reaches_every_test_that_waits_for_it():
    here = Path(__file__)
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path != here]
    waiting = [path for path in tests if FULL.search(path.read_text(encoding="utf-8"))]

    assert waiting
    assert [path for path in waiting if not any(path.is_relative_to(ROOT / place) for place in PROVEN)] == []
