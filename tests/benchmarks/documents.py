"""The yearly report as PDF: the work of one, the memory of the process that draws it, and all of a year in one go."""

import os
import resource
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

ALL_OF_A_YEAR = 48
TURNS = 10


def copies() -> Any:
    """The frozen copies of reports that were sent, of every partnership, the latest first."""
    from lipportal.audit.models import FrozenCopy
    from reporting.models import YearlyReport

    return FrozenCopy.objects.filter(noun=YearlyReport._meta.label_lower).order_by("-pk")


def measure() -> dict[str, Any]:
    """One report drawn a few times, then as many as the directory has partnerships, on every core."""
    from lipportal.audit.queries import body_of
    from reporting.documents.yearly_report import yearly_report_pdf

    pages = [body_of(copy)["en"] for copy in copies()[:ALL_OF_A_YEAR]]
    works, size = [], 0
    for _turn in range(TURNS):
        began = _work()
        size = len(yearly_report_pdf(pages[0], language="en"))
        works.append(_work() - began)
    year = [pages[number % len(pages)] for number in range(ALL_OF_A_YEAR)]
    began = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda page: yearly_report_pdf(page, language="en"), year))
    return {
        "work": statistics.median(works),
        "bytes": size,
        "all_of_a_year": time.monotonic() - began,
        "memory": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
    }


def _work() -> float:
    """The processor time of this process and of those it has waited for, in seconds."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system
