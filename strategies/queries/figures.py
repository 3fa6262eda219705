"""Report section 4, where the strategy stands: each figure with the rows behind it (design 4)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from councils.choices import FIVE_STEPS, SIX_STEPS, Stage, StageState
from councils.models import Partnership
from councils.queries.figures import Figure, OriginRow, counted
from lipportal.shared import formats
from lipportal.shared.clock import FiscalYear
from strategies.models import Amendment, Direction, ResearchItem, Strategy
from strategies.queries.rows import strategy_for_year


@dataclass(frozen=True)
class StrategyFigures:
    """What section 4 says of one partnership and year, in the reader's language."""

    strategy: Strategy | None
    five_step: Figure
    six_step: Figure
    year_of_strategy: Figure
    directions: Figure
    research_completed: Figure
    amendments: Figure

    @property
    def all(self) -> list[Figure]:
        """The figures in the order of the section."""
        return [
            self.five_step,
            self.six_step,
            self.year_of_strategy,
            self.directions,
            self.research_completed,
            self.amendments,
        ]


def strategy_figures(partnership: Partnership, year: FiscalYear) -> StrategyFigures:
    """The figures of section 4 for one fiscal year; five queries, however many rows."""
    strategy = strategy_for_year(partnership, year)
    return StrategyFigures(
        strategy=strategy,
        five_step=_step_reached("five_step", _("Step reached in the five-step list"), partnership, FIVE_STEPS),
        six_step=_step_reached("six_step", _("Step reached in the six-step list"), partnership, SIX_STEPS),
        year_of_strategy=_year_of(strategy, year),
        directions=_directions(strategy, year),
        research_completed=_research(partnership, year),
        amendments=_amendments(partnership, year),
    )


def _step_reached(key: str, label: str, partnership: Partnership, steps: dict[str, int]) -> Figure:
    rows, reached = [], 0
    for stage in Stage:
        if stage.value not in steps:
            continue
        state = StageState(partnership.stages.get(stage.value, StageState.LATER))
        rows.append(OriginRow(str(stage.label), str(state.label), str(steps[stage.value])))
        if state != StageState.LATER:
            reached = max(reached, steps[stage.value])
    return Figure(key, label, str(reached), unit=_("of %(count)s") % {"count": len(steps)}, rows=rows)


def _year_of(strategy: Strategy | None, year: FiscalYear) -> Figure:
    label = _("Year of the strategy")
    if strategy is None:
        return Figure("year_of_strategy", label, "", note=_("No adopted strategy covers this year."))
    number, total = year.start - strategy.first_year + 1, strategy.last_year - strategy.first_year + 1
    detail = str(strategy.get_state_display())
    row = OriginRow(str(strategy), detail, url=strategy.get_absolute_url())
    return Figure("year_of_strategy", label, str(number), unit=_("of %(count)s") % {"count": total}, rows=[row])


def _directions(strategy: Strategy | None, year: FiscalYear) -> Figure:
    rows: list[OriginRow] = []
    if strategy is not None:
        lasting = Q(ended_on__isnull=True) | Q(ended_on__gte=year.first_day)
        directions = Direction.objects.filter(lasting, strategy=strategy).select_related("body", "partnership")
        rows = [OriginRow(str(each), _answered_for(each), url=each.get_absolute_url()) for each in directions]
    return counted("directions", _("Directions"), rows)


def _answered_for(direction: Direction) -> str:
    said: list[Any] = [direction.body] if direction.body else []
    if direction.ended_on:
        said.append(_("ended on %(day)s") % {"day": formats.day_text(direction.ended_on, year=True)})
    return ", ".join(str(word) for word in said)


def _research(partnership: Partnership, year: FiscalYear) -> Figure:
    done = ResearchItem.objects.filter(
        partnership=partnership, state="final", done_on__range=(year.first_day, year.last_day), ended_on__isnull=True
    ).select_related("partnership")
    rows = [
        OriginRow(str(item), item.author, formats.day_text(item.done_on, year=True), item.get_absolute_url())
        for item in done.order_by("done_on", "pk")
        if item.done_on is not None
    ]
    return counted("research_completed", _("Research completed"), rows)


def _amendments(partnership: Partnership, year: FiscalYear) -> Figure:
    made = Amendment.objects.filter(partnership=partnership, on__range=(year.first_day, year.last_day)).select_related(
        "partnership"
    )
    rows = [
        OriginRow(
            str(each),
            each.motion or each.no_motion_reason,
            formats.day_text(each.on, year=True),
            each.get_absolute_url(),
        )
        for each in made
    ]
    return counted("amendments", _("Amendments to the strategy"), rows)
