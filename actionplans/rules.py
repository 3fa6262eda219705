"""Is it fit: whether a plan can be adopted, an action written, an update said; lists of reasons, empty when fine."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from actionplans.choices import ActionState
from lipportal.shared import bilingual, formats
from lipportal.shared.clock import FiscalYear
from lipportal.shared.folding import fold

MOST_COUNTED = 9_999_999
MOST_WORDS = 60
MOST_CHARACTERS = MOST_WORDS * bilingual.SIGNS_A_WORD
RUNNING_STATES = ("adopted", "in_year", "closed")
UPDATED_STATES = ("adopted", "in_year")
UNFINISHED_STATES = ("not_started", "on_track", "at_risk")


# --- The plan ------------------------------------------------------------------------------------------------------
def problems_with_year(year: int, strategy: Any, taken_years: Iterable[int]) -> list[str]:
    """Why a plan of this fiscal year cannot be started."""
    named = formats.fiscal_year_text(FiscalYear(year).first_day)
    if strategy is None:
        return [_("A plan carries out a strategy. Begin a strategy first.")]
    if not strategy.first_year <= year <= strategy.last_year:
        return [
            _("The strategy runs from %(first)s to %(last)s; %(year)s lies outside it. Renew the strategy first.")
            % {
                "first": formats.fiscal_year_text(FiscalYear(strategy.first_year).first_day),
                "last": formats.fiscal_year_text(FiscalYear(strategy.last_year).first_day),
                "year": named,
            }
        ]
    if year in taken_years:
        return [_("There is a plan for %(year)s already. Open it and go on there.") % {"year": named}]
    return []


def problems_with_adoption(plan: Any, actions: Sequence[Any]) -> list[str]:
    """What is still missing before the council's adoption of this plan can be recorded, action by action."""
    if not actions:
        return [_("A plan needs at least one action before it is adopted.")]
    problems = []
    if bool(plan.priorities_en) != bool(plan.priorities_fr) and bilingual.missing_languages(plan, "priorities"):
        problems.append(_("Write this year’s priorities in both languages, or in neither."))
    for action in actions:
        problems += problems_with_action(action)
    return problems


def problems_with_action(action: Any) -> list[str]:
    """What this action still needs before it can be adopted."""
    said: dict[str, str] = {"title": str(action)}
    problems = []
    if action.body_id is None and action.lead_id is None:
        problems.append(_("“%(title)s” needs a body or an organization that leads it.") % said)
    if not action.planned:
        problems.append(_("“%(title)s” needs at least one planned output.") % said)
    if dates := problems_with_dates(action.starts_on, action.due_on, action.plan.fiscal_year):
        problems.append(_("“%(title)s”: %(why)s") % {**said, "why": dates[0]})
    if lacks_a_language(action):
        problems.append(_("“%(title)s” is in one language only. Write the other, or mark it as an exception.") % said)
    return problems


def lacks_a_language(action: Any) -> bool:
    """Whether a text of the action is in one official language only, without an exception."""
    names = ["title"] if not (action.description_en or action.description_fr) else ["title", "description"]
    if bilingual.missing_languages(action, *names):
        return True
    is_excepted = any(bilingual.state_of(action, "title", lang) == "excepted" for lang in bilingual.OFFICIAL)
    return not is_excepted and any(not (row["unit_en"] and row["unit_fr"]) for row in action.planned)


def problems_with_motion(values: Mapping[str, Any], today: date) -> list[str]:
    """Adoption is a motion, or none with a reason; and a day that has come (design 2.13)."""
    problems = []
    if not values.get("motion") and not values.get("no_motion_reason"):
        problems.append(_("Write the motion, or say why there was none."))
    if values.get("adopted_on") is None:
        problems.append(_("Say on which day it was adopted."))
    elif values["adopted_on"] > today:
        problems.append(_("That day has not come yet. Record the adoption once it has happened."))
    return problems


def problems_with_opening(plan: Any, today: date) -> list[str]:
    """The year opens on 1 April, not before."""
    first = plan.fiscal_year.first_day
    if today < first:
        return [_("The year begins on %(day)s; it can be opened then.") % {"day": _in_full(first)}]
    return []


def problems_with_closing(plan: Any, today: date) -> list[str]:
    """The year closes once it is over, so that the last updates are in."""
    last = plan.fiscal_year.last_day
    if today <= last:
        return [_("The year runs until %(day)s; it can be closed after that.") % {"day": _in_full(last)}]
    return []


# --- Actions -------------------------------------------------------------------------------------------------------
def problems_with_dates(starts_on: date | None, due_on: date | None, year: FiscalYear) -> list[str]:
    """An action begins and is due within the plan's fiscal year, in that order."""
    if starts_on is None or due_on is None:
        return [_("Give its first day and the day it is due.")]
    if not year.holds(starts_on):
        return [
            _("The fiscal year runs from %(first)s to %(last)s. Choose a first day in it.")
            % {"first": _in_full(year.first_day), "last": _in_full(year.last_day)}
        ]
    if due_on > year.last_day:
        return [
            _("The fiscal year ends on %(last)s. Choose a day up to then; what takes longer is carried over.")
            % {"last": _in_full(year.last_day)}
        ]
    if due_on < starts_on:
        return [_("It would be due before it begins. Look at both days.")]
    return []


