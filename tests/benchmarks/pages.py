"""Queries, work and weight of each page, beside a bare page that lists the same rows.

Time is our process's own, taken turn by turn with the bare page, so that another program on the machine weighs on both; it
is what the budgets judge. Beside it stands what passed on the clock, with whatever a database of its own process worked.
"""

import gzip
import re
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    bare: float = 0.0
    elapsed: float = 0.0
    elapsed_ratio: float = 0.0
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


def sign_in(role: str) -> Any:
    """A browser of whoever holds this role at the place that is measured."""
    from tests.benchmarks.register import the_person
    from tests.people import signed_in_client

    client = signed_in_client(the_person(role), SERVER_NAME="127.0.0.1")
    client.raise_request_exception = False
    return client


@dataclass(frozen=True)
class Taken:
    """What one fetch took, in seconds: of our process, and on the clock."""

    work: float
    elapsed: float


def fetch(client: Any, address: str) -> Taken:
    """One fetch, timed both ways."""
    began, worked = time.perf_counter(), time.process_time()
    client.get(address).content  # noqa: B018 - a page is done when its content is there
    return Taken(time.process_time() - worked, time.perf_counter() - began)


def queries_of(client: Any, address: str) -> tuple[Any, int]:
    """A page, and how often it asked the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    return response, len(asked)


def side_by_side(client: Any, address: str, listed: list[Any]) -> tuple[list[Taken], list[Taken]]:
    """The times of our page and of the bare one, a few of each in turn; the first of each few only warms up."""
    from django.test import Client, override_settings

    from tests.benchmarks import bare

    bare.lists(listed)
    yardstick = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    yardstick.cookies = client.cookies
    plain = override_settings(MIDDLEWARE=bare.MIDDLEWARE, ROOT_URLCONF="tests.benchmarks.bare")
    with plain:
        yardstick.get("/bare/")
        _page, asked = queries_of(yardstick, "/bare/")
    assert asked == QUERIES_OF_ANYBODY + len(listed), f"The bare page asks {asked} queries for {len(listed)} lists."
    ours: list[Taken] = []
    theirs: list[Taken] = []
    for _turn in range(TURNS):
        ours += [fetch(client, address) for _round in range(ROUNDS + 1)][1:]
        with plain:
            theirs += [fetch(yardstick, "/bare/") for _round in range(ROUNDS + 1)][1:]
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
    worked, bare = [one.work for one in ours], statistics.median(one.work for one in theirs)
    elapsed = statistics.median(one.elapsed for one in ours)
    weight = len(gzip.compress(response.content))
    return Measured(
        page.name,
        response.status_code,
        page.is_daily,
        page.most_queries,
        page.most_ratio,
        queries=count,
        median=statistics.median(worked),
        p95=statistics.quantiles(worked, n=20)[-1],
        ratio=statistics.median(worked) / bare,
        bare=bare,
        elapsed=elapsed,
        elapsed_ratio=elapsed / statistics.median(one.elapsed for one in theirs),
        page_bytes=weight,
        first_visit_bytes=weight + sum(packed(path) for path in set(_ASSETS.findall(response.content.decode()))),
    )


def measure_all() -> list[Measured]:
    """Every page of the register."""
    from tests.benchmarks.register import pages

    return [measure(page) for page in pages()]
