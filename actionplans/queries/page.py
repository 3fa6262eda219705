"""The plan's page: its actions found by words, direction, body and state, as rows, bars and columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplans.choices import STATE_SHAPES, ActionState, Obstacle
from actionplans.models import Action, ActionPlan, Update
from actionplans.queries.adopted import lead_words
from actionplans.queries.outputs import UnitFigure, outputs_of, planned_figures, share_done
from actionplans.queries.rows import live_actions
from actionplans.registry import PublishedLine, published_lines_of
from actionplans.rules import standing_of
from councils.models import Meeting
from councils.permissions import permitted_rows
from councils.queries.agreements import reporting_dates_in_force
from lipportal.shared.bilingual import Shown
from lipportal.shared.drawings import Bar, Mark, YearLine
from lipportal.shared.folding import fold, sort_key

VIEWS = ("year", "list", "state")
SORTS = ("title", "due", "state")
# Late and at risk first.
URGENCY = ("late", "at_risk", "on_track", "not_started", "done", "carried_over", "stopped")


@dataclass(frozen=True)
class PlanFilters:
    """What the address asks for."""

    words: str = ""
    direction: str = ""
    body: str = ""
    state: str = ""
    sort: str = ""
    view: str = "year"

    @property
    def is_any(self) -> bool:
        """Whether the rows are narrowed at all."""
        return bool(self.words or self.direction or self.body or self.state)


@dataclass(frozen=True)
class ActionRow:
    """One action as the plan's page shows it."""

    action: Action
    url: str
    title: Shown
    direction: Shown
    lead: str
    standing: str
    label: str
    shape: str
    outputs: list[UnitFigure]
    share: float
    obstacle: str = ""
    said: str = ""
    said_in: str = ""
    published_url: str = ""

    @property
    def why(self) -> str:
        """What is in the way and what was said last, as one text."""
        return f"{self.obstacle} {self.said}".strip()

    @property
    def is_behind(self) -> bool:
        """Whether a word about it belongs under its title."""
        return self.standing in ("late", "at_risk", "stopped")


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: what the address holds, what people read, and how many actions it finds."""

    code: str
    label: str


@dataclass(frozen=True)
class PlanPage:
    """The plan's page for one person: every row found, and what can be filtered by."""

    plan: ActionPlan
    rows: list[ActionRow]
    total: int
    sees_progress: bool
    directions: list[Choice] = field(default_factory=list)
    bodies: list[Choice] = field(default_factory=list)
    states: list[Choice] = field(default_factory=list)
    direction_count: int = 0
    today: date | None = None
    shows_states: bool = False

    @property
    def count(self) -> int:
        """How many actions were found."""
        return len(self.rows)

    @property
    def columns(self) -> list[tuple[str, str, list[ActionRow]]]:
        """The rows by state, in the order of urgency; a state nobody is in stays out."""
        groups = [(state, [row for row in self.rows if row.standing == state]) for state in (*URGENCY, "planned")]
        return [(rows[0].shape, rows[0].label, rows) for __, rows in groups if rows]


def plan_page(plan: ActionPlan, filters: PlanFilters, user: Any, *, is_sheet: bool = False) -> PlanPage:
    """The actions of a plan that meet the filters, as this person may see them; a fixed number of queries.

    Partners and funders are read only where somebody looks at them, or looks for words in their names.

    Progress is what updates say, so those beyond the table see what is planned and nothing of how it goes; once the
    report on the plan is published, they see the state it gives each action.
    """
    today = plan.partnership.today()
    sees = user.has_perm("actionplans.view_update", plan)
    published = {} if sees else published_lines_of(plan)
    every = _every_action(
        plan, sees_progress=sees, with_others=is_sheet or bool(filters.words) or filters.view != "state"
    )
    figures = outputs_of(every) if sees else {action.pk: planned_figures(action) for action in every}
    if sees:
        rows = [_row(action, figures[action.pk], today) for action in every]
    else:
        rows = [_row_beyond(action, figures[action.pk], published.get(action.code)) for action in every]
    found = [row for row in rows if _meets(row, filters)]
    return PlanPage(
        plan=plan,
        rows=_sorted(found, filters.sort),
        total=len(rows),
        sees_progress=sees,
        directions=_choices(action.direction for action in every),
        bodies=_choices(action.body for action in every if action.body is not None),
        states=_states(rows) if sees or published else [],
        direction_count=len({action.direction_id for action in every}),
        today=today,
        shows_states=sees or bool(published),
    )


def _every_action(plan: ActionPlan, *, sees_progress: bool, with_others: bool) -> list[Action]:
    rows = live_actions(plan).select_related("direction", "body", "lead")
    rows = rows.prefetch_related("partners", "funders") if with_others else rows
    if sees_progress:
        newest = Update.objects.filter(action=OuterRef("pk"), ended_on__isnull=True).order_by("-on", "-pk")
        rows = rows.annotate(
            newest_text=Subquery(newest.values("text")[:1]),
            newest_language=Subquery(newest.values("language")[:1]),
            newest_obstacle=Subquery(newest.values("obstacle")[:1]),
        )
    actions = list(rows.order_by("direction__place", "due_on", "pk"))
    for action in actions:
        action.plan, action.partnership = plan, plan.partnership
    return actions


