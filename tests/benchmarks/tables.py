"""The figures as tables: on the screen, and as a page for docs/proof; each beside its budget (design 8)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

PAGES = (
    *("page", "queries", "median", "p95", "on the clock", "page", "first visit"),
    *("against bare", "on the clock", "budget"),
)
MEGABYTE, KILOBYTE = 1024 * 1024, 1024
MOST_GROWTH = 1.3
MOST_OF_A_PDF, MOST_OF_A_YEAR = 0.150, 60.0
MOST_OF_A_SWEEP = 10.0
MOST_OF_WEB, MOST_OF_WORKER = 150 * MEGABYTE, 300 * MEGABYTE
STEADY = 1.1  # what grows by less is flat
Figures = Mapping[str, Any]


def rows() -> dict[str, int]:
    """How many of each there are in the world that is open."""
    from actionplans.models import Action, Update
    from councils.models import Membership, Partnership, Person
    from reporting.models import YearlyReport

    counted = (Partnership, Person, Membership, Action, Update, YearlyReport)
    return {str(model._meta.verbose_name_plural): model.objects.count() for model in counted}


def shown(figures: Sequence[Figures]) -> str:
    """For the screen."""
    return "\n\n".join(f"{heading}\n{_aligned(table)}" for heading, table in _tables(figures))


def page(figures: Sequence[Figures]) -> str:
    """For docs/proof."""
    parts = [f"## {heading}\n\n{_marked_down(table)}" for heading, table in _tables(figures)]
    return "\n\n".join(["# What the portal takes", *parts]) + "\n"


def _tables(figures: Sequence[Figures]) -> Iterable[tuple[str, list[Sequence[str]]]]:
    yield "The worlds", _worlds(figures)
    for one in figures:
        yield f"Pages, {_name(one)}", [PAGES, *map(_page, one["pages"])]
    if grown := list(_growth(figures)):
        yield "What a thousand partnerships and ten years cost", [("page", "engine", "times", "budget"), *grown]
    yield "Documents, sweep and memory", [("what", "world", "figure", "budget"), *_others(figures)]


def _name(one: Figures) -> str:
    return f"{one['world']} world on {'SQLite' if one['engine'] == 'sqlite' else 'PostgreSQL'}"


def _worlds(figures: Sequence[Figures]) -> list[Sequence[str]]:
    heads = list(figures[0]["rows"])
    return [("world", *heads), *((_name(one), *(f"{one['rows'][head]:,}" for head in heads)) for one in figures)]


def _page(one: Figures) -> Sequence[str]:
    if one["status"] != 200:
        return (one["name"], *[""] * (len(PAGES) - 2), one["verdict"])
    return (
        one["name"],
        str(one["queries"]),
        f"{one['median'] * 1000:.1f} ms",
        f"{one['p95'] * 1000:.1f} ms",
        f"{one['elapsed'] * 1000:.1f} ms",
        f"{one['page_bytes'] / KILOBYTE:.1f} KB",
        f"{one['first_visit_bytes'] / KILOBYTE:.1f} KB",
        f"{one['ratio']:.1f}×",
        f"{one['elapsed_ratio']:.1f}×",
        one["verdict"],
    )


def _growth(figures: Sequence[Figures]) -> Iterable[Sequence[str]]:
    """Each page of the large world against the small one, each as a multiple of the bare page without rows."""
    small = {one["engine"]: one for one in figures if one["world"] == "demonstration"}
    for large in (one for one in figures if one["world"] == "large" and one["engine"] in small):
        before = {page["name"]: page["median"] for page in small[large["engine"]]["pages"]}
        pace = _bare(large) / _bare(small[large["engine"]])
        for one in large["pages"]:
            if before.get(one["name"]) and one["median"]:
                times = one["median"] / before[one["name"]] / pace
                yield one["name"], large["engine"], f"{times:.2f}×", _kept(times, MOST_GROWTH, f"{MOST_GROWTH}×")


def _bare(one: Figures) -> float:
    """How fast this run was: the bare page that lists nothing."""
    return next(page["bare"] for page in one["pages"] if page["name"] == "A page without rows")


def _others(figures: Sequence[Figures]) -> Iterable[Sequence[str]]:
    for one in figures:
        documents, sweep, memory, name = one["documents"], one["sweep"], one["memory"], _name(one)
        work, year = documents["work"], documents["all_of_a_year"]
        yield "work of a report as PDF", name, f"{work * 1000:.0f} ms", _kept(work, MOST_OF_A_PDF, "150 ms")
        yield "48 reports as PDF", name, f"{year:.1f} s", _kept(year, MOST_OF_A_YEAR, "60 s")
        yield "memory of whatever draws", name, f"{documents['memory'] / MEGABYTE:.0f} MB", ""
        seconds = sweep["first"]["seconds"]
        yield "reminder sweep", name, f"{seconds:.2f} s", _kept(seconds, MOST_OF_A_SWEEP, "10 s")
        thousands = max(sweep["candidates"] / 1000, 1)
        for key in ("first", "again"):
            asked = sweep[key]["queries"]
            words = f"{asked} queries, {asked / thousands:.1f} a thousand, {sweep[key]['made']} people"
            yield f"the same at {sweep['day']}, {key}", name, words, ""
        yield from _weights("web process", memory["web"], f"{memory['pages']:,} pages", name, MOST_OF_WEB)
        yield from _weights("worker", memory["worker"], f"{memory['documents']:,} documents", name, MOST_OF_WORKER)


def _weights(what: str, weights: Sequence[int], after: str, name: str, most: int) -> Iterable[Sequence[str]]:
    early, late = weights
    told = f"{early / MEGABYTE:.0f} MB, then {late / MEGABYTE:.0f} MB"
    verdict = _kept(late, most, f"{most / MEGABYTE:.0f} MB")
    yield f"{what} after {after}", name, told, verdict if late <= early * STEADY else f"{verdict}, growing"


def _kept(figure: float, most: float, words: str) -> str:
    return "kept" if figure <= most else f"over {words}"


def _aligned(table: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[place]) for line in table) for place in range(len(table[0]))]
    lines = [table[0], ["-" * width for width in widths], *table[1:]]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _marked_down(table: Sequence[Sequence[str]]) -> str:
    lines = [table[0], ["---"] * len(table[0]), *table[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
