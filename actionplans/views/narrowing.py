"""What a plan's address narrows: read from the query, and written back as links that take one thing away."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.queries import ActionRow, PlanFilters, PlanPage
from actionplans.queries.page import VIEWS
from lipportal.shared import formats

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Narrowed:
    """What stands over the rows: the filters in force, the count, the views, and the page shown."""

    chips: list[tuple[str, str]]
    clear_url: str
    count_text: str
    tabs: list[tuple[str, str, bool]]
    page: "Page[ActionRow]"


def filters_of(request: HttpRequest) -> PlanFilters:
    """The filters an address asks for."""
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", "direction", "body", "state", "sort", "view")}
    view = asked["view"] if asked["view"] in VIEWS else "year"
    return PlanFilters(asked["q"].strip(), asked["direction"], asked["body"], asked["state"], asked["sort"], view)


def narrowed(request: HttpRequest, filters: PlanFilters, page: PlanPage) -> Narrowed:
    """The rows found, a page of them, and the links around them."""
    cleared = _address(request, q=None, direction=None, body=None, state=None, page=None)
    paginator = Paginator(page.rows, ROWS_ON_A_PAGE)
    views = [("year", _("Year line")), ("list", _("List"))]
    views += [("state", _("By state"))] if page.shows_states else []
    return Narrowed(
        chips=_chips(request, filters, page),
        clear_url=cleared,
        count_text=_count_text(filters, page),
        tabs=[(label, _address(request, view=key, page=None), key == filters.view) for key, label in views],
        page=paginator.get_page(request.GET.get("page")),
    )


def _count_text(filters: PlanFilters, page: PlanPage) -> str:
    if not filters.is_any:
        return ""
    return ngettext("%(found)s of one action.", "%(found)s of %(count)s actions.", page.total) % {
        "found": formats.number_text(page.count),
        "count": formats.number_text(page.total),
    }


def _chips(request: HttpRequest, filters: PlanFilters, page: PlanPage) -> list[tuple[str, str]]:
    named: list[tuple[str, str, Any]] = [
        ("direction", filters.direction, page.directions),
        ("body", filters.body, page.bodies),
        ("state", filters.state, page.states),
    ]
    chips = [(f"“{filters.words}”", _address(request, q=None, page=None))] if filters.words else []
    for name, chosen, choices in named:
        if chosen:
            label = next((choice.label for choice in choices if choice.code == chosen), chosen)
            chips.append((label, _address(request, page=None, **{name: None})))
    return chips


def _address(request: HttpRequest, **changes: str | None) -> str:
    query: QueryDict = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"
