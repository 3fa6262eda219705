"""Outputs planned and done: counts are added per unit, never across units, and each opens to the updates behind it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from actionplans.models import Action, PlannedOutput
from lipportal.shared import formats
from lipportal.shared.bilingual import Shown, shown
from lipportal.shared.folding import fold
from lipportal.shared.once import once_a_page


@dataclass(frozen=True)
class CountRow:
    """One update's count of one output: who reads it sees when it was said, and can open it."""

    on: date
    amount: int
    text: str
    url: str
    update_code: str = ""


@dataclass(frozen=True)
class UnitFigure:
    """One unit: how many were planned, how many are done, and the updates that counted them."""

    unit_en: str
    unit_fr: str
    planned: int
    done: int = 0
    rows: list[CountRow] = field(default_factory=list)
    output_pk: int = 0

    @property
    def unit(self) -> Shown:
        """The unit in the page's language, or the other."""
        return shown(self, "unit")

    @property
    def is_short(self) -> bool:
        """Whether fewer were done than planned."""
        return self.done < self.planned

    @property
    def share(self) -> float:
        """The share done, never more than the whole."""
        return min(self.done / self.planned, 1.0) if self.planned else 1.0


@dataclass(frozen=True)
class CountedUnit:
    """One update's count of one unit."""

    amount: int
    unit_en: str
    unit_fr: str

    @property
    def unit(self) -> Shown:
        """The unit in the page's language, or the other."""
        return shown(self, "unit")


_SAID = ("amount", "update__code", "update__on", "update__text", "update__ended_on")


@once_a_page
def _planned_and_said(actions: Sequence[Action]) -> list[dict[str, Any]]:
    """What is planned, each beside what one update said of it, withdrawn updates too, oldest first; one query."""
    rows = PlannedOutput.objects.filter(action__in=[action.pk for action in actions])
    rows = rows.order_by("pk", "counts__update__on", "counts__update__pk")
    return list(rows.values("pk", "action", "unit_en", "unit_fr", "amount", *(f"counts__{name}" for name in _SAID)))


def outputs_of(actions: Sequence[Action]) -> dict[int, list[UnitFigure]]:
    """Planned and done per unit for each action, by its key; one query however many actions there are."""
    by_key = {action.pk: action for action in actions}
    figures: dict[int, list[UnitFigure]] = {key: [] for key in by_key}
    for _output, found in groupby(_planned_and_said(actions), key=itemgetter("pk")):
        rows = list(found)
        figures[rows[0]["action"]].append(_figure(rows, by_key[rows[0]["action"]].get_absolute_url()))
    return figures


def counts_by_update(action: Action) -> dict[str, list[CountedUnit]]:
    """What each update of an action counted, withdrawn ones too, by its code; reads what `outputs_of` reads."""
    counts: dict[str, list[CountedUnit]] = defaultdict(list)
    for row in _planned_and_said([action]):
        if row["counts__update__code"]:
            counted = CountedUnit(row["counts__amount"], row["unit_en"], row["unit_fr"])
            counts[row["counts__update__code"]].append(counted)
    return counts


def _figure(rows: Sequence[Mapping[str, Any]], address: str) -> UnitFigure:
    """One output from its rows: those that no update stands beside, or one that was withdrawn, count nothing."""
    output = rows[0]
    stand = [row for row in rows if row["counts__update__code"] and row["counts__update__ended_on"] is None]
    said = [_count_row(row, address) for row in stand]
    done = sum(row.amount for row in said)
    return UnitFigure(output["unit_en"], output["unit_fr"], output["amount"], done, said, output["pk"])


def _count_row(row: Mapping[str, Any], address: str) -> CountRow:
    on, text, code = (row[f"counts__update__{name}"] for name in ("on", "text", "code"))
    return CountRow(on, row["counts__amount"], text, f"{address}#update-{code}", code)


def planned_figures(action: Action) -> list[UnitFigure]:
    """What an action plans, without anything counted: what those beyond the table see; no query."""
    return [UnitFigure(row["unit_en"], row["unit_fr"], row["amount"]) for row in action.planned]


def share_done(figures: Iterable[UnitFigure]) -> float:
    """The share of an action's outputs done: the mean over its units, since units are never added up."""
    shares = [figure.share for figure in figures]
    return sum(shares) / len(shares) if shares else 0.0


def added_per_unit(figures: Iterable[UnitFigure]) -> list[UnitFigure]:
    """The figures of several actions put together, one line per unit."""
    together: dict[tuple[str, str], list[UnitFigure]] = defaultdict(list)
    for figure in figures:
        together[fold(figure.unit_en), fold(figure.unit_fr)].append(figure)
    return [_added(group) for group in together.values()]


def _added(group: list[UnitFigure]) -> UnitFigure:
    rows = [row for figure in group for row in figure.rows]
    planned, done = sum(figure.planned for figure in group), sum(figure.done for figure in group)
    return UnitFigure(group[0].unit_en, group[0].unit_fr, planned, done, rows)


def plain_planned(rows: Iterable[Any]) -> list[tuple[int, str, str]]:
    """Planned outputs as plain (amount, unit in English, unit in French)."""
    return [(row["amount"], row["unit_en"], row["unit_fr"]) for row in rows]


def done_of_planned(figure: UnitFigure) -> str:
    """One unit as people say it: “18 of 30 pairs”."""
    return _("%(done)s of %(planned)s %(unit)s") % {
        "done": formats.number_text(figure.done),
        "planned": formats.number_text(figure.planned),
        "unit": figure.unit.text,
    }
