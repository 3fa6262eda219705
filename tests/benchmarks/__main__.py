"""What `make bench` runs: each world on each engine in a process of its own, then one table and one file of figures.

Counts and ratios of one run on one machine, never milliseconds promised to anybody. Ends with 1 when a page does not open,
asks too often or weighs too much; a time over its budget is told, and decides nothing: machines differ.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks import documents, memory, plans, sweep, tables
from tests.benchmarks.pages import measure_all
from tests.benchmarks.worlds import PARTNERSHIPS, YEARS, World

ROOT = Path(__file__).resolve().parents[2]
WORLDS = ("demonstration", "large")
ENGINES = ("sqlite", "postgresql")


def measure_world(world: World, *, thorough: bool) -> dict[str, Any]:
    """Everything that is measured of one world on one engine; this process serves it from now on."""
    world.open()
    found = {
        "world": world.name,
        "engine": world.engine,
        "rows": tables.rows(),
        "pages": [asdict(one) | {"problems": one.problems, "verdict": one.verdict} for one in measure_all()],
        # A small world says nothing of an index: any engine reads a few rows faster as they lie.
        "plans": plans.measure() if world.name == "large" else [],
        "sweep": sweep.measure(),
        "documents": documents.measure(),
    }
    # What a process keeps of each page it made is the same in either world; the small one makes ten thousand sooner.
    return found | {"memory": memory.measure(world, thorough=thorough and world.name == "demonstration")}


def measure_apart(world: World, *, thorough: bool) -> dict[str, Any]:
    """The same, in a process of its own: settings are read once."""
    with tempfile.NamedTemporaryFile(suffix=".json") as told:
        command = [sys.executable, "-m", "tests.benchmarks", "--only", world.name, world.engine, "--json", told.name]
        command += ["--partnerships", str(world.partnerships), "--years", str(world.years)]
        subprocess.run([*command, *(["--thorough"] if thorough else [])], cwd=ROOT, check=True)
        found: dict[str, Any] = json.loads(Path(told.name).read_text(encoding="utf-8"))
        return found


def asked() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--worlds", nargs="+", choices=WORLDS, default=list(WORLDS))
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--only", nargs=2, metavar=("WORLD", "ENGINE"), help="one of them, in this very process")
    parser.add_argument("--partnerships", type=int, default=PARTNERSHIPS, help="of the large world")
    parser.add_argument("--years", type=int, default=YEARS, help="of the large world")
    parser.add_argument(
        "--thorough", action="store_true", help="10,000 pages and 1,000 documents for the memory, in the demonstration"
    )
    parser.add_argument("--json", type=Path, help="where the figures go")
    return parser.parse_args()


def main() -> int:
    """Measure, show, and write the figures where `--json` says."""
    wish = asked()
    if wish.only:
        name, engine = wish.only
        found = measure_world(World(name, engine, wish.partnerships, wish.years), thorough=wish.thorough)
        wish.json.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        return 0
    worlds = [World(name, engine, wish.partnerships, wish.years) for name in wish.worlds for engine in wish.engines]
    figures = [measure_apart(world, thorough=wish.thorough) for world in worlds]
    print(tables.shown(figures))
    if wish.json:
        wish.json.parent.mkdir(parents=True, exist_ok=True)
        if explained := [one for one in figures if one["plans"]]:
            wish.json.with_name("plans.md").write_text(plans.page(explained), encoding="utf-8")
        counted = [{key: value for key, value in one.items() if key != "plans"} for one in figures]
        wish.json.write_text(json.dumps(counted, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        wish.json.with_suffix(".md").write_text(tables.page(counted), encoding="utf-8")
    return 1 if any(page["problems"] for one in figures for page in one["pages"]) else 0


if __name__ == "__main__":
    sys.exit(main())
