"""What `make bench` runs: queries, work and weight of each page, beside a bare page that lists the same rows.

Counts and ratios of one run on one machine, never milliseconds promised to anybody. Time is the processor's, taken turn
by turn with the bare page, so that another program on the machine weighs on both. Ends with 1 when a page does not open,
asks too often or weighs too much; a ratio over its budget is told, and decides nothing: machines differ.
"""

import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "bench"
TURNS, ROUNDS = 4, 6
QUERIES_OF_ANYBODY = 2  # the session and the person
MOST_WEIGHT = 60 * 1024
_ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"')


@dataclass(frozen=True)
class Measured:
    """What one page took."""

    name: str
    status: int
    is_daily: bool
    most_queries: int
    most_ratio: float
    queries: int = 0
    median: float = 0.0
    p95: float = 0.0
    ratio: float = 0.0
    page_bytes: int = 0
    first_visit_bytes: int = 0

    @property
    def problems(self) -> list[str]:
        """What is over a budget that decides: queries of daily pages, and weight."""
        if self.status != 200:
            return ["does not open"]
        too_often = self.is_daily and self.queries > self.most_queries
        found = [f"over {self.most_queries} queries"] if too_often else []
        return [*found, "over 60 KB"] if self.first_visit_bytes > MOST_WEIGHT else found

    @property
    def verdict(self) -> str:
        """In words: what is over, or kept."""
        slow = [f"over {self.most_ratio}×"] if self.ratio > self.most_ratio else []
        return ", ".join([*self.problems, *slow]) or "kept"


def open_the_world() -> None:
    """Make the demonstration world afresh in a folder of its own, so that it stands at today, and load Django on it."""
    from lipportal import launch

    place = launch.Place(FOLDER, launch.DEFAULT_PORT)
    if place.marker.exists():
        shutil.rmtree(FOLDER)
    launch.check_folder(place)
    launch.check_it_is_a_demonstration(place)
    environment = launch.environment_of_demonstration(place)
    subprocess.run([sys.executable, str(ROOT / "manage.py"), "prepare_portal"], env=environment, cwd=ROOT, check=True)
    for name in [name for name in os.environ if name.startswith("PORTAL_")]:
        del os.environ[name]
    os.environ.update(environment)
    import lipportal.wsgi  # noqa: F401 - measured as the web server loads it


def sign_in(role: str) -> Any:
    """A client signed in as one of the demonstration's people, by the door every visitor uses."""
    from django.test import Client

    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    client.post(f"/en/demo/sign-in/{role}/", follow=False)
    return client


def work(client: Any, address: str) -> float:
    """The processor time of one fetch, in seconds."""
    began = time.process_time()
    client.get(address).content  # noqa: B018 - a page is done when its content is there
    return time.process_time() - began


def queries_of(client: Any, address: str) -> tuple[Any, int]:
    """A page, and how often it asked the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    return response, len(asked)


def side_by_side(client: Any, address: str, listed: list[Any]) -> tuple[list[float], list[float]]:
    """The times of our page and of the bare one, a few of each in turn; the first of each few only warms up."""
    from django.test import override_settings

    from tests.benchmarks import bare

    bare.lists(listed)
    yardstick = type(client)(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    yardstick.cookies = client.cookies
    plain = override_settings(MIDDLEWARE=bare.MIDDLEWARE, ROOT_URLCONF="tests.benchmarks.bare")
    with plain:
        yardstick.get("/bare/")
        _page, asked = queries_of(yardstick, "/bare/")
    assert asked == QUERIES_OF_ANYBODY + len(listed), f"The bare page asks {asked} queries for {len(listed)} lists."
    ours: list[float] = []
    theirs: list[float] = []
    for _turn in range(TURNS):
        ours += [work(client, address) for _round in range(ROUNDS + 1)][1:]
        with plain:
            theirs += [work(yardstick, "/bare/") for _round in range(ROUNDS + 1)][1:]
    return ours, theirs


def packed(path: str) -> int:
    """The compressed weight of a static file, as whitenoise serves it."""
    from django.conf import settings

    whole = Path(settings.STATIC_ROOT) / path.removeprefix(settings.STATIC_URL)
    small = whole.with_name(f"{whole.name}.gz")
    return (small if small.exists() else whole).stat().st_size


def measure(page: Any) -> Measured:
    """One line of the table."""
    address = page.address() if callable(page.address) else page.address
    client = sign_in(page.role)
    client.get(address)
    response, count = queries_of(client, address)
    if response.status_code != 200:
        return Measured(page.name, response.status_code, page.is_daily, page.most_queries, page.most_ratio)
    ours, theirs = side_by_side(client, address, list(page.rows()))
    weight = len(gzip.compress(response.content))
    return Measured(
        page.name,
        response.status_code,
        page.is_daily,
        page.most_queries,
        page.most_ratio,
        queries=count,
        median=statistics.median(ours),
        p95=statistics.quantiles(ours, n=20)[-1],
        ratio=statistics.median(ours) / statistics.median(theirs),
        page_bytes=weight,
        first_visit_bytes=weight + sum(packed(path) for path in set(_ASSETS.findall(response.content.decode()))),
    )


def show(found: list[Measured]) -> None:
    """The table."""
    heading = ["page", "queries", "median", "p95", "page", "first visit", "against bare", "budget"]
    lines = [
        [
            one.name,
            str(one.queries),
            f"{one.median * 1000:.1f} ms",
            f"{one.p95 * 1000:.1f} ms",
            f"{one.page_bytes / 1024:.1f} KB",
            f"{one.first_visit_bytes / 1024:.1f} KB",
            f"{one.ratio:.1f}×",
            one.verdict,
        ]
        for one in found
    ]
    widths = [max(len(line[place]) for line in [heading, *lines]) for place in range(len(heading))]
    for line in [heading, ["-" * width for width in widths], *lines]:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def measure_all() -> list[Measured]:
    """Every page of the register, in a world of its own."""
    open_the_world()
    from tests.benchmarks.register import pages

    return [measure(page) for page in pages()]


def main() -> int:
    """Measure, show, and write the figures as JSON where `--json` says (`make prove` asks for that)."""
    found = measure_all()
    show(found)
    if "--json" in sys.argv:
        target = Path(sys.argv[sys.argv.index("--json") + 1])
        target.parent.mkdir(parents=True, exist_ok=True)
        figures = [asdict(one) | {"verdict": one.verdict} for one in found]
        target.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if any(one.problems for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
