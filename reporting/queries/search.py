"""Search over everything a person may see, in groups; a visitor finds partnerships alone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window
from django.utils.translation import gettext_lazy as _

from actionplans.queries import actions_visible_to
from councils.permissions import AT_THE_TABLE, roles_held
from councils.queries import organizations_visible_to, partnerships_visible_to, people_visible_to
from councils.queries.bodies import bodies_visible_to
from lipportal.shared.asked import whole_number
from lipportal.shared.folding import fold
from reporting.queries.addresses import address
from reporting.queries.papers import reports_readable_by
from strategies.queries import directions_visible_to, findings_visible_to

FEW = 5
ON_A_PAGE = 25
MOST_WORDS = 8
# The letters that are told apart only by a mark: "sante" finds « santé », and the other way round.
_ALIKE = {
    "a": "aàâäáãåAÀÂÄÁÃÅ",
    "c": "cçCÇ",
    "e": "eéèêëEÉÈÊË",
    "i": "iîïíIÎÏÍ",
    "n": "nñNÑ",
    "o": "oôöóõOÔÖÓÕ",
    "u": "uùûüúUÙÛÜÚ",
    "y": "yÿýYŸÝ",
    "'": "'’",
    "-": "-–—",
}


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, a word about it, and where it stands."""

    name: Any
    url: str
    detail: str = ""


@dataclass(frozen=True)
class FoundGroup:
    """The things of one kind: how many there are, and the ones shown."""

    key: str
    label: Any
    count: int
    hits: list[Hit]

    @property
    def has_more(self) -> bool:
        """Whether more were found than are shown."""
        return self.count > len(self.hits)


