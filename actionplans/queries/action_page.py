"""The pages of actions: one action with its chain and history, and a table's own actions by what they need."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplans.choices import STATE_SHAPES
from actionplans.models import Action
from actionplans.queries.adopted import (
    AdoptedAction,
    Beside,
    Reason,
    adopted_actions,
    amendment_reasons,
    changes_since_adoption,
)
from actionplans.queries.chain import chain_of_action
from actionplans.queries.history import UpdateLine, history_of_action
from actionplans.queries.outputs import (
    UnitFigure,
    done_of_planned,
    outputs_of,
    planned_figures,
    share_done,
)
from actionplans.queries.page import standing_label
from actionplans.queries.rows import QUIET_DAYS, with_asks_help
from actionplans.registry import published_lines_of
from actionplans.rules import RUNNING_STATES, UPDATED_STATES, standing_of
from councils.models import Body, Organization
from lipportal.shared.drawings import Chain
from lipportal.shared.icons import family


@dataclass(frozen=True)
class ActionPage:
    """One action as one person sees it."""

    action: Action
    standing: str
    label: str
    shape: str
    sees_progress: bool
    outputs: list[UnitFigure]
    share: float
    chain: Chain
    history: list[UpdateLine]
    adopted: AdoptedAction | None
    beside: list[Beside]
    reasons: list[Reason]
    was_added_later: bool
    partners: list[str] = field(default_factory=list)
    funders: list[str] = field(default_factory=list)
    carried_to: list[Action] = field(default_factory=list)
    published_url: str = ""
    may_update: bool = False
    may_edit: bool = False
    may_amend: bool = False
    may_end: bool = False

    @property
    def evidence_count(self) -> int:
        """How many pieces of evidence stand behind its updates."""
        return sum(len(line.evidence) for line in self.history if not line.update.is_ended)


def action_page(action: Action, user: Any) -> ActionPage:
    """An action with its chain, outputs and amendments; its updates only for those at the table.

    Beyond the table its state is the one a published report gives it.
    """
    today, sees = action.partnership.today(), user.has_perm("actionplans.view_update", action)
    published = None if sees else published_lines_of(action.plan_id).get(action.code)
    history = history_of_action(action, user) if sees else []
    live = [line.update for line in history if not line.update.is_ended]
    is_adopted = action.plan.state in RUNNING_STATES
    adopted = adopted_actions(action.plan) if is_adopted else {}
    mine = adopted.get(action.code)
    beside = changes_since_adoption(action, mine)
    was_added_later = bool(adopted) and mine is None
    outputs = outputs_of([action])[action.pk] if sees else planned_figures(action)
    action.figures_read = outputs  # type: ignore[attr-defined]
    standing = standing_of(action.state, action.due_on, action.plan.state, today) if sees else "planned"
    standing = published.state if published else standing
    partners, funders = _organizations(action)
    return ActionPage(
        action=action,
        standing=standing,
        label=standing_label(standing),
        shape=STATE_SHAPES.get(standing, "new"),
        sees_progress=sees,
        published_url=published.url if published else "",
        outputs=outputs,
        share=share_done(outputs) if sees else 0.0,
        chain=chain_of_action(action, live, user),
        history=history,
        adopted=mine,
        beside=beside,
        reasons=amendment_reasons(action) if beside or was_added_later else [],
        was_added_later=was_added_later,
        partners=partners,
        funders=funders,
        carried_to=_carried_to(action) if sees and action.state == "carried_over" else [],
        **_doors(action, user),
    )


def _organizations(action: Action) -> tuple[list[str], list[str]]:
    """The names of partners and of funders, in one query."""
    tied = {
        name: Exists(getattr(Action, name).through.objects.filter(action=action, organization=OuterRef("pk")))
        for name in ("partners", "funders")
    }
    rows = Organization.objects.annotate(is_partner=tied["partners"], is_funder=tied["funders"])
    found = list(rows.filter(Q(is_partner=True) | Q(is_funder=True)).order_by("folded_sort"))
    return [str(row) for row in found if row.is_partner], [str(row) for row in found if row.is_funder]


def _carried_to(action: Action) -> list[Action]:
    """The action that goes on with this one in the next plan."""
    return list(action.carried_to.filter(ended_on__isnull=True).select_related("plan", "partnership"))


def _doors(action: Action, user: Any) -> dict[str, bool]:
    """What this person may do to the action now; the doors themselves ask again."""
    if action.is_ended or not user.is_authenticated:
        return {}
    state = action.plan.state
    is_draft, is_running = state in ("drafting", "table_input"), state in UPDATED_STATES
    return {
        "may_update": is_running and user.has_perm("actionplans.add_update", action),
        "may_edit": (is_draft or is_running) and user.has_perm("actionplans.edit_action", action),
        "may_amend": is_running and user.has_perm("actionplans.amend_action", action),
        "may_end": is_draft and user.has_perm("actionplans.end_action", action),
    }


@dataclass(frozen=True)
class BodyRow:
    """One action in its table's list."""

    action: Action
    shape: str
    line: str
    outputs: list[UnitFigure]
    may_update: bool

    @property
    def css(self) -> str:
        """The class that gives its shape a colour."""
        return f"s-{family(self.shape)}"


@dataclass(frozen=True)
class BodyGroup:
    """Actions of a table that need the same: a word, time, or nothing more."""

    label: str
    rows: list[BodyRow]


def body_actions(body: Body, user: Any) -> list[BodyGroup]:
    """What a body leads in the plans under way, in three groups: needs a word, on the way, finished."""
    rows = Action.objects.filter(body=body, ended_on__isnull=True, plan__state__in=UPDATED_STATES)
    actions = list(with_asks_help(rows).select_related("plan", "direction", "lead").order_by("due_on", "pk"))
    for action in actions:
        action.body, action.partnership, action.plan.partnership = body, body.partnership, body.partnership
    outputs = outputs_of(actions)
    today = body.partnership.today()
    grouped: dict[str, list[BodyRow]] = {"word": [], "way": [], "done": []}
    for action in actions:
        standing = standing_of(action.state, action.due_on, action.plan.state, today)
        may_update = user.has_perm("actionplans.add_update", action)
        line = _line(action, standing, outputs[action.pk], today)
        row = BodyRow(action, STATE_SHAPES[standing], line, outputs[action.pk], may_update)
        grouped[_group_of(action, standing, today)].append(row)
    labels = {"word": _("Needs a word"), "way": _("On the way"), "done": pgettext("actions", "Finished")}
    return [BodyGroup(labels[key], found) for key, found in grouped.items() if found]


def _group_of(action: Action, standing: str, today: date) -> str:
    if standing in ("done", "stopped", "carried_over"):
        return "done"
    return "word" if standing in ("late", "at_risk") or is_quiet(action, today) else "way"


def quiet_for(action: Action, today: date) -> int:
    """For how many days nothing was said; none before it begins."""
    return max((today - (action.last_update_on or action.starts_on)).days, 0)


def is_quiet(action: Action, today: date) -> bool:
    """Whether nothing was said for so long that a word is asked for."""
    return quiet_for(action, today) >= QUIET_DAYS


def _line(action: Action, standing: str, outputs: Sequence[UnitFigure], today: date) -> str:
    """The small line under a title: how it stands, how long it was quiet, what is done."""
    words = [standing_label(standing)]
    days = quiet_for(action, today)
    if standing not in ("done", "stopped", "carried_over") and days >= QUIET_DAYS:
        words.append(_("Quiet for %(days)s days") % {"days": days})
    words += [done_of_planned(figure) for figure in outputs]
    return ". ".join(words) + "."
