"""The demonstration world: the directory, London and Middlesex in full, and three partnerships of other kinds."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from actionplans.models import Action
from actionplans.services import close_plan
from councils import services as councils
from councils.choices import Role
from councils.models import Partnership
from councils.services import load_directory
from lipportal.shared import clock
from reporting.demo import governance, meetings, planning, reports
from reporting.demo.calendar import ZONE, Calendar
from reporting.demo.cast import Cast
from reporting.demo.governance import Place
from strategies.models import Strategy
from strategies.services import AmendmentWords, amend_strategy

# Days of the fiscal year.
TABLES_MEET = (25, 85, 145, 205, 265, 325)
FACTS = Path(__file__).parent / "facts" / "world.json"
FULL_TABLE = 34
EVERYBODY = 500


@dataclass(frozen=True)
class Size:
    """How many people the world holds: everybody for the demonstration, a handful for tests."""

    members_at_a_table: int = FULL_TABLE
    people: int = EVERYBODY


SMALL = Size(members_at_a_table=3, people=40)


@transaction.atomic
def make_world(*, size: Size = Size(), today: date | None = None) -> None:
    """Bring the demonstration to life through the services, with audit and frozen copies; all of it or nothing."""
    facts = json.loads(FACTS.read_text(encoding="utf-8"))
    calendar = Calendar(today or clock.today(ZONE))
    since = calendar.year_at(-3).first_day
    cast = Cast(facts["names"], since)
    with calendar.on(since):
        load_directory()
        _open_federal_desk(cast)
    told = {one["slug"]: one for one in facts["partnerships"]}
    terms = told["london-and-middlesex"]["terms_of_reference"]
    _make_london(told["london-and-middlesex"], cast, calendar, size)
    _make_huron(told["huron"], cast, calendar, terms)
    _make_agincourt(told["agincourt"], cast, calendar, terms)
    _make_network(told["reseau-nord"], cast, calendar, terms)


def _open_federal_desk(cast: Cast) -> None:
    cast.give("administrator", Role.ADMINISTRATOR)
    cast.give("regional-lead", Role.REGIONAL_LEAD)
    cast.give("moderator", Role.MODERATOR)
    cast.give("researcher", Role.RESEARCHER)


def _partnership(slug: str) -> Partnership:
    return Partnership.objects.get(slug=slug)


def _agree(place: Place, number: str, due: dict[int, date]) -> None:
    """The agreement over the years around now, with the day each year's report is due."""
    calendar = place.calendar
    values = {
        "holder": place.partnership.lead_name or str(place.partnership),
        "number": number,
        "starts_on": calendar.year_at(-3).first_day,
        "ends_on": calendar.year_at(1).last_day,
    }
    agreement = councils.create_agreement(place.partnership, values, by=place.coordinator)
    dates: dict[int, date | None] = {year: calendar.year_at(year).last_day + timedelta(days=59) for year in (-2, -1, 0)}
    dates |= due
    by_year = {calendar.year_at(offset).start: day for offset, day in dates.items()}
    councils.set_reporting_dates(agreement, by_year, by=place.coordinator, version=agreement.version)


def _make_london(facts: dict[str, Any], cast: Cast, calendar: Calendar, size: Size) -> None:
    partnership = _partnership("london-and-middlesex")
    with calendar.on(cast.since):
        place = governance.set_up(partnership, facts, cast, calendar, keys=("coordinator", "co-chair"))
        officer = cast.give("officer", Role.OFFICER, partnership)
        for key, role in (("manager", Role.MANAGER), ("reader", Role.READER)):
            cast.give(key, role, partnership)
        cast.give("table-lead", Role.TABLE_LEAD, partnership, place.tables["employment"])
        cast.give("member", Role.MEMBER, partnership, place.tables["employment"])
        cast.give("newcomer-advisor", Role.NEWCOMER_ADVISOR, partnership, place.council)
        cast.give("recruiter", Role.RECRUITER, partnership, place.council)
        _introduce(place, facts["public_page"])
        _agree(place, "Demonstration 001", {-1: calendar.before(32)})
    governance.adopt_terms(place, facts["terms_of_reference"])
    governance.seat_people(
        place,
        empty=tuple(facts["council"]["empty_sectors"]),
        members_at_a_table=size.members_at_a_table,
        everybody=size.people,
    )
    strategy = planning.write_strategy(
        place, facts["strategy"], first_year=calendar.year_at(-2).start, years=3, adopted=True
    )
    _meet(place, facts)
    _touch_others(place)
    before, past = facts["year_before"], facts["previous_year"]
    year_before = _past_year(place, strategy, before, offset=-2, carried={})
    report = _report_past_year(place, before, year_before, offset=-2, submitted=calendar.day(50, -1))
    reports.accept_and_publish(place, report, officer, on=calendar.day(80, -1))
    last_year = _past_year(place, strategy, past, offset=-1, carried={}, keep_open=True)
    carried = {key: action for key, action in last_year.items() if _is_carried(past, facts["action_plan"], key)}
    this_year = _this_year(place, strategy, facts["action_plan"]["actions"], carried, author=cast.users["table-lead"])
    _close(place, last_year)
    returned = _report_past_year(place, past, last_year, offset=-1, submitted=calendar.before(40))
    reports.return_with(place, returned, past["officer_notes"], officer, on=calendar.before(6))
    plan = next(iter(this_year.values())).plan
    current = reports.start(place, plan, on=calendar.before(3))
    reports.write(place, current, past["report"][1:3], on=calendar.before(2), whole=False)


