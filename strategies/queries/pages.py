"""What the pages of the strategies app show, gathered in a constant number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from councils.queries.lists import Entry
from lipportal.shared.drawings import Chain
from lipportal.shared.workflow import OpenStep, Workflow, steps_open_to
from strategies.choices import DIRECTION_TEXT_LABELS
from strategies.models import Amendment, Direction, Finding, ResearchItem, Strategy
from strategies.queries.chain import chain_of_direction, chain_of_finding
from strategies.queries.lists import characteristics, entries_named, objectives_named
from strategies.queries.rows import directions_visible_to
from strategies.queries.texts import TextPair, YearPlace, component_pairs, text_pairs, year_place
from strategies.rules import ComponentState, completeness, lacks_of_direction, live_directions


@dataclass(frozen=True)
class Component:
    """One component on a strategy's page: how it stands, its texts, and whether this person may write it."""

    part: ComponentState
    pairs: list[TextPair]


@dataclass(frozen=True)
class DirectionLine:
    """One direction on its strategy's page."""

    direction: Direction
    pairs: list[TextPair]
    lacks: list[Any]
    objectives: list[Entry]
    characteristics: list[Entry]
    can_edit: bool


@dataclass(frozen=True)
class StrategyPage:
    """A strategy as its page shows it to one person."""

    components: list[Component]
    directions: list[DirectionLine]
    ended: list[Direction]
    amendments: list[Amendment]
    years: YearPlace
    steps: list[OpenStep]
    can_write: bool
    can_add: bool
    can_move: bool
    at_work: bool

    @property
    def done_count(self) -> int:
        """How many of the six components are complete."""
        return sum(component.part.is_done for component in self.components)


@dataclass(frozen=True)
class DirectionPage:
    """A direction as its page shows it to one person."""

    pairs: list[TextPair]
    findings: list[Finding]
    can_read_findings: bool
    objectives: list[Entry]
    characteristics: list[Entry]
    amendments: list[Amendment]
    chain: Chain
    can_edit: bool
    can_end: bool


@dataclass(frozen=True)
class FindingPage:
    """A finding as its page shows it."""

    directions: list[Direction]
    chain: Chain
    can_edit: bool
    can_end: bool


def strategy_page(strategy: Strategy, user: Any, workflow: Workflow) -> StrategyPage:
    """Everything the strategy's page shows this person; two queries more than the strategy itself."""
    held = Direction.objects.filter(strategy=strategy).select_related("partnership", "strategy", "body")
    prefetch_related_objects([strategy], Prefetch("directions", held))
    at_work = user.has_perm("councils.view_desk", strategy.partnership)
    is_writable = strategy.is_open or (strategy.is_amendable and user.has_perm("strategies.amend_strategy", strategy))
    return StrategyPage(
        components=[Component(part, component_pairs(strategy, part.key)) for part in completeness(strategy)],
        directions=[_line(direction, user) for direction in live_directions(strategy)],
        ended=[direction for direction in strategy.directions.all() if direction.is_ended],
        amendments=list(strategy.amendments.select_related("partnership", "direction")) if not strategy.is_open else [],
        years=year_place(strategy, strategy.partnership.today()),
        steps=steps_open_to(user, strategy, workflow) if at_work else [],
        can_write=is_writable and user.has_perm("strategies.edit_component", strategy),
        can_add=is_writable and user.has_perm("strategies.create_direction", strategy),
        can_move=strategy.is_open and user.has_perm("strategies.move_direction", strategy),
        at_work=at_work,
    )


def _line(direction: Direction, user: Any) -> DirectionLine:
    names = {name: label for name, label in DIRECTION_TEXT_LABELS.items() if name != "title"}
    return DirectionLine(
        direction=direction,
        pairs=[pair for pair in text_pairs(direction, names) if pair.shown],
        lacks=lacks_of_direction(direction, is_named=False),
        objectives=objectives_named(direction.objectives),
        characteristics=entries_named(characteristics(), direction.characteristics),
        can_edit=user.has_perm("strategies.edit_direction", direction),
    )


def direction_page(direction: Direction, user: Any) -> DirectionPage:
    """Everything a direction's page shows this person."""
    findings = Finding.objects.select_related("partnership", "research")
    prefetch_related_objects([direction], Prefetch("findings", findings))
    strategy, behind = direction.strategy, list(direction.findings.all())
    line = _line(direction, user)
    is_writable = not direction.is_ended and (strategy.is_open or strategy.is_amendable)
    return DirectionPage(
        pairs=line.pairs,
        findings=behind,
        can_read_findings=user.has_perm("strategies.view_research", direction.partnership),
        objectives=line.objectives,
        characteristics=line.characteristics,
        amendments=list(direction.amendments.select_related("partnership")),
        chain=chain_of_direction(direction, user),
        can_edit=is_writable and line.can_edit,
        can_end=is_writable and user.has_perm("strategies.end_direction", direction),
    )


def finding_page(finding: Finding, user: Any) -> FindingPage:
    """What hangs on a finding, as this person may see it."""
    rows = directions_visible_to(user).filter(findings=finding, ended_on__isnull=True)
    directions = list(
        rows.select_related("partnership", "strategy__partnership", "body").order_by("-strategy__first_year", "place")
    )
    return FindingPage(
        directions=directions,
        chain=chain_of_finding(finding, directions, user),
        can_edit=not finding.is_ended and user.has_perm("strategies.edit_finding", finding),
        can_end=not finding.is_ended and user.has_perm("strategies.end_finding", finding),
    )


def research_findings(research: ResearchItem, user: Any) -> QuerySet[Finding]:
    """The findings of a piece of research, with the directions this person sees hanging on each."""
    directions = directions_visible_to(user).filter(ended_on__isnull=True).select_related("partnership")
    return research.findings.select_related("partnership").prefetch_related(Prefetch("directions", directions))
