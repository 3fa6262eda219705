"""Rows of the actionplans app, narrowed to what a person may see, and those that wait for a word."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When

from actionplans.models import Action, ActionPlan, Evidence, Update
from actionplans.rules import UPDATED_STATES
from councils.choices import Role
from councils.models import Body, Organization, Partnership
from councils.permissions import permitted_rows, roles_held
from lipportal.drafts.models import Draft
from lipportal.shared.clock import FiscalYear
from strategies.choices import AMENDABLE_STATES, OPEN_STATES
from strategies.models import Direction, Strategy
from strategies.queries import active_strategy, strategy_for_year

QUIET_DAYS = 90


def plans_visible_to(user: Any) -> QuerySet[ActionPlan]:
    """The plans this person may see: drafts at the table only."""
    return permitted_rows(user, "actionplans.view_plan", ActionPlan.objects.all())


def actions_visible_to(user: Any) -> QuerySet[Action]:
    """The actions this person may see: those of drafts, and those taken out of one, at the table only."""
    return permitted_rows(user, "actionplans.view_action", Action.objects.all())


def updates_visible_to(user: Any) -> QuerySet[Update]:
    """The updates this person may see: those of the partnerships at whose table they sit."""
    return permitted_rows(user, "actionplans.view_update", Update.objects.all())


def evidence_visible_to(user: Any) -> QuerySet[Evidence]:
    """The evidence this person may see, apart from what a submitted report shows them."""
    return permitted_rows(user, "actionplans.view_evidence", Evidence.objects.all())


def plan_for_year(partnership: Partnership, year: FiscalYear | int) -> ActionPlan | None:
    """The partnership's plan for the fiscal year that begins in `year`."""
    start = year.start if isinstance(year, FiscalYear) else year
    return ActionPlan.objects.filter(partnership=partnership, year=start).select_related("strategy").first()


def current_plan(plans: QuerySet[ActionPlan], today: date) -> ActionPlan | None:
    """Of some plans of one partnership the one of the fiscal year it is, or else the newest."""
    this_year = Case(When(year=FiscalYear.of(today).start, then=0), default=1)
    return plans.select_related("partnership").order_by(this_year, "-year").first()


def strategy_of_year(partnership: Partnership, year: int) -> Strategy | None:
    """The strategy a plan of this year would carry out: the adopted one that covers it, or one still being written.

    Planning and carrying out overlap (R22): an action may begin before the strategy is final. One that is over comes
    after one being written. Where none covers the year, the one in force is given, or else the one being written.
    """
    drafts = Strategy.objects.filter(partnership=partnership, state__in=OPEN_STATES).order_by("-pk")
    adopted = strategy_for_year(partnership, FiscalYear(year))
    if adopted is not None and adopted.state in AMENDABLE_STATES:
        return adopted
    return (
        drafts.filter(first_year__lte=year, last_year__gte=year).first()
        or adopted
        or active_strategy(partnership)
        or drafts.first()
    )


def open_years(partnership: Partnership) -> list[int]:
    """The fiscal years a plan can be started for: those of strategies in hand without one, this year's first."""
    rows = Strategy.objects.filter(partnership=partnership, state__in=(*OPEN_STATES, *AMENDABLE_STATES))
    covered = {year for first, last in rows.values_list("first_year", "last_year") for year in range(first, last + 1)}
    present = FiscalYear.of(partnership.today()).start
    return sorted(covered - taken_years(partnership), key=lambda year: (year < present, year))


def with_counts(plans: QuerySet[ActionPlan]) -> QuerySet[ActionPlan]:
    """Plans with the number of their actions, for lists."""
    count = Count("actions", filter=Q(actions__ended_on__isnull=True))
    return plans.select_related("partnership").annotate(action_count=count)


def taken_years(partnership: Partnership) -> set[int]:
    """The fiscal years that have a plan already."""
    return set(ActionPlan.objects.filter(partnership=partnership).values_list("year", flat=True))


def directions_of(plan: ActionPlan) -> QuerySet[Direction]:
    """The directions an action of this plan may serve."""
    return Direction.objects.filter(strategy=plan.strategy_id, ended_on__isnull=True)


def bodies_for(user: Any, plan: ActionPlan) -> QuerySet[Body]:
    """The bodies this person may put an action under: every one, or the tables they lead."""
    rows = Body.objects.filter(partnership=plan.partnership_id, ended_on__isnull=True)
    if user.has_perm("actionplans.edit_plan", plan):
        return rows
    led = [held.body_id for held in roles_held(user) if held.role == Role.TABLE_LEAD and held.body_id]
    return rows.filter(pk__in=led)


