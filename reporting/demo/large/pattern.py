"""The patterns of the large world: a partnership of each shape that lives all its years through the services."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from actionplans.models import Action
from actionplans.services import add_update, close_plan
from councils import services as councils
from councils.choices import InvolvementKind, Role
from lipportal.accounts.models import User
from lipportal.shared.clock import FiscalYear
from reporting.choices import SectionNumber, Severity
from reporting.demo import governance, meetings, planning, reports
from reporting.demo.calendar import Calendar
from reporting.demo.governance import Place
from reporting.demo.large.bench import Bench, bring_people
from reporting.demo.large.shapes import Shape
from reporting.demo.large.understudies import Signs, Understudies
from reporting.services import write_note
from strategies.models import Strategy
from strategies.services import AmendmentWords, amend_strategy

YEARS_OF_A_STRATEGY = 3
YEARS_OF_A_TERM = 2
DAYS_TO_PREPARE = 200
PRAISE = "Every action could be followed to its direction."


def live(shape: Shape, signs: Signs, officer: User, *, today: date, years: int) -> None:
    """A partnership of this shape with its fiscal years up to the present one, all under the moving clock."""
    calendar = Calendar(today)
    first_day = calendar.year_at(1 - years).first_day
    slug = signs.new("slug")
    cast = Understudies(signs, slug, first_day - timedelta(days=DAYS_TO_PREPARE))
    place = _open(shape, cast, calendar, officer, years)
    governance.adopt_terms(place, shape.terms)
    bench = bring_people(place, shape)
    bench.take_turns(0, cast.since + timedelta(days=90), calendar.year_at(YEARS_OF_A_TERM - years).last_day)
    for offset in range(1 - years, 1):
        _live_year(place, shape, bench, offset, number=offset + years - 1)


def _open(shape: Shape, cast: Understudies, calendar: Calendar, officer: User, years: int) -> Place:
    name = cast.signs.new("place")
    names = {
        "name_en": f"{name} Local Immigration Partnership",
        "name_fr": f"Partenariat local en immigration de {name}",
        "lead_name_en": f"{name} Settlement Services",
        "lead_name_fr": f"Services d’établissement de {name}",
        "aliases": [f"{name} LIP"],
        "communities": [f"{name} Township"],
    }
    with calendar.on(cast.since):
        partnership = councils.create_partnership(
            {"slug": cast.slug, "kind": "community_wide", **names, **shape.columns}, by=None
        )
        place = governance.set_up(partnership, shape.facts, cast, calendar, keys=("coordinator", "co-chair"))
        cast.users["officer"] = officer
        cast.give("officer", Role.OFFICER, place.partnership)
        for role, table in shape.roles.items():
            body = place.tables[table] if table else None
            cast.give(role.replace("_", "-"), role, place.partnership, body)
        _agree(place, years, shape.days_to_report)
        initiative = {"name_en": f"{name} Welcome Week", "name_fr": f"Semaine d’accueil de {name}"}
        councils.create_initiative(place.partnership, initiative, by=place.coordinator)
    return place


def _agree(place: Place, years: int, days_to_report: int) -> None:
    """One agreement over all the years, with the day each year's report is due."""
    calendar = place.calendar
    values = {
        "holder": place.partnership.lead_name_en,
        "number": "Large world 001",
        "starts_on": place.cast.since,
        "ends_on": calendar.year_at(2).last_day,
    }
    agreement = councils.create_agreement(place.partnership, values, by=place.coordinator)
    told = [calendar.year_at(offset) for offset in range(1 - years, 1)]
    due: dict[int, date | None] = {year.start: year.last_day + timedelta(days=days_to_report) for year in told}
    councils.set_reporting_dates(agreement, due, by=place.coordinator, version=agreement.version)