@dataclass(frozen=True)
class SearchPage:
    """What a search found."""

    words: str
    groups: list[FoundGroup] = field(default_factory=list)
    only: str = ""
    number: int = 1

    @property
    def count(self) -> int:
        """How many things were found in all."""
        return sum(group.count for group in self.groups)

    @property
    def last_number(self) -> int:
        """How many pages the one group shown has."""
        return max(-(-self.count // ON_A_PAGE), 1)


@dataclass(frozen=True)
class Kind:
    """One kind of thing that can be found: its rows for a person, how a word meets them, and how each is told."""

    key: str
    label: Any
    rows: Callable[[Any], QuerySet[Any]]
    meets: Callable[[str], Q]
    told: Callable[[Any], Hit]
    order: Sequence[str]
    is_public: bool = False


def search_page(user: Any, typed: str, *, only: str = "", number: int = 1) -> SearchPage:
    """What `user` finds with these words: a few of each kind, or all of one kind in pages; one query for each kind.

    A page past the last is the first one.
    """
    words = fold(typed).split()[:MOST_WORDS]
    if not words:
        return SearchPage(typed.strip())
    kinds = [kind for kind in KINDS if kind.is_public or user.is_authenticated]
    chosen = [kind for kind in kinds if kind.key == only] or kinds
    is_one = len(chosen) == 1 and bool(only)
    first, size = ((number - 1) * ON_A_PAGE, ON_A_PAGE) if is_one else (0, FEW)
    found = [_group(kind, user, words, first, size) for kind in chosen]
    groups = [group for group in found if group.count]
    if is_one and number > 1 and not groups:
        return search_page(user, typed, only=only)
    return SearchPage(typed.strip(), groups, only if is_one else "", number)


def _group(kind: Kind, user: Any, words: Sequence[str], first: int, size: int) -> FoundGroup:
    rows = kind.rows(user)
    for word in words:
        rows = rows.filter(kind.meets(word))
    counted = rows.annotate(found_count=Window(Count("pk"))).order_by(*kind.order, "pk")
    here = list(counted[first : first + size])
    return FoundGroup(kind.key, kind.label, here[0].found_count if here else 0, [kind.told(row) for row in here])


# --- how a word meets a record ---------------------------------------------------------------------------------------
def _folded(word: str) -> Q:
    return Q(folded_names__contains=word)


def alike(word: str) -> str:
    """A pattern that meets a folded word whatever marks its letters wear."""
    return "".join(f"[{_ALIKE[sign]}]" if sign in _ALIKE else re.escape(sign) for sign in word)


def _in_columns(*names: str) -> Callable[[str], Q]:
    def meets(word: str) -> Q:
        reach = Q()
        for name in names:
            reach |= Q(**{f"{name}__iregex": alike(word)})
        return reach

    return meets


def _in_report(word: str) -> Q:
    """A report is found by its year or by its partnership."""
    year = whole_number(word[:4], digits=4) if len(word) >= 4 else 0
    return Q(year=year) if year else Q(partnership__folded_names__contains=word)


# --- how each is told ------------------------------------------------------------------------------------------------
def _of_partnership(row: Any, detail: str = "") -> Hit:
    said = [detail, str(row.partnership.name)]
    return Hit(_name_of(row), row.get_absolute_url(), " · ".join(part for part in said if part))


def _name_of(row: Any) -> Any:
    return next((getattr(row, name) for name in ("name", "title", "text") if hasattr(row, name)), str(row))


def _partnership(row: Any) -> Hit:
    said = [str(row.get_kind_display()), str(row.lead_name)]
    return Hit(row.name, row.get_absolute_url(), " · ".join(part for part in said if part))


def _report(row: Any) -> Hit:
    slug = row.partnership.slug
    if row.own:
        url = row.get_absolute_url()
    elif row.state == "published":
        url = address("reporting:results_detail", slug=slug, year=row.year)
    else:
        url = address("reporting:review_detail", slug=slug, code=row.code)
    return Hit(str(row), url, f"{row.partnership.name} · {row.get_state_display()}")


def _reports(user: Any) -> QuerySet[Any]:
    ids = [held.partnership_id for held in roles_held(user) if held.role in AT_THE_TABLE]
    own = Case(When(partnership__in=ids, then=Value(1)), default=Value(0), output_field=IntegerField())
    return reports_readable_by(user).annotate(own=own).select_related("partnership")


def _current(rows: Callable[[Any], QuerySet[Any]]) -> Callable[[Any], QuerySet[Any]]:
    """The rows that have not ended, each with its partnership."""
    return lambda user: rows(user).filter(ended_on__isnull=True).select_related("partnership")


KINDS = (
    Kind(
        "partnerships",
        _("Partnerships"),
        lambda user: partnerships_visible_to(user).filter(ended_on__isnull=True),
        _folded,
        _partnership,
        ("folded_sort",),
        is_public=True,
    ),
    Kind(
        "bodies",
        _("Councils and tables"),
        _current(bodies_visible_to),
        _in_columns("name_en", "name_fr", "label_en", "label_fr"),
        lambda row: _of_partnership(row, row.label),
        ("partnership__folded_sort", "place"),
    ),
    Kind(
        "actions",
        _("Actions"),
        lambda user: _current(actions_visible_to)(user).select_related("partnership", "plan"),
        _folded,
        lambda row: _of_partnership(row, str(row.plan)),
        ("-plan__year", "due_on"),
    ),
    Kind(
        "directions",
        _("Directions"),
        lambda user: _current(directions_visible_to)(user).select_related("partnership", "strategy"),
        _in_columns("title_en", "title_fr"),
        lambda row: _of_partnership(row, str(row.strategy)),
        ("-strategy__first_year", "place"),
    ),
    Kind(
        "findings",
        _("Findings"),
        _current(findings_visible_to),
        _in_columns("text_en", "text_fr"),
        _of_partnership,
        ("-pk",),
    ),
    Kind(
        "organizations",
        _("Organizations"),
        _current(organizations_visible_to),
        _folded,
        _of_partnership,
        ("folded_sort",),
    ),
    Kind("people", _("People"), _current(people_visible_to), _folded, _of_partnership, ("folded_sort",)),
    Kind("reports", _("Yearly reports"), _reports, _in_report, _report, ("-year", "partnership__folded_sort")),
)
