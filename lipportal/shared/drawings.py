"""The four drawings as geometry: dates and places in, positions out; no queries and no request."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lipportal.shared import formats
from lipportal.shared.year_line import Bar, DrawnYear, Mark, YearLine, drawn_year

__all__ = [
    "Bar",
    "Chain",
    "DrawnRing",
    "DrawnYear",
    "Link",
    "Mark",
    "Place",
    "Ring",
    "Stage",
    "Stages",
    "YearLine",
    "drawn_ring",
    "drawn_year",
    "seven_stages",
]

RING_CENTRE: Final = 150.0
RING_RADIUS: Final = 124.0
FREE_FURTHER_OUT: Final = 6.0


# --- the ring ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Place:
    """A sphere at the round table: who it is, whether someone sits there, how many, and since when it is free."""

    label: str
    is_filled: bool
    people_count: int | None = None
    since: date | None = None


@dataclass(frozen=True)
class Ring:
    """The round table: every sphere at the same distance from the centre."""

    places: Sequence[Place]
    key: str = "ring"
    caption: str = ""


@dataclass(frozen=True)
class DrawnSeat:
    """A place with its number and its position."""

    place: Place
    no: int
    x: float
    y: float

    @property
    def number_y(self) -> float:
        """The baseline of the number in the seat."""
        return round(self.y + 4.3, 1)

    @property
    def state_label(self) -> str:
        """“Yes”, “Free” or “Free since March 2026”."""
        if self.place.is_filled:
            return _("Yes")
        if self.place.since:
            return _("Free since %(month)s") % {"month": formats.month_text(self.place.since)}
        return _("Free")


@dataclass(frozen=True)
class DrawnRing:
    """The ring with every position settled."""

    ring: Ring
    seats: tuple[DrawnSeat, ...]

    @property
    def title_id(self) -> str:
        """Where the drawing's own sentence stands."""
        return f"{self.ring.key}-title"

    @property
    def filled(self) -> int:
        """How many places someone sits at."""
        return sum(seat.place.is_filled for seat in self.seats)

    @property
    def centre(self) -> str:
        """“15 of 17”."""
        return _("%(some)s of %(all)s") % {"some": self.filled, "all": len(self.seats)}

    @property
    def caption(self) -> str:
        """What is counted, under the figure."""
        return self.ring.caption or _("spheres at the table")

    @property
    def has_counts(self) -> bool:
        """Whether anyone counted the people."""
        return any(seat.place.people_count is not None for seat in self.seats)

    @property
    def title(self) -> str:
        """The drawing in a sentence."""
        free = [f"{seat.no} {seat.place.label}" for seat in self.seats if not seat.place.is_filled]
        whole = ngettext("Round table with one place.", "Round table with %(count)s places.", len(self.seats)) % {
            "count": len(self.seats)
        }
        if not free:
            return " ".join((whole, _("Every place is taken.")))
        return " ".join((whole, _("Free: %(places)s.") % {"places": ", ".join(free)}))


def drawn_ring(ring: Ring) -> DrawnRing:
    """Place each sphere at −90° + 360° · i / n; a free place stands a little further out."""
    seats = []
    for index, place in enumerate(ring.places):
        angle = math.radians(-90 + 360 * index / len(ring.places))
        radius = RING_RADIUS + (0 if place.is_filled else FREE_FURTHER_OUT)
        x = round(RING_CENTRE + radius * math.cos(angle), 1)
        y = round(RING_CENTRE + radius * math.sin(angle), 1)
        seats.append(DrawnSeat(place, index + 1, x, y))
    return DrawnRing(ring, tuple(seats))


# --- the chain ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Link:
    """One knot of the chain: what kind of record, its name, and whether it is made, this page, or not yet."""

    kind: str
    text: str
    url: str = ""
    state: Literal["done", "here", "missing"] = "done"
    on: date | None = None
    count: int = 1

    @property
    def more_count(self) -> int:
        """How many records of this kind hang here beside the one named."""
        return max(self.count - 1, 0)


@dataclass(frozen=True)
class Chain:
    """Finding, direction, action, update, achievement, report line: where one record hangs."""

    links: Sequence[Link]
    key: str = "chain"


# --- the seven stages --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Stage:
    """A stage of a partnership, with its steps in the five-step and the six-step list."""

    name: str
    five_step: str
    six_step: str
    state: Literal["done", "now", "later"]
    note: str = ""

    @property
    def kind(self) -> str:
        """The state whose colours it wears."""
        return {"done": "done", "now": "track", "later": "new"}[self.state]

    @property
    def words(self) -> str:
        """The note, or the state in a word."""
        return self.note or {"done": _("Done"), "now": _("Under way"), "later": _("Later")}[self.state]


@dataclass(frozen=True)
class Stages:
    """The seven stages of a partnership; several may be under way at once."""

    stages: Sequence[Stage]
    key: str = "stages"

    @property
    def furthest(self) -> Stage | None:
        """The last stage that is done or under way."""
        begun = [stage for stage in self.stages if stage.state != "later"]
        return begun[-1] if begun else None

    @property
    def dots(self) -> tuple[tuple[int, bool], ...]:
        """Where each of the small dots stands, and whether it is filled."""
        return tuple((6 + 12 * index, stage.state != "later") for index, stage in enumerate(self.stages))

    @property
    def begun_count(self) -> int:
        """How many stages are done or under way."""
        return sum(stage.state != "later" for stage in self.stages)

    @property
    def begun_words(self) -> str:
        """“5 of 7”."""
        return _("%(some)s of %(all)s") % {"some": self.begun_count, "all": len(self.stages)}


STAGE_STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "council": ("1", "1"),
    "terms": ("2", "2"),
    "strategy": ("3", "3"),
    "plan": ("4", "4"),
    "implement": ("–", "5"),
    "assess": ("–", "6"),
    "report": ("5", "–"),
}


def seven_stages(
    states: Mapping[str, Literal["done", "now", "later"]], notes: Mapping[str, str] | None = None
) -> Stages:
    """The seven stages from a state for each; one not named is still to come."""
    names = {
        "council": _("Council"),
        "terms": _("Terms"),
        "strategy": _("Strategy"),
        "plan": _("Plan"),
        "implement": _("Carry out"),
        "assess": _("Assess"),
        "report": _("Report"),
    }
    return Stages(
        tuple(
            Stage(names[key], five, six, states.get(key, "later"), (notes or {}).get(key, ""))
            for key, (five, six) in STAGE_STEPS.items()
        )
    )
