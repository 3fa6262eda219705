"""What a web process and a worker weigh, and whether they grow: after the first pages and documents, and after all."""

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Any

import psutil

from lipportal.processes import HOST, Sizes, web
from tests.benchmarks.worlds import ROOT, World
from tests.journeys.portal import free_port

FIRST_PAGES, PAGES, ALL_PAGES = 200, 1000, 10_000
FIRST_DOCUMENTS, DOCUMENTS, ALL_DOCUMENTS = 3, 12, 1000
PATIENCE = 60
# A worker's child does nothing else than this, over and over: load the job, draw, keep the file.
DRAW = """
import sys, django
django.setup()
from tests.benchmarks.memory import draw_for_ever
draw_for_ever(int(sys.argv[1]), int(sys.argv[2]))
"""


def measure(world: World, *, thorough: bool) -> dict[str, Any]:
    """The weight of each in bytes, early and late; thorough, after as many as the budgets say."""
    pages, documents = (ALL_PAGES, ALL_DOCUMENTS) if thorough else (PAGES, DOCUMENTS)
    return {
        "pages": pages,
        "web": list(_web(world, pages)),
        "documents": documents,
        "worker": list(_worker(world, documents)),
    }


def _web(world: World, pages: int) -> Iterator[int]:
    from tests.benchmarks.register import pages as registered

    places = [(page.role, page.address() if callable(page.address) else page.address) for page in registered()]
    cookies = {role: _cookie_of(role) for role, _place in places}
    with _served(world) as (server, port):
        for number, (role, place) in enumerate(itertools.islice(itertools.cycle(places), pages), start=1):
            wire = HTTPConnection(HOST, port, timeout=PATIENCE)
            wire.request("GET", place, headers={"Cookie": cookies[role]})
            answer = wire.getresponse()
            answer.read()
            # A page that answers an error weighs little and says nothing: the figure would be of another thing.
            if answer.status != HTTPStatus.OK:
                raise SystemExit(
                    f"{place} answered {answer.status} to {role}: what the web process weighs is not known."
                )
            wire.close()
            if number in (FIRST_PAGES, pages):
                yield _weight(server)


def _cookie_of(role: str) -> str:
    from tests.benchmarks.pages import sign_in

    return "; ".join(f"{name}={one.value}" for name, one in sign_in(role).cookies.items())


@contextmanager
def _served(world: World) -> Iterator[tuple[psutil.Process, int]]:
    """The web server with one process, which is the one that is weighed."""
    port = free_port()
    command = web(f"{HOST}:{port}", Sizes(web_processes=1))
    process = subprocess.Popen(command, cwd=ROOT, env=world.environment)
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                HTTPConnection(HOST, port, timeout=PATIENCE).request("GET", "/health/live/")
                break
            except OSError:
                time.sleep(0.2)
        [one] = psutil.Process(process.pid).children()
        yield one, port
    finally:
        process.terminate()
        process.wait()


def _worker(world: World, documents: int) -> Iterator[int]:
    command = [sys.executable, "-c", DRAW, str(FIRST_DOCUMENTS), str(documents)]
    done = subprocess.run(command, cwd=ROOT, env=world.environment, capture_output=True, text=True, check=True)
    yield from map(int, done.stdout.split())


def draw_for_ever(first: int, documents: int) -> None:
    """Draw and keep documents as the worker does, and say what this process weighs after the first and the last."""
    from django.db import transaction

    from lipportal.jobs.models import Job
    from reporting.models import ReportDocument, YearlyReport
    from reporting.services.documents import ask_document, draw_document
    from tests.benchmarks.documents import copies

    copy = copies().first()
    report = YearlyReport.objects.get(code=copy.record_code)
    for number in range(1, documents + 1):
        with transaction.atomic():
            ReportDocument.objects.filter(copy=copy).delete()
            Job.objects.filter(key__contains=copy.code).delete()
            document = ask_document(report, copy, language="en", by=report.submitted_by)
            draw_document(document.job.code)
            transaction.set_rollback(True)
        if number in (first, documents):
            sys.stdout.write(f"{_weight(psutil.Process(os.getpid()))}\n")
    sys.stdout.flush()


def _weight(process: psutil.Process) -> int:
    return int(process.memory_info().rss)
