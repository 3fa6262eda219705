"""The prefilled figures as a page draws them: in groups, a row each, beside last year and the version before."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Which figures stand together, by their keys; what is not named here stands together at the end, without a heading.
GROUPS = (
    (
        gettext_lazy("At the table"),
        ("members_at_end", "members_at_start", "bodies", "meetings_held", "attendance_rate"),
    ),
    (gettext_lazy("Who came and who left"), ("new_organizations", "departures")),
    (gettext_lazy("Newcomers’ voices"), ("newcomers_or_lived_experience", "newcomers", "lived_experience")),
    (
        gettext_lazy("In French"),
        ("francophone_participation", "francophone_organizations", "francophone_contacts"),
    ),
    (gettext_lazy("Municipalities and rules"), ("municipal_involvement", "municipal_signatures", "terms_changes")),
    (gettext_lazy("Step by step"), ("five_step", "six_step", "year_of_strategy")),
    (gettext_lazy("This year"), ("directions", "research_completed", "amendments")),
)
SHORT_UNIT = 9


@dataclass(frozen=True)
class FigureRow:
    """One figure: its label, how much it is, the rows behind it, and what it was.

    `shows_amounts` says whether the rows show how much each adds: not where all of them are one, as organizations are.
    """

    key: str
    label: str
    amount: str
    more: str
    rows: list[Any]
    was: str = ""
    last_year: str = ""
    shows_amounts: bool = False


@dataclass(frozen=True)
class FigureGroup:
    """Figures that are read together; `compares` says whether last year's stand beside them."""

    heading: str
    rows: list[FigureRow]
    compares: bool = False


def figure_groups(
    figures: Iterable[Any], *, was: Iterable[Any] = (), last_year: Iterable[Any] = ()
) -> list[FigureGroup]:
    """The figures in their groups; `was` are those of the version before, `last_year` those of last year's report."""
    before, year = _amounts(was), _amounts(last_year)
    rows = {row.key: row for row in (_row(_plain(figure), before, year) for figure in figures)}
    grouped = [
        FigureGroup(str(heading), [rows.pop(key) for key in keys if key in rows], bool(year))
        for heading, keys in GROUPS
        if any(key in rows for key in keys)
    ]
    return [*grouped, *([FigureGroup("", list(rows.values()), bool(year))] if rows else [])]


def _plain(figure: Any) -> Mapping[str, Any]:
    return asdict(figure) if is_dataclass(figure) and not isinstance(figure, type) else figure


def _row(figure: Mapping[str, Any], before: Mapping[str, str], year: Mapping[str, str]) -> FigureRow:
    amount, key = amount_of(figure), figure["key"]
    was = before.get(key, "")
    more = [part for part in (figure["note"], "" if _is_short(figure["unit"]) else figure["unit"]) if part]
    return FigureRow(
        key=key,
        label=figure["label"],
        amount=amount,
        more=" · ".join(reversed(more)),
        rows=list(figure["rows"]),
        was=was if was != amount else "",
        last_year=year.get(key, ""),
        shows_amounts=any(row["amount"] not in ("", "1") for row in figure["rows"]),
    )


def _is_short(unit: str) -> bool:
    return len(unit) <= SHORT_UNIT


def amount_of(figure: Mapping[str, Any]) -> str:
    """How much it is, with a short unit: “78%”, “3 of 5”; a dash where nothing is known."""
    value, unit = figure["value"], figure["unit"]
    if not value:
        return "–"
    if unit == "%":
        return _("%(value)s%%") % {"value": value}
    return f"{value}\u00a0{unit}" if unit and _is_short(unit) else str(value)


def _amounts(figures: Iterable[Any]) -> dict[str, str]:
    return {figure["key"]: amount_of(figure) for figure in map(_plain, figures)}