def problems_with_belonging(plan: Any, values: Mapping[str, Any]) -> list[str]:
    """Everything an action names must be of the same partnership, and its direction of the plan's strategy."""
    direction = values.get("direction")
    if direction is not None and direction.strategy_id != plan.strategy_id:
        return [_("This direction belongs to another strategy. Choose one of the plan’s own.")]
    named = [values.get("body"), values.get("lead"), *values.get("partners", ()), *values.get("funders", ())]
    if any(row is not None and row.partnership_id != plan.partnership_id for row in named):
        return [_("A body or an organization belongs to another partnership. Choose one of your own.")]
    return []


def problems_with_planned(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each planned output has a number and a unit, and no unit stands twice."""
    seen: set[str] = set()
    for row in rows:
        if not (row["unit_en"] or row["unit_fr"]):
            return [_("Say of what: %(amount)s what?") % {"amount": row["amount"]}]
        if not 0 < row["amount"] <= MOST_COUNTED:
            return [_("Write how many as a whole number, such as 12.")]
        units = {fold(row[name]) for name in ("unit_en", "unit_fr") if row[name]}
        if units & seen:
            unit = row["unit_en"] or row["unit_fr"]
            return [_("“%(unit)s” stands twice. Put both in one row.") % {"unit": unit}]
        seen |= units
    return []


# --- Updates -------------------------------------------------------------------------------------------------------
def problems_with_updating(action: Any) -> list[str]:
    """Whether updates can be added to this action now."""
    if action.is_ended:
        return [_("This action was taken out of the plan.")]
    if action.plan.state == "closed":
        return [_("The year is closed. What changed since then goes into the report.")]
    if action.plan.state not in UPDATED_STATES:
        return [_("Updates begin once the plan is adopted.")]
    return []


def first_day_of_updates(action: Any) -> date:
    """The earliest day an update is about: the fiscal year begins, or the action or the plan's adoption before."""
    days = (action.plan.fiscal_year.first_day, action.starts_on, action.plan.adopted_on)
    return min(day for day in days if day is not None)


def problems_with_day_of_update(on: date, first: date, today: date) -> list[str]:
    """An update is about a day of the plan that has come (domain b1)."""
    if on > today:
        return [_("That day has not come yet. An update says what has happened.")]
    if on < first:
        return [_("That day is before the plan’s year. Give a day from %(day)s on.") % {"day": _in_full(first)}]
    return []


def problems_with_update(
    values: Mapping[str, Any], first: date, today: date, *, help_stands: bool = False
) -> list[str]:
    """An update is about a day of the plan that has come; a stop, a risk or a call for help is put in words."""
    return problems_with_day_of_update(values["on"], first, today) + problems_with_words_of_update(
        values, stands=help_stands
    )


def problems_with_words_of_update(values: Mapping[str, Any], *, stands: bool = False) -> list[str]:
    """A stop or a call for help is put in words, unless the call `stands` already; counts are whole."""
    problems = []
    count = len(values.get("text", "").split())
    has_words = count > 0
    if count > MOST_WORDS:
        problems.append(_("%(count)s words; there is room for %(most)s.") % {"count": count, "most": MOST_WORDS})
    elif (length := len(values.get("text", ""))) > MOST_CHARACTERS:
        words = _("“%(label)s” has %(count)s characters; there is room for %(most)s.")
        said = {"count": formats.number_text(length), "most": formats.number_text(MOST_CHARACTERS)}
        problems.append(words % {"label": _("One sentence"), **said})
    if values["state"] == ActionState.STOPPED and not has_words:
        problems.append(_("Say in a sentence why it was stopped."))
    if values.get("wants_help") and not stands and not has_words and not values.get("obstacle"):
        problems.append(_("Say in a sentence what help is wanted."))
    if any(not 0 <= amount <= MOST_COUNTED for amount in values.get("counts", {}).values()):
        problems.append(_("Write counts as whole numbers, such as 12."))
    return problems


def problems_with_saying_nothing(
    values: Mapping[str, Any], state: str, *, help_stands: bool, is_quiet: bool = False
) -> list[str]:
    """An update says something: in words, counts or evidence, of help or of what is in the way, or another `state`.

    Of an action long quiet, that it goes on as before is news too: no filler is asked for (design 4).
    """
    says = (values.get("text", "").strip(), any(values.get("counts", {}).values()), values.get("obstacle"))
    shows = (values.get("link"), values.get("file"))
    wants = values.get("wants_help")
    answers = wants is not None and wants is not help_stands
    if any(says) or any(shows) or answers or values["state"] != state or is_quiet:
        return []
    return [_("Nothing is said yet. Write a sentence, count something, or tap another state.")]


def standing_of(state: str, due_on: date, plan_state: str, today: date) -> str:
    """How an action stands on a day: past its day and unfinished is late, whatever the last update said."""
    if plan_state in RUNNING_STATES and state in UNFINISHED_STATES and due_on < today:
        return ActionState.LATE.value
    return state


def _in_full(day: date) -> str:
    return formats.day_text(day, year=True, long=True)