def organizations_for(plan: ActionPlan) -> QuerySet[Organization]:
    """The organizations an action of this plan may name, by name."""
    return Organization.objects.filter(partnership=plan.partnership_id, ended_on__isnull=True).order_by("folded_sort")


def live_actions(plan: ActionPlan) -> QuerySet[Action]:
    """The actions of a plan that were not taken out of it."""
    return Action.objects.filter(plan=plan, ended_on__isnull=True)


def running_actions() -> QuerySet[Action]:
    """The unfinished actions of plans that are adopted and not closed."""
    return Action.objects.filter(
        plan__state__in=UPDATED_STATES, ended_on__isnull=True, state__in=Action.OPEN_STATES
    ).select_related("partnership", "plan", "direction", "body", "lead")


def quiet_since(today: date, days: int = QUIET_DAYS) -> Q:
    """The actions nothing was said about for `days`; one never heard of counts from its first day."""
    since = today - timedelta(days=days)
    return Q(last_update_on__lte=since) | Q(last_update_on__isnull=True, starts_on__lte=since)


def quiet_actions(partnership: Partnership, days: int = QUIET_DAYS) -> QuerySet[Action]:
    """The partnership's unfinished actions without a word for `days`, longest quiet first.

    One that has not begun is not quiet.
    """
    return (
        running_actions()
        .filter(quiet_since(partnership.today(), days), partnership=partnership)
        .order_by(F("last_update_on").asc(nulls_first=True), "due_on", "pk")
    )


def open_actions_of(who: Any) -> QuerySet[Action]:
    """The unfinished actions a body leads; given a person, those of the bodies they lead or sit at."""
    if isinstance(who, Body):
        return running_actions().filter(body=who)
    of_the_table = (Role.TABLE_LEAD, Role.MEMBER, Role.NEWCOMER_ADVISOR)
    bodies = [held.body_id for held in roles_held(who) if held.body_id and held.role in of_the_table]
    return running_actions().filter(body__in=bodies)


def _answers_on_help(action: str) -> QuerySet[Update]:
    """What was said of help for the action of an outer row, newest first; a word on something else is no answer."""
    rows = Update.objects.filter(action=OuterRef(action), ended_on__isnull=True, wants_help__isnull=False)
    return rows.order_by("-on", "-pk")


def with_asks_help(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Actions with `asks_help`: whether a call to the council for help stands, until an update says otherwise."""
    return rows.annotate(asks_help=Subquery(_answers_on_help("pk").values("wants_help")[:1]))


def help_stands(action: Action) -> bool:
    """Whether a call for the council's help stands for this action."""
    return bool(with_asks_help(Action.objects.filter(pk=action.pk)).values_list("asks_help", flat=True).get())


def help_wanted(partnership: Partnership) -> QuerySet[Update]:
    """The calls for help of unfinished actions that still stand: the co-chairs' list."""
    newest = _answers_on_help("action").values("pk")[:1]
    rows = Update.objects.filter(pk=Subquery(newest), wants_help=True, action__in=running_actions())
    rows = rows.filter(partnership=partnership).select_related("action", "action__body", "author")
    return rows.order_by("on", "pk")


def last_years_actions(plan: ActionPlan) -> QuerySet[Action]:
    """The actions of the plan of the year before."""
    year = plan.fiscal_year.previous.start
    rows = Action.objects.filter(plan__partnership=plan.partnership_id, plan__year=year, ended_on__isnull=True)
    return rows.select_related("direction", "body", "lead", "plan", "partnership")


def actions_to_carry(plan: ActionPlan) -> list[Action]:
    """Last year's actions that were not done or stopped and are not in this plan yet."""
    rows = last_years_actions(plan).exclude(state__in=("done", "stopped"))
    carried = Action.objects.filter(plan=plan, ended_on__isnull=True, carried_from__isnull=False)
    rows = rows.exclude(pk__in=carried.values("carried_from"))
    return list(rows.order_by("direction__place", "due_on", "pk"))


def kept_drafts(user: Any, form: str, codes: list[str]) -> dict[str, Draft]:
    """What this person typed into one form about several records and did not save, by the record's code."""
    rows = Draft.objects.filter(owner=user, owner_link="", form=form, record_code__in=codes)
    return {draft.record_code: draft for draft in rows}
