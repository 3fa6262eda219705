"""Planned against done: what the yearly report's section 5 is made of, each figure with the rows behind it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplans.models import Action, ActionPlan, Evidence
from actionplans.queries.adopted import AdoptedAction, Change, adopted_actions, changes_of
from actionplans.queries.outputs import CountRow, UnitFigure, added_per_unit, done_of_planned, outputs_of, plain_planned
from actionplans.queries.page import standing_label
from actionplans.queries.rows import live_actions
from actionplans.rules import standing_of
from councils.queries.figures import Figure, OriginRow, counted
from lipportal.shared.bilingual import Shown, shown
from lipportal.shared.clock import FiscalYear


@dataclass(frozen=True)
class DoneUnit:
    """How many of one unit were done, and the updates that counted them."""

    amount: int
    unit_en: str
    unit_fr: str
    rows: list[CountRow] = field(default_factory=list)

    @property
    def unit(self) -> Shown:
        """The unit in the page's language, or the other."""
        return shown(self, "unit")


@dataclass(frozen=True)
class ActionLine:
    """One action of the plan, planned against done."""

    code: str
    url: str
    title_en: str
    title_fr: str
    direction_code: str
    direction_title_en: str
    direction_title_fr: str
    body: str
    lead: str
    partners: list[str]
    starts_on: date
    due_on: date
    planned: list[tuple[int, str, str]]
    adopted: list[tuple[int, str, str]]
    done: list[DoneUnit]
    state: str
    state_label: str
    was_added_later: bool
    change: Change | None
    is_carried_over: bool
    carried_from: FiscalYear | None
    evidence_count: int
    last_update_on: date | None
    needs_reason: bool

    @property
    def title(self) -> Shown:
        """The title in the page's language, or the other."""
        return shown(self, "title")

    @property
    def direction_title(self) -> Shown:
        """The direction's title in the page's language, or the other."""
        return shown(self, "direction_title")

    @property
    def figures(self) -> list[UnitFigure]:
        """Planned and done side by side, per unit."""
        return [
            UnitFigure(done.unit_en, done.unit_fr, amount, done.amount, done.rows)
            for (amount, __, __), done in zip(self.planned, self.done, strict=True)
        ]

    @property
    def is_short(self) -> bool:
        """Whether fewer of some output were done than planned."""
        return any(figure.is_short for figure in self.figures)


@dataclass(frozen=True)
class PlannedAgainstDone:
    """The plan's lines, the figures above them, and the outputs of the whole plan per unit."""

    lines: list[ActionLine]
    figures: list[Figure]
    units: list[UnitFigure]


def planned_against_done(plan: ActionPlan, *, on: date | None = None) -> PlannedAgainstDone:
    """Each adopted action with what was planned and what its updates counted; a fixed number of queries.

    `on` is the day lateness is judged by: today, for the partnership, unless told.
    """
    today = on or plan.partnership.today()
    actions = list(_lines_of(plan))
    for action in actions:
        action.plan, action.partnership = plan, plan.partnership
    outputs = outputs_of(actions)
    adopted = adopted_actions(plan)
    evidence = Counter(
        Evidence.objects.filter(
            update__action__plan=plan, ended_on__isnull=True, update__ended_on__isnull=True
        ).values_list("update__action", flat=True)
    )
    changes = changes_of(actions, adopted) if adopted else {}
    lines = [
        _line(action, outputs[action.pk], adopted.get(action.code), evidence[action.pk], today, changes=changes)
        for action in actions
    ]
    units = added_per_unit(figure for action in actions for figure in outputs[action.pk])
    return PlannedAgainstDone(lines, _figures(lines), units)


def _lines_of(plan: ActionPlan) -> Iterable[Action]:
    rows = (
        live_actions(plan)
        .select_related("direction", "body", "lead", "carried_from__plan")
        .prefetch_related("partners")
    )
    return rows.order_by("direction__place", "due_on", "pk")


def _line(
    action: Action,
    figures: list[UnitFigure],
    adopted: AdoptedAction | None,
    evidence_count: int,
    today: date,
    *,
    changes: Mapping[str, Change],
) -> ActionLine:
    state = standing_of(action.state, action.due_on, action.plan.state, today)
    planned = [(figure.planned, figure.unit_en, figure.unit_fr) for figure in figures]
    at_adoption = list(adopted.planned) if adopted else plain_planned(action.planned)
    is_short = any(figure.is_short for figure in figures)
    return ActionLine(
        code=action.code,
        url=action.get_absolute_url(),
        title_en=action.title_en,
        title_fr=action.title_fr,
        direction_code=action.direction.code,
        direction_title_en=action.direction.title_en,
        direction_title_fr=action.direction.title_fr,
        body=str(action.body or ""),
        lead=str(action.lead or ""),
        partners=[str(partner) for partner in action.partners.all()],
        starts_on=action.starts_on,
        due_on=action.due_on,
        planned=planned,
        adopted=at_adoption,
        done=[DoneUnit(figure.done, figure.unit_en, figure.unit_fr, figure.rows) for figure in figures],
        state=state,
        state_label=standing_label(state),
        was_added_later=action.code in changes and adopted is None,
        change=changes.get(action.code),
        is_carried_over=state == "carried_over",
        carried_from=action.carried_from.plan.fiscal_year if action.carried_from else None,
        evidence_count=evidence_count,
        last_update_on=action.last_update_on,
        needs_reason=state in ("late", "stopped", "carried_over") or is_short,
    )


def _figures(lines: list[ActionLine]) -> list[Figure]:
    """How many actions were adopted, done, carried over, late and stopped, each with the actions behind it."""

    def behind(*states: str) -> list[OriginRow]:
        return [_origin(line) for line in lines if line.state in states]

    return [
        counted("adopted", _("actions in the plan"), [_origin(line) for line in lines], note=_added_later(lines)),
        counted("done", pgettext("actions", "done"), behind("done")),
        counted("under_way", pgettext("actions", "under way"), behind("on_track", "at_risk", "not_started")),
        counted("carried_over", pgettext("actions", "carried over"), behind("carried_over")),
        counted("late", pgettext("actions", "late"), behind("late")),
        counted("stopped", pgettext("actions", "stopped"), behind("stopped")),
    ]


def _origin(line: ActionLine) -> OriginRow:
    return OriginRow(
        label=line.title.text,
        detail=f"{line.direction_title.text} · {line.state_label}",
        amount=", ".join(done_of_planned(figure) for figure in line.figures),
        url=line.url,
    )


def _added_later(lines: list[ActionLine]) -> str:
    count = sum(line.was_added_later for line in lines)
    if not count:
        return ""
    return ngettext("One was added after adoption.", "%(count)s were added after adoption.", count) % {"count": count}
