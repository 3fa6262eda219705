"""Outputs planned and done: counts are added per unit, never across units, and each opens to the updates behind it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from actionplans.models import Action, OutputCount, PlannedOutput, Update
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


@once_a_page
def outputs_of(actions: Sequence[Action]) -> dict[int, list[UnitFigure]]:
    """Planned and done per unit for each action, by its key; two queries however many actions there are."""
    by_key = {action.pk: action for action in actions}
    counts: dict[int, list[CountRow]] = defaultdict(list)
    rows = OutputCount.objects.filter(output__action__in=by_key, update__ended_on__isnull=True)
    for count in rows.select_related("update", "output").order_by("update__on", "update__pk"):
        counts[count.output_id].append(_count_row(count, by_key[count.output.action_id]))
    figures: dict[int, list[UnitFigure]] = {key: [] for key in by_key}
    for output in PlannedOutput.objects.filter(action__in=by_key).order_by("pk"):
        figures[output.action_id].append(_figure(output, counts[output.pk]))
    return figures


def outputs_said_in(action: Action, updates: Iterable[Update]) -> list[UnitFigure]:
    """What `outputs_of` says of one action whose updates, with their counts, were read already; one query."""
    counts: dict[int, list[CountRow]] = defaultdict(list)
    for update in sorted(updates, key=lambda one: (one.on, one.pk)):
        for count in update.counts.all():
            counts[count.output_id].append(_count_row(count, action))
    planned = PlannedOutput.objects.filter(action=action).order_by("pk")
    return [_figure(output, counts[output.pk]) for output in planned]


def _figure(output: PlannedOutput, said: list[CountRow]) -> UnitFigure:
    done = sum(row.amount for row in said)
    return UnitFigure(output.unit_en, output.unit_fr, output.amount, done, said, output.pk)


def _count_row(count: OutputCount, action: Action) -> CountRow:
    update = count.update
    address = f"{action.get_absolute_url()}#update-{update.code}"
    return CountRow(update.on, count.amount, update.text, address, update.code)


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
