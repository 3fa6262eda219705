"""How a demonstration partnership comes to its strategy, its plans, and the updates on them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from actionplans import services as plans
from actionplans.models import Action, ActionPlan
from reporting.demo.governance import Place
from strategies import services as strategies
from strategies.models import Direction, Strategy

HORIZONS = {"immediate": "short", "intermediate": "medium", "ultimate": "long"}
RESEARCH_KINDS = {"needs_inventory": "inventory", "demographics": "demographic_profile"}
OBSTACLES = {
    "partner_staff_left": "partner_staff",
    "not_enough_money": "money",
    "no_answer": "no_answer",
    "approval_slow": "time",
    "place_closed": "other",
    "other": "other",
}
APPROACH = {
    "approach_en": "Each spring the tables propose actions under the directions; the council adopts them.",
    "approach_fr": "Chaque printemps, les tables proposent des actions; le conseil les adopte.",
}
MONITORING = {
    "monitoring_en": "Each table says what it did and counts it. The council looks at the whole in October and in May.",
    "monitoring_fr": "Chaque table dit ce qu’elle a fait et le compte. Le conseil fait le point en octobre et en mai.",
}
COMMUNICATION = {
    "communication_en": "Results go to the public page, to each partner, and to the officer once a year.",
    "communication_fr": "Les résultats vont à la page publique, à chaque partenaire et à l’agent une fois l’an.",
}


def write_strategy(place: Place, facts: Mapping[str, Any], *, first_year: int, years: int, adopted: bool) -> Strategy:
    """A strategy with its six components, directions and findings; adopted and active, or still being drafted."""
    day = place.cast.since + timedelta(days=120)
    with place.calendar.on(day):
        strategy = strategies.create_strategy(
            place.partnership, by=place.coordinator, first_year=first_year, last_year=first_year + years - 1
        )
        for component, texts in _components(place, facts).items():
            strategy = strategies.edit_component(
                strategy, component, texts, by=place.coordinator, version=strategy.version
            )
        for each in facts["directions"]:
            _direct(place, strategy, each, day)
        strategy.refresh_from_db()
        if not adopted:
            return strategy
        strategy = strategies.put_to_community(strategy, by=place.coordinator)
        strategy = strategies.adopt_strategy(strategy, by=place.co_chair, on=day, motion="Motion 3, strategy")
        return strategies.activate_strategy(strategy, by=place.coordinator)


def _components(place: Place, facts: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    told = {one["key"]: one for one in facts.get("components", [])}
    context = told.get("context") or place.facts["context"]
    vision = {f"vision_{lang}": place.facts[f"vision_{lang}"] for lang in ("en", "fr")}

    def texts(key: str, name: str, otherwise: dict[str, str]) -> dict[str, str]:
        one = told.get(key)
        return {f"{name}_{lang}": one[f"text_{lang}"] for lang in ("en", "fr")} if one else otherwise

    return {
        "context": {
            f"{ours}_{lang}": context[f"{theirs}_{lang}"]
            for ours, theirs in (
                ("demographics", "demographics"),
                ("needs", "needs_assessment"),
                ("assets", "asset_mapping"),
            )
            for lang in ("en", "fr")
        },
        "vision": vision,
        "action_plan": texts("action_plan", "approach", APPROACH),
        "monitoring": texts("monitoring", "monitoring", MONITORING),
        "communication": texts("communication", "communication", COMMUNICATION),
    }


def _direct(place: Place, strategy: Strategy, facts: Mapping[str, Any], day: date) -> Direction:
    findings = []
    for each in facts["findings"]:
        values = {
            "kind": RESEARCH_KINDS.get(each["kind"], each["kind"]),
            "title_en": each["title_en"],
            "title_fr": each["title_fr"],
            "author": str(place.organizations.get(each["author_organization"]) or place.partnership),
            "done_on": day - timedelta(days=40),
            "state": "final",
        }
        research = strategies.create_research(place.partnership, values, by=place.coordinator)
        said = {"text_en": each["title_en"], "text_fr": each["title_fr"]}
        findings.append(strategies.create_finding(research, said, by=place.coordinator))
    values = {
        **{name: facts[name] for name in ("title_en", "title_fr", "rationale_en", "rationale_fr")},
        "immediate_en": facts["expected_outcome_en"],
        "immediate_fr": facts["expected_outcome_fr"],
        "objectives": facts["objectives"],
        "characteristics": facts["characteristics"],
        "horizon": HORIZONS[facts["horizon"]],
        "body": place.tables.get(facts["table"] or "", place.council),
        "findings": findings,
    }
    return strategies.create_direction(strategy, values, by=place.coordinator)


def draft_plan(
    place: Place,
    strategy: Strategy,
    actions: Sequence[Mapping[str, Any]],
    *,
    offset: int,
    carried: Mapping[str, Action],
) -> tuple[ActionPlan, dict[str, Action]]:
    """The plan of one year with its actions; those carried over from the year before keep that tie."""
    year = place.calendar.year_at(offset)
    directions = {one.title_en: one for one in strategy.directions.all()}
    keys = {one["key"]: directions[one["title_en"]] for one in _direction_facts(place)}
    made: dict[str, Action] = {}
    plan = plans.create_plan(place.partnership, year=year.start, by=place.coordinator)
    if carried:
        plans.carry_over_actions(plan, carried.values(), by=place.coordinator)
    for each in actions:
        values = _action_values(place, each, keys, offset)
        old = carried.get(each["key"])
        if old is None:
            made[each["key"]] = plans.create_action(plan, values, by=place.coordinator)
            continue
        taken = Action.objects.get(plan=plan, carried_from=old)
        made[each["key"]] = plans.edit_action(taken, values, by=place.coordinator, version=taken.version)
    return plan, made


def _direction_facts(place: Place) -> list[Mapping[str, Any]]:
    return list(place.facts.get("strategy", place.facts)["directions"])


def _action_values(
    place: Place, each: Mapping[str, Any], directions: Mapping[str, Direction], offset: int
) -> dict[str, Any]:
    day = place.calendar.day
    return {
        "direction": directions[each["direction"]],
        "title_en": each["title_en"],
        "title_fr": each["title_fr"],
        "description_en": each.get("description_en") or "",
        "description_fr": each.get("description_fr") or "",
        "kind": each["kind"],
        "body": place.tables.get(each["table"] or "", None if place.tables else place.council),
        "lead": place.organizations.get(each["lead"]),
        "partners": [place.organizations[key] for key in each.get("partners", []) if key in place.organizations],
        "funders": [place.organizations[key] for key in each.get("funders", []) if key in place.organizations],
        "starts_on": day(each.get("start_day", 10), offset),
        "due_on": day(each.get("due_day", 350), offset),
        "is_quick_win": each.get("is_quick_win", False),
        "planned": [
            {"amount": one["planned"], "unit_en": one["unit_en"], "unit_fr": one["unit_fr"]} for one in each["outputs"]
        ],
    }


def adopt_and_open(place: Place, plan: ActionPlan, *, on: date) -> ActionPlan:
    """The council adopts the plan before its year begins; then the year opens."""
    with place.calendar.on(on):
        plan = plans.put_to_tables(plan, by=place.coordinator)
        plan = plans.adopt_plan(plan, by=place.co_chair, on=on, motion=f"Motion 4, plan {plan.fiscal_year}")
    with place.calendar.on(max(on, plan.fiscal_year.first_day)):
        return plans.open_year(plan, by=place.coordinator)


def tell_updates(
    place: Place, actions: Mapping[str, Action], facts: Sequence[Mapping[str, Any]], *, author: Any
) -> None:
    """This year's updates, each on its day, in its author's language, with its counts."""
    for each in facts:
        action = actions[each["key"]]
        for update in each.get("updates", []):
            day = place.calendar.day(update["day"])
            outputs = list(action.planned_outputs.all())
            language = update["language"]
            values = {
                "on": day,
                "state": update["status"],
                "text": update[f"text_{language}"],
                "obstacle": OBSTACLES.get(update["obstacle"] or "", ""),
                "wants_help": "aide" in update["text_fr"] or "help" in update["text_en"].lower() or None,
                "counts": {one.pk: many for one, many in zip(outputs, update["counts"], strict=False) if many},
                **_evidence(update["evidence"], language),
            }
            with place.calendar.on(day):
                plans.add_update(action, values, by=author or place.coordinator, language=language)


# What the facts name in a word, as a person would write it beside an update.
_CAPTIONS = {
    "signed_letter": {"en": "Signed letter of agreement", "fr": "Lettre d’entente signée"},
    "list": {"en": "List of who came", "fr": "Liste des présences"},
    "page": {"en": "Page on our site", "fr": "Page de notre site"},
    "table": {"en": "Table of the results", "fr": "Tableau des résultats"},
}


def _evidence(told: Any, language: str) -> dict[str, str]:
    """The evidence the facts name for an update, as a link to a page that does not exist."""
    if not told:
        return {}
    caption = told.get(f"title_{language}") if isinstance(told, dict) else _CAPTIONS[told][language]
    return {"caption": caption or "Evidence", "link": "https://demonstration.example/evidence"}


def tell_year_end(
    place: Place, actions: Mapping[str, Action], facts: Sequence[Mapping[str, Any]], *, offset: int
) -> None:
    """What a past year came to: one last word per action, with what was done of each output."""
    day = place.calendar.day(330, offset)
    for each in facts:
        if each["status"] == "not_started":
            continue
        action = actions[each["key"]]
        outputs = list(action.planned_outputs.all())
        done = [one.get("done", one["planned"]) for one in each["outputs"]]
        state = "at_risk" if each["status"] in ("carried_over", "late") else each["status"]
        values = {
            "on": day,
            "state": state,
            "text": each.get("status_reason_en") or "Done as planned.",
            "obstacle": "",
            "wants_help": None,
            "counts": {one.pk: many for one, many in zip(outputs, done, strict=False) if many},
        }
        with place.calendar.on(day):
            plans.add_update(action, values, by=place.coordinator, language="en")
