"""Every permission named anywhere is in the readable table, and nobody bypasses it."""

import re
from pathlib import Path

import rules

from councils.permissions import holders_sentence

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(
    r'(?:has_perm|require|allowed)\(\s*(?:request,\s*)?"([a-z_]+\.[a-z_]+)"|permission="([a-z_]+\.[a-z_]+)"|'
    r'permitted_rows\(\s*[a-z_.]+,\s*"([a-z_]+\.[a-z_]+)"'
)


def test_every_permission_named_in_the_code_is_registered():
    named = set()
    for folder in ("lipportal", "councils", "strategies", "actionplans", "reporting"):
        for path in (ROOT / folder).rglob("*.py"):
            named |= {name for match in NAMED.findall(path.read_text(encoding="utf-8")) for name in match if name}

    assert named
    assert sorted(name for name in named if not rules.perm_exists(name)) == []


def test_refusal_says_where_alone_a_role_holds_the_permission():
    said = str(holders_sentence("actionplans.add_update"))

    assert "Member (of the body concerned)" in said
    assert "Coordinator," in said
