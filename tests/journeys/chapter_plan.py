"""The middle of the year: research, strategy and direction, the plan of the running year, updates with counts."""

from actionplans.choices import ActionState
from actionplans.workflow import PLAN
from lipportal.shared import formats
from strategies.choices import (
    COMPONENT_TEXTS,
    COMPONENTS,
    DIRECTION_TEXT_LABELS,
    TEXT_LABELS,
    ResearchKind,
    ResearchState,
)
from strategies.workflow import STRATEGY
from tests.journeys.chapter_council import step
from tests.journeys.pages import Visit
from tests.journeys.telling import COUNTED, DONE, PLANNED, TEXTS, Telling
from tests.journeys.words import say


def both(desk: Visit, label, key: str) -> dict[str, str]:
    """A text in both languages, as the pairs of a form name their two fields."""
    text = desk.say(label)
    english, french = TEXTS[key]
    return {
        desk.say("{text}, in English").replace("{text}", text): english,
        desk.say("{text}, in French").replace("{text}", text): french,
    }


def add_finding(desk: Visit, told: Telling) -> None:
    """A piece of research, and what it found."""
    desk.desk(told.name, "Research and findings")
    desk.follow("Add research")
    desk.fill(both(desk, "Title", "research"))
    desk.fill({"Kind": ResearchKind.SURVEY.label, "Who did it": told.own("The library", "La bibliothèque")})
    desk.tap("State", ResearchState.FINAL.label)
    desk.fill({"Done on": told.today})
    desk.press("Add the research")
    desk.follow("Add a finding")
    desk.fill(both(desk, "What was found", "finding"))
    desk.press("Add the finding")
    desk.sees(told.own(*TEXTS["finding"]))


def write_strategy(desk: Visit, told: Telling) -> None:
    """The six components in both languages, with a direction that hangs on the finding."""
    desk.desk(told.name, "Strategies")
    desk.follow("Begin a strategy")
    desk.fill({"First fiscal year": say(desk.language, told.year)})
    desk.press("Begin the strategy")
    for component, label in COMPONENTS.items():
        if component == "directions":
            continue
        desk.follow("Write", desk.say(label))
        for name in COMPONENT_TEXTS[component]:
            desk.fill(both(desk, TEXT_LABELS[name], "vision" if component == "vision" else "context"))
        desk.press("Save")
        if "/components/" in desk.page.url:
            desk.follow("Not now")
    desk.follow("Add a direction")
    desk.fill(both(desk, DIRECTION_TEXT_LABELS["title"], "direction"))
    desk.fill(both(desk, DIRECTION_TEXT_LABELS["rationale"], "why"))
    desk.tap("Findings behind it", told.own(*TEXTS["finding"]))
    desk.fill({"Answered for by": told.own(*TEXTS["council"])})
    desk.press("Add the direction")


def adopt_strategy(desk: Visit, told: Telling) -> None:
    """Out to the community, adopted by a motion, active."""
    desk.desk(told.name, "Strategies")
    open_first(desk)
    desk.follow(step(STRATEGY, "put_to_community"))
    desk.press(step(STRATEGY, "put_to_community"))
    desk.follow(step(STRATEGY, "adopt"))
    desk.fill({"Adopted on": told.today, "Motion": "M-8"})
    desk.press(step(STRATEGY, "adopt"))
    desk.follow(step(STRATEGY, "activate"))
    desk.press(step(STRATEGY, "activate"))
    desk.sees("Active")
    desk.sees(told.own(*TEXTS["direction"]))


def write_plan(desk: Visit, told: Telling) -> None:
    """The plan of the running year with one action that plans two outputs, each counted by itself."""
    desk.desk(told.name, "Action plans")
    desk.follow("Start a plan")
    with_year = formats.fiscal_year_text
    desk.tap("Fiscal year", say(desk.language, _Later(with_year, told.year.first_day)))
    english, french = TEXTS["priorities"]
    words = "This year’s local priorities"
    desk.fill({f"{words}, in English": english, f"{words}, in French": french})
    desk.press("Start the plan")
    add_action(desk, told, "action", {"pairs": PLANNED[0], "evenings": PLANNED[1]})
    add_action(desk, told, "fair", {"visits": 200})


def add_action(desk: Visit, told: Telling, key: str, planned: dict[str, int]) -> None:
    """An action under the direction, led by the council, over the whole year."""
    desk.desk(told.name, "Action plans")
    open_first(desk)
    desk.follow("Add an action")
    english, french = TEXTS[key]
    desk.fill({"Which direction does it serve?": told.own(*TEXTS["direction"])})
    desk.fill({"Title in English": english, "Title in French": french})
    desk.fill({"Led by the body": told.own(*TEXTS["council"])})
    desk.fill({"First day": told.year.first_day, "Due": told.year.last_day})
    for number, (unit, amount) in enumerate(planned.items(), start=1):
        desk.fill(
            {
                desk.say("Output %(number)s: how many", number=number): amount,
                desk.say("Output %(number)s: of what, in English", number=number): TEXTS[unit][0],
                desk.say("Output %(number)s: of what, in French", number=number): TEXTS[unit][1],
            }
        )
    desk.press("Add the action")


def open_first(desk: Visit) -> None:
    """The first line of the list on this page."""
    desk.main.get_by_role("table").get_by_role("link").first.click()


class _Later:
    """A text made when it is read, in the language of then."""

    def __init__(self, make, *given) -> None:
        self.make, self.given = make, given

    def __str__(self) -> str:
        return self.make(*self.given)


def open_year(desk: Visit, told: Telling) -> None:
    """To the tables, adopted by a motion, the year opened."""
    desk.desk(told.name, "Action plans")
    open_first(desk)
    desk.follow(step(PLAN, "put_to_tables"))
    desk.press(step(PLAN, "put_to_tables"))
    desk.follow(step(PLAN, "adopt"))
    desk.fill({"Adopted on": told.today, "Motion": "M-9"})
    desk.press(step(PLAN, "adopt"))
    desk.follow(step(PLAN, "open_year"))
    desk.press(step(PLAN, "open_year"))
    desk.sees("In its year")


def tell_updates(desk: Visit, told: Telling) -> None:
    """Two updates whose counts add up, each unit by itself; and one that says why the other action was stopped."""
    words = told.own("The pairs have met.", "Les jumelages se sont rencontrés.")
    for (pairs, evenings), state in zip(COUNTED, (ActionState.ON_TRACK, ActionState.DONE), strict=True):
        tell_update(desk, told, "action", state=state, words=words, pairs=pairs, evenings=evenings)
    for done, planned in zip(DONE, PLANNED, strict=True):
        desk.sees("%(done)s of %(planned)s", done=done, planned=planned)
    words = told.own("The hall burned down.", "La salle a brûlé.")
    tell_update(desk, told, "fair", state=ActionState.STOPPED, words=words)


def tell_update(desk: Visit, told: Telling, key: str, *, state: ActionState, words: str, **counts: int) -> None:
    """One update, in the form on the action's own page."""
    desk.desk(told.name, "Action plans")
    open_first(desk)
    desk.follow(told.own(*TEXTS[key]))
    desk.main.locator("summary", has_text=desk.say("Add an update")).click()
    desk.tap("How is it going?", state.label)
    desk.fill({"One sentence": words})
    for unit, amount in counts.items():
        desk.fill({f"{desk.say('How many more?')} ({told.own(*TEXTS[unit])})": amount})
    desk.press("Save the update")
    desk.sees(words)