# --- years ------------------------------------------------------------------------------------------------------------
def _live_year(place: Place, shape: Shape, bench: Bench, offset: int, *, number: int) -> None:
    """One fiscal year, the pattern's first being number 0."""
    year = place.calendar.year_at(offset)
    if number % YEARS_OF_A_STRATEGY == 0:
        _write_strategy(place, year)
    if number % YEARS_OF_A_STRATEGY == 1:
        _amend(place, place.calendar.day(150, offset))
    if number and number % YEARS_OF_A_TERM == 0:
        last = place.calendar.year_at(offset + YEARS_OF_A_TERM - 1).last_day
        bench.take_turns(number // YEARS_OF_A_TERM, year.first_day, last)
    facts = _facts_of_year(shape, offset, str(year))
    actions = _plan(place, facts, offset)
    _meet(place, shape, offset)
    _involve(place, place.calendar.day(100, offset))
    if offset == 0:
        planning.tell_updates(place, actions, facts, author=None)
        _begin_report(place, shape, actions)
    else:
        _tell_half_way(place, actions, offset)
        planning.tell_year_end(place, actions, facts, offset=offset)
        _report(place, shape, facts, actions, offset)


def _write_strategy(place: Place, year: FiscalYear) -> None:
    """A strategy from this year on, written and adopted in the winter before."""
    place.cast.since = year.first_day - timedelta(days=150)  # `write_strategy` counts its days from there
    facts = place.facts.get("strategy", place.facts)
    planning.write_strategy(place, facts, first_year=year.start, years=YEARS_OF_A_STRATEGY, adopted=True)


def _facts_of_year(shape: Shape, offset: int, year: str) -> list[dict[str, Any]]:
    """The year's actions under titles of their own; in a year that is over most are done, and one in six late."""
    told = []
    for number, one in enumerate(shape.actions):
        titles = {f"title_{language}": f"{one[f'title_{language}']} {year}" for language in ("en", "fr")}
        is_late = (number - offset) % 6 == 0
        past = {"status": "late" if is_late else "done", "start_day": 10, "due_day": 340}
        funders = [one["lead"]] if number % 3 == 0 else []
        told.append({**one, **titles, "funders": funders, **(past if offset < 0 else {})})
    return told


def _plan(place: Place, facts: Sequence[Mapping[str, Any]], offset: int) -> dict[str, Action]:
    strategy = Strategy.objects.get(partnership=place.partnership, state="active")
    adopted = place.calendar.year_at(offset).first_day - timedelta(days=14)
    with place.calendar.on(adopted):
        plan, actions = planning.draft_plan(place, strategy, facts, offset=offset, carried={})
    planning.adopt_and_open(place, plan, on=adopted)
    return actions


def _meet(place: Place, shape: Shape, offset: int) -> None:
    days = [(place.calendar.day(day, offset), place.council) for day in shape.council_days]
    days += [(place.calendar.day(day, offset), body) for body in place.tables.values() for day in shape.table_days]
    meetings.hold_meetings(place, sorted(days, key=lambda pair: pair[0]))


def _involve(place: Place, day: date) -> None:
    """The municipality signs what the council decided."""
    values: dict[str, Any] = {
        "kind": InvolvementKind.MUNICIPAL_SIGNATURE,
        "on": day,
        "who": "The town council",
        "what_en": "Signed the plan together with the council.",
        "what_fr": "A signé le plan avec le conseil.",
    }
    with place.calendar.on(day):
        councils.create_involvement(place.partnership, values, by=place.coordinator)


def _amend(place: Place, day: date) -> None:
    """In its second year a strategy is amended: how the tables report."""
    strategy = Strategy.objects.get(partnership=place.partnership, state="active")
    words = AmendmentWords(
        on=day,
        what_en="The tables now report to the whole council twice a year.",
        what_fr="Les tables rendent compte à tout le conseil deux fois l’an.",
        motion="Motion 6, amendment",
    )
    texts = {
        "monitoring_en": f"{strategy.monitoring_en} The tables report in October and in March.",
        "monitoring_fr": f"{strategy.monitoring_fr} Les tables rendent compte en octobre et en mars.",
    }
    with place.calendar.on(day):
        amend_strategy(strategy, "monitoring", texts, by=place.coordinator, version=strategy.version, amendment=words)


def _tell_half_way(place: Place, actions: Mapping[str, Action], offset: int) -> None:
    """A word on each action in the autumn."""
    for number, action in enumerate(actions.values()):
        day = place.calendar.day(150 + number, offset)
        values = {"on": day, "state": "on_track", "text": "Under way as planned.", "obstacle": "", "wants_help": None}
        with place.calendar.on(day):
            add_update(action, values, by=place.coordinator, language="en")


def _report(
    place: Place, shape: Shape, facts: Sequence[Mapping[str, Any]], actions: Mapping[str, Action], offset: int
) -> None:
    """The year closed, told, approved, sent, accepted and published."""
    calendar, plan = place.calendar, next(iter(actions.values())).plan
    plan.refresh_from_db()
    with calendar.on(plan.fiscal_year.last_day + timedelta(days=2)):
        close_plan(plan, by=place.coordinator)
    plan.refresh_from_db()
    begun, sent, read = (calendar.day(day, offset + 1) for day in (40, 50, 80))
    report = reports.start(place, plan, on=begun)
    reports.write(place, report, shape.report, on=begun)
    reports.explain(place, report, facts, actions, on=begun)
    report.refresh_from_db()
    reports.approve_and_submit(place, report, on=sent)
    note = {"section": SectionNumber.PLAN, "severity": Severity.PRAISE, "text": PRAISE, "language": "en"}
    with calendar.on(read):
        write_note(report, note, by=place.cast.users["officer"])
    reports.accept_and_publish(place, report, place.cast.users["officer"], on=read)


def _begin_report(place: Place, shape: Shape, actions: Mapping[str, Action]) -> None:
    """This year's report, still being written."""
    plan = next(iter(actions.values())).plan
    plan.refresh_from_db()
    report = reports.start(place, plan, on=place.calendar.before(3))
    reports.write(place, report, shape.report[1:3], on=place.calendar.before(2), whole=False)