def _touch_others(place: Place) -> None:
    """What the city signed, a contact with the Francophone network, an amendment, and evidence behind an update."""
    calendar, partnership = place.calendar, place.partnership
    signed: dict[str, Any] = {
        "kind": "municipal_signature",
        "on": calendar.day(100, -1),
        "who": "City of London",
        "what_en": "Signed the strategy together with the council. Invented for the demonstration.",
        "what_fr": "A signé la stratégie avec le conseil. Inventé pour la démonstration.",
    }
    met: dict[str, Any] = {
        "kind": "francophone_contact",
        "on": calendar.day(150, -1),
        "who": "Réseau Centre-Sud-Ouest",
        "what_en": "Planned three rights evenings in French together.",
        "what_fr": "Planification commune de trois soirées d’information en français.",
    }
    for values in (signed, met):
        with calendar.on(values["on"]):
            councils.create_involvement(partnership, values, by=place.coordinator)
    strategy = Strategy.objects.get(partnership=partnership, state="active")
    day = calendar.day(200, -1)
    words = AmendmentWords(
        on=day,
        what_en="The tables now report to the whole council twice a year.",
        what_fr="Les tables rendent compte à tout le conseil deux fois l’an.",
        motion="Motion 31, amendment",
    )
    texts = {
        "monitoring_en": f"{strategy.monitoring_en} The tables report to the whole council in October and in March.",
        "monitoring_fr": f"{strategy.monitoring_fr} Les tables rendent compte à tout le conseil en octobre et en mars.",
    }
    with calendar.on(day):
        amend_strategy(strategy, "monitoring", texts, by=place.coordinator, version=strategy.version, amendment=words)


def _is_carried(past: dict[str, Any], plan: dict[str, Any], key: str) -> bool:
    over = {one["key"] for one in past["actions"] if one["status"] == "carried_over"}
    return key in over and key in {one["key"] for one in plan["actions"]}


def _introduce(place: Place, page: dict[str, Any]) -> None:
    fresh = Partnership.objects.get(pk=place.partnership.pk)
    values = {"intro_en": page["summary_en"], "intro_fr": page["summary_fr"]}
    councils.edit_partnership(fresh, values, by=place.coordinator, version=fresh.version)
    place.partnership.refresh_from_db()


def _meet(place: Place, facts: dict[str, Any]) -> None:
    calendar = place.calendar
    days = [(calendar.day(day, offset), place.council) for offset in (-2, -1) for day in (20, 80, 140, 200, 260, 330)]
    bodies = {"council": place.council, **place.tables}
    days += [(calendar.day(one["day"]), bodies.get(one["body"], place.council)) for one in facts["meetings"]]
    tables = list(enumerate(place.tables.values()))
    days += [(calendar.day(120 + 9 * number, -1), body) for number, body in tables]
    # Every two months, as London's do (F21); the last table has gone quiet.
    days += [(calendar.day(day + 9 * number), body) for number, body in tables[:-1] for day in TABLES_MEET]
    meetings.hold_meetings(place, sorted(days, key=lambda pair: pair[0]))


def _past_year(
    place: Place,
    strategy: Any,
    facts: dict[str, Any],
    *,
    offset: int,
    carried: dict[str, Action],
    keep_open: bool = False,
) -> dict[str, Action]:
    """A year that is over: planned in March before it, carried out, told at its end."""
    calendar = place.calendar
    adopted = calendar.year_at(offset).first_day - timedelta(days=14)
    with calendar.on(adopted):
        plan, actions = planning.draft_plan(place, strategy, facts["actions"], offset=offset, carried=carried)
    planning.adopt_and_open(place, plan, on=adopted)
    planning.tell_year_end(place, actions, facts["actions"], offset=offset)
    if not keep_open:
        _close(place, actions)
    return actions


def _close(place: Place, actions: dict[str, Action]) -> None:
    plan = next(iter(actions.values())).plan
    plan.refresh_from_db()
    with place.calendar.on(plan.fiscal_year.last_day + timedelta(days=2)):
        close_plan(plan, by=place.coordinator)


