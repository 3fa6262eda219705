"""Rows of the strategies app, narrowed to what a person may see."""

from typing import Any

from django.db.models import Case, IntegerField, Max, Q, QuerySet, Value, When

from councils.models import Partnership
from councils.permissions import permitted_rows
from lipportal.shared.clock import FiscalYear
from lipportal.shared.folding import fold
from strategies.choices import ADOPTED_STATES, AMENDABLE_STATES, IN_FORCE_STATES
from strategies.models import Amendment, Direction, Finding, ResearchItem, Strategy

RESEARCH_ORDERS = {
    "title": ("folded_sort", "pk"),
    "done": ("done_on", "pk"),
    "author": ("author", "pk"),
}


def partnerships_at_work(user: Any) -> QuerySet[Partnership]:
    """The partnerships at whose table this person sits, or for which they work."""
    return permitted_rows(user, "councils.view_desk", Partnership.objects.all())


def strategies_visible_to(user: Any) -> QuerySet[Strategy]:
    """The strategies this person may read."""
    return permitted_rows(user, "strategies.view_strategy", Strategy.objects.all())


def directions_visible_to(user: Any) -> QuerySet[Direction]:
    """The directions this person may read."""
    return permitted_rows(user, "strategies.view_direction", Direction.objects.all())


def amendments_visible_to(user: Any) -> QuerySet[Amendment]:
    """The amendments this person may read."""
    return permitted_rows(user, "strategies.view_amendment", Amendment.objects.all())


def research_visible_to(user: Any) -> QuerySet[ResearchItem]:
    """The research this person may read."""
    return permitted_rows(user, "strategies.view_research", ResearchItem.objects.all())


def findings_visible_to(user: Any) -> QuerySet[Finding]:
    """The findings this person may read."""
    return permitted_rows(user, "strategies.view_finding", Finding.objects.all())


def found_research(
    rows: QuerySet[ResearchItem], *, words: str = "", kind: str = "", state: str = "", sort: str = "-done"
) -> QuerySet[ResearchItem]:
    """Research with all these words, of a kind, in a state ("ended" too), in the order asked for."""
    rows = rows.filter(ended_on__isnull=state != "ended")
    if state and state != "ended":
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    for word in fold(words).split():
        rows = rows.filter(folded_words__contains=word)
    columns = RESEARCH_ORDERS.get(sort.lstrip("-"), RESEARCH_ORDERS["done"])
    return rows.order_by(*(f"-{column}" if sort.startswith("-") else column for column in columns))


def in_use_first(rows: QuerySet[Strategy]) -> QuerySet[Strategy]:
    """Strategies with the one in force first, then those being prepared, then the older ones."""
    rank = Case(
        When(state__in=IN_FORCE_STATES, then=Value(0)),
        When(state__in=("renewed", "closed"), then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.order_by(rank, "-first_year", "-pk")


def active_strategy(partnership: Partnership) -> Strategy | None:
    """The strategy the partnership works by now."""
    return Strategy.objects.filter(partnership=partnership, state__in=IN_FORCE_STATES).first()


def first_free_year(partnership: Partnership) -> FiscalYear:
    """The year a next strategy can begin with: this fiscal one, or the first that no adopted strategy covers."""
    this_year = FiscalYear.of(partnership.today())
    running = Strategy.objects.filter(partnership=partnership, state__in=AMENDABLE_STATES)
    last = running.filter(last_year__gte=this_year.start).aggregate(last=Max("last_year"))["last"]
    return this_year if last is None else FiscalYear(last + 1)


def strategy_for_year(partnership: Partnership, year: FiscalYear) -> Strategy | None:
    """The adopted strategy that covers a fiscal year: one not over before one that is, the latest adopted first."""
    covers = Q(first_year__lte=year.start, last_year__gte=year.start)
    is_over = Case(When(state__in=AMENDABLE_STATES, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Strategy.objects.filter(covers, partnership=partnership, state__in=ADOPTED_STATES)
    return rows.order_by(is_over, "-adopted_on", "-pk").first()
