"""What the portal is made of: `python -m tests.materials` writes the bill of materials of the installed packages.

In the CycloneDX form that scanners for known faults take. Only what runs in service is told: what requirements.txt names,
and whatever those bring with them. Without a date and in order, so that a change in it is a change of packages.
"""

import json
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, canonicalize_version

ROOT = Path(__file__).resolve().parents[1]
BILL = ROOT / "docs" / "materials.cdx.json"
LONGEST_LICENCE = 60


def named() -> list[Requirement]:
    """The packages that requirements.txt names."""
    lines = (line.partition("#")[0].strip() for line in (ROOT / "requirements.txt").read_text().splitlines())
    return [Requirement(line) for line in lines if line]


def in_service() -> dict[str, metadata.Distribution]:
    """Every installed package that runs in service, by its canonical name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [(each, each.extras) for each in named()]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted, extras = waiting.pop()
        name = canonicalize_name(wanted.name)
        if (name, frozenset(extras)) in seen:
            continue
        seen.add((name, frozenset(extras)))
        found[name] = metadata.distribution(name)
        for line in found[name].requires or []:
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                waiting.append((needed, needed.extras))
    return found


def version_of(package: metadata.Distribution) -> str:
    """The version of a package, written as the index writes it."""
    return canonicalize_version(package.version, strip_trailing_zero=False)


def licence_of(package: metadata.Distribution) -> str:
    """The licence a package states, in a few words."""
    told = package.metadata
    kinds = [each.rpartition("::")[2].strip() for each in told.get_all("Classifier") or [] if "License ::" in each]
    stated = told.get("License-Expression") or told.get("License") or ""
    short = re.split(r"\n|  ", stated.strip())[0]
    return short if 0 < len(short) <= LONGEST_LICENCE else " and ".join(kinds) or "see the package"


def bill() -> dict[str, Any]:
    """The bill of materials, by name."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": [
            {
                "type": "library",
                "name": name,
                "version": version_of(package),
                "purl": f"pkg:pypi/{name}@{version_of(package)}",
                "licenses": [{"license": {"name": licence_of(package)}}],
            }
            for name, package in sorted(in_service().items())
        ],
    }


def written() -> str:
    """The bill as the file holds it."""
    return json.dumps(bill(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    BILL.write_text(written(), encoding="utf-8")
    sys.stdout.write(f"{len(in_service())} packages are told in {BILL.relative_to(ROOT)}.\n")