def _row(action: Action, figures: list[UnitFigure], today: date) -> ActionRow:
    """An action as those at the table see it."""
    standing = standing_of(action.state, action.due_on, action.plan.state, today)
    word = _last_word(action) if standing in ("late", "at_risk", "stopped") else {}
    return _drawn(action, figures, standing, share=share_done(figures), **word)


def _row_beyond(action: Action, figures: list[UnitFigure], published: PublishedLine | None) -> ActionRow:
    """An action as those beyond the table see it: what is planned, and how it went once that is published."""
    if published is None:
        return _drawn(action, figures, "planned")
    return _drawn(action, figures, published.state, published_url=published.url)


def _drawn(action: Action, figures: list[UnitFigure], standing: str, *, share: float = 0.0, **more: str) -> ActionRow:
    return ActionRow(
        action=action,
        url=action.get_absolute_url(),
        title=action.title,
        direction=action.direction.title,
        lead=lead_words(action),
        standing=standing,
        label=standing_label(standing),
        shape=STATE_SHAPES.get(standing, "new"),
        outputs=figures,
        share=share,
        **more,
    )


def standing_label(standing: str) -> str:
    """A standing as people read it."""
    return pgettext("action", "Planned") if standing == "planned" else str(ActionState(standing).label)


def _last_word(action: Any) -> dict[str, str]:
    """What the newest update says is in the way, and its words with their language."""
    obstacle = f"{Obstacle(action.newest_obstacle).label}." if action.newest_obstacle else ""
    return {"obstacle": obstacle, "said": action.newest_text or "", "said_in": action.newest_language or ""}


def _meets(row: ActionRow, filters: PlanFilters) -> bool:
    action = row.action
    if filters.direction and action.direction.code != filters.direction:
        return False
    if filters.body and (action.body is None or action.body.code != filters.body):
        return False
    if filters.state and row.standing != filters.state:
        return False
    return not filters.words or _holds_words(action, filters.words)


def _holds_words(action: Action, words: str) -> bool:
    """Whether each word stands in the title, the description, the lead, the body, a partner or a funder."""
    named = [action.lead, *action.partners.all(), *action.funders.all()]
    text = " ".join(
        [
            action.folded_names,
            fold(f"{action.description_en} {action.description_fr}"),
            *(row.folded_names for row in named if row is not None),
            fold(f"{action.body.name_en} {action.body.name_fr}") if action.body else "",
        ]
    )
    return all(word in text for word in fold(words).split())


def _sorted(rows: Sequence[ActionRow], sort: str) -> list[ActionRow]:
    key, backwards = sort.lstrip("-"), sort.startswith("-")
    if key == "title":
        return sorted(rows, key=lambda row: sort_key(row.title.text), reverse=backwards)
    if key == "due":
        return sorted(rows, key=lambda row: row.action.due_on, reverse=backwards)
    by_urgency = sorted(rows, key=lambda row: row.action.due_on)
    return sorted(by_urgency, key=_urgency, reverse=backwards)


def _urgency(row: ActionRow) -> int:
    return URGENCY.index(row.standing) if row.standing in URGENCY else len(URGENCY)


def _choices(records: Any) -> list[Choice]:
    seen: Mapping[str, Choice] = {record.code: Choice(record.code, str(record)) for record in records}
    return list(seen.values())


def _states(rows: Sequence[ActionRow]) -> list[Choice]:
    present = {row.standing for row in rows}
    return [Choice(state, standing_label(state)) for state in URGENCY if state in present]


def year_line_of(page: PlanPage, rows: Sequence[ActionRow], user: Any) -> YearLine:
    """The year line of these rows, with the meetings and report days this person may see."""
    year = page.plan.fiscal_year
    bars = [
        Bar(row.title.text, row.action.starts_on, row.action.due_on, row.share, row.shape, row.label, row.url)
        for row in rows
    ]
    today = page.today or page.plan.partnership.today()
    return YearLine(
        starts_on=year.first_day,
        today=today,
        meetings=_council_meetings(page.plan, user),
        deadlines=_report_days(page.plan, user),
        bars=bars,
        key="plan",
    )


def _council_meetings(plan: ActionPlan, user: Any) -> list[Mark]:
    year, zone = plan.fiscal_year, plan.partnership.zone
    rows = permitted_rows(user, "councils.view_meeting", Meeting.objects.all()).filter(
        partnership=plan.partnership_id, body__kind="council", ended_on__isnull=True
    )
    rows = rows.filter(starts_at__date__gte=year.first_day, starts_at__date__lte=year.last_day).order_by("starts_at")
    label = _("Council")
    return [Mark(meeting.starts_at.astimezone(zone).date(), label) for meeting in rows]


def _report_days(plan: ActionPlan, user: Any) -> list[Mark]:
    if not user.has_perm("councils.view_agreement", plan):
        return []
    year = plan.fiscal_year
    rows = reporting_dates_in_force().filter(
        agreement__partnership=plan.partnership_id, due_on__gte=year.first_day, due_on__lte=year.last_day
    )
    return [Mark(row.due_on, _("Report due")) for row in rows]


def without(filters: PlanFilters, name: str) -> PlanFilters:
    """The filters with one of them taken away."""
    return replace(filters, **{name: ""})