def _this_year(
    place: Place, strategy: Any, facts: list[dict[str, Any]], carried: dict[str, Action], *, author: Any
) -> dict[str, Action]:
    """The year that runs: planned in March, with everything that has happened by today."""
    adopted = place.calendar.year.first_day - timedelta(days=14)
    with place.calendar.on(adopted):
        plan, actions = planning.draft_plan(place, strategy, facts, offset=0, carried=carried)
    planning.adopt_and_open(place, plan, on=adopted)
    employment = [one for one in facts if one["table"] == "employment"]
    planning.tell_updates(place, actions, employment, author=author)
    planning.tell_updates(place, actions, [one for one in facts if one not in employment], author=None)
    return actions


def _report_past_year(
    place: Place,
    facts: dict[str, Any],
    actions: dict[str, Action],
    *,
    offset: int,
    submitted: date,
    language: str = "en",
) -> Any:
    plan = next(iter(actions.values())).plan
    plan.refresh_from_db()
    begun = submitted - timedelta(days=10)
    report = reports.start(place, plan, on=begun, language=language)
    reports.write(place, report, facts.get("report", []), on=begun)
    reports.explain(place, report, facts["actions"], actions, on=begun)
    report.refresh_from_db()
    reports.approve_and_submit(place, report, on=submitted)
    return report


def _small_place(
    slug: str, facts: dict[str, Any], cast: Cast, calendar: Calendar, *, keys: tuple[str, str], officer: str, due: date
) -> Place:
    partnership = _partnership(slug)
    with calendar.on(cast.since):
        place = governance.set_up(partnership, facts, cast, calendar, keys=keys)
        cast.give(officer, Role.OFFICER, partnership)
        _agree(place, f"Demonstration {slug}", {-1: due})
    return place


def _as_past(facts: dict[str, Any]) -> dict[str, Any]:
    """The same actions as a year that is over."""
    ended = [{**one, "status": "done", "start_day": 10, "due_day": 340} for one in facts["actions"]]
    return {"actions": ended, "report": facts.get("report", [])}


def _make_huron(facts: dict[str, Any], cast: Cast, calendar: Calendar, terms: dict[str, Any]) -> None:
    """A rural council: one chair, no tables, and a report that is due in twelve days."""
    due = calendar.today + timedelta(days=12)
    keys = ("other-coordinator", "huron-chair")
    place = _small_place("huron", facts, cast, calendar, keys=keys, officer="officer", due=due)
    governance.adopt_terms(place, terms)
    governance.seat_people(place, empty=("police", "legal_services"), members_at_a_table=0, everybody=14)
    strategy = planning.write_strategy(place, facts, first_year=calendar.year_at(-1).start, years=3, adopted=True)
    meetings.hold_meetings(place, [(calendar.day(day, -1), place.council) for day in (60, 240)])
    last_year = _past_year(place, strategy, _as_past(facts), offset=-1, carried={})
    _this_year(place, strategy, facts["actions"], {}, author=None)
    plan = next(iter(last_year.values())).plan
    plan.refresh_from_db()
    reports.start(place, plan, on=calendar.before(9))


def _make_agincourt(facts: dict[str, Any], cast: Cast, calendar: Calendar, terms: dict[str, Any]) -> None:
    """A Toronto neighbourhood whose report has just been submitted."""
    keys = ("agincourt-coordinator", "agincourt-co-chair")
    due = calendar.before(1)
    place = _small_place("agincourt", facts, cast, calendar, keys=keys, officer="officer", due=due)
    cast.give("other-officer", Role.OFFICER, place.partnership)
    governance.adopt_terms(place, terms)
    governance.seat_people(place, empty=("seniors_services",), members_at_a_table=4, everybody=30)
    strategy = planning.write_strategy(place, facts, first_year=calendar.year_at(-1).start, years=3, adopted=True)
    meetings.hold_meetings(place, [(calendar.day(day, -1), place.council) for day in (40, 150, 300)])
    past = _as_past(facts)
    last_year = _past_year(place, strategy, past, offset=-1, carried={})
    _this_year(place, strategy, facts["actions"], {}, author=None)
    _report_past_year(place, past, last_year, offset=-1, submitted=calendar.before(4))


def _make_network(facts: dict[str, Any], cast: Cast, calendar: Calendar, terms: dict[str, Any]) -> None:
    """A Francophone network that works in French and is still drafting its strategy."""
    due = calendar.today + timedelta(days=200)
    keys = ("reseau-coordinator", "reseau-co-chair")
    for key in keys:
        cast.open_account(key, language="fr")
    place = _small_place("reseau-nord", facts, cast, calendar, keys=keys, officer="officer", due=due)
    governance.adopt_terms(place, terms, in_force=False)
    governance.seat_people(place, empty=("police", "employers"), members_at_a_table=2, everybody=16)
    planning.write_strategy(place, facts, first_year=calendar.year.start, years=5, adopted=False)
