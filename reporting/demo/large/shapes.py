"""The shapes of the large world: a partnership of London's size, and rural ones in three parts of the country."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from councils.choices import Role
from reporting.demo.world import EVERYBODY, FACTS, FULL_TABLE

LARGE = {"setting": "urban", "region": "west", "province": "ON"}
# Their days begin and end at other hours, and their reports fall due on other days.
RURAL = {
    "rural_north": ({"region": "north", "province": "ON"}, 59),
    "rural_atlantic": ({"province": "NS", "time_zone": "America/Halifax"}, 45),
    "rural_pacific": ({"province": "BC", "time_zone": "America/Vancouver"}, 75),
}
RURAL_TABLE = {"key": "welcome", "name_en": "Welcome group", "name_fr": "Groupe d’accueil"}


@dataclass(frozen=True)
class Shape:
    """What one kind of partnership is made of; `roles` says who has an account, and of which table, if any."""

    facts: Mapping[str, Any]
    terms: Mapping[str, Any]
    actions: Sequence[Mapping[str, Any]]
    columns: Mapping[str, Any]
    people: int
    seats_at_a_table: int
    council_days: tuple[int, ...]
    table_days: tuple[int, ...]
    empty_spheres: tuple[str, ...]
    days_to_report: int = 59
    report: Sequence[Mapping[str, Any]] = ()
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LargeSize:
    """How many people and seats the shapes have: everybody for benchmarks, a handful for tests."""

    people: int = EVERYBODY
    seats_at_a_table: int = FULL_TABLE
    rural_people: int = 20
    rural_seats_at_a_table: int = 4


EVERYBODY_THERE = LargeSize()
A_HANDFUL = LargeSize(people=12, seats_at_a_table=2, rural_people=6, rural_seats_at_a_table=1)


def told() -> dict[str, Any]:
    """The facts of the demonstration, which the large world borrows."""
    facts: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return facts


def shapes(facts: Mapping[str, Any], size: LargeSize) -> dict[str, Shape]:
    """Every shape by its name."""
    places = {one["slug"]: one for one in facts["partnerships"]}
    london, huron = places["london-and-middlesex"], places["huron"]
    return {"large": _large(london, size)} | {name: _rural(name, huron, london, size) for name in RURAL}


def _large(london: Mapping[str, Any], size: LargeSize) -> Shape:
    return Shape(
        facts=london,
        terms=london["terms_of_reference"],
        actions=london["action_plan"]["actions"],
        columns=LARGE,
        people=size.people,
        seats_at_a_table=size.seats_at_a_table,
        council_days=(20, 80, 140, 200, 260, 330),
        table_days=(110, 250),
        empty_spheres=tuple(london["council"]["empty_sectors"]),
        report=london["previous_year"]["report"],
        roles={Role.MANAGER: "", Role.TABLE_LEAD: "employment", Role.MEMBER: "employment"},
    )


def _rural(name: str, huron: Mapping[str, Any], london: Mapping[str, Any], size: LargeSize) -> Shape:
    columns, days_to_report = RURAL[name]
    return Shape(
        facts={**huron, "tables": [RURAL_TABLE]},
        terms=london["terms_of_reference"],
        actions=_twice(huron["actions"]),
        columns={"setting": "rural", **columns},
        people=size.rural_people,
        seats_at_a_table=size.rural_seats_at_a_table,
        council_days=(60, 150, 240, 320),
        table_days=(110,),
        empty_spheres=("police", "legal_services"),
        days_to_report=days_to_report,
        roles={Role.TABLE_LEAD: RURAL_TABLE["key"]},
    )


def _twice(actions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every action for the county and once more for the welcome group."""
    again = [
        {
            **one,
            "key": f"{one['key']}_again",
            "title_en": f"{one['title_en']}, second round",
            "title_fr": f"{one['title_fr']}, deuxième tour",
            "table": RURAL_TABLE["key"],
        }
        for one in actions
    ]
    return [*map(dict, actions), *again]
