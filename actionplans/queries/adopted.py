"""The plan as it was adopted: the frozen figures, kept readable beside whatever was changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplans.models import Action, ActionPlan
from lipportal.audit.queries import body_of, frozen_copies_of, histories_of
from lipportal.shared import formats
from lipportal.shared.bilingual import shown

SCHEMA_VERSION = 1
# What an adoption fixes: changing one of these later is an amendment, with a reason.
AMENDED_FIELDS = ("title_en", "title_fr", "direction", "body", "lead", "starts_on", "due_on", "planned")


@dataclass(frozen=True)
class AdoptedAction:
    """An action as the council adopted it."""

    code: str
    title_en: str
    title_fr: str
    direction_code: str
    direction_en: str
    direction_fr: str
    body_code: str
    lead_code: str
    lead_words_en: str
    lead_words_fr: str
    starts_on: date
    due_on: date
    planned: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class Beside:
    """One thing an amendment changed: what it is called, how it was adopted, how it stands now."""

    label: str
    adopted: str
    now: str


@dataclass(frozen=True)
class Change:
    """What is no longer as the council adopted it, in a sentence, and why."""

    words: str
    because: str


@dataclass(frozen=True)
class Reason:
    """Why something was changed after adoption, by whom and when."""

    at: datetime
    by: str
    text: str


def plan_body(plan: ActionPlan, actions: list[Action]) -> dict[str, Any]:
    """Every word and figure of a plan, as adoption freezes it."""
    return {
        "year": plan.year,
        "strategy": plan.strategy.code,
        "priorities_en": plan.priorities_en,
        "priorities_fr": plan.priorities_fr,
        "adopted_on": plan.adopted_on,
        "motion": plan.motion,
        "no_motion_reason": plan.no_motion_reason,
        "actions": [action_body(action) for action in actions],
    }


def action_body(action: Action) -> dict[str, Any]:
    """Every word and figure of one action."""
    return {
        "code": action.code,
        "title_en": action.title_en,
        "title_fr": action.title_fr,
        "description_en": action.description_en,
        "description_fr": action.description_fr,
        "kind": action.kind,
        "direction": action.direction.code,
        "direction_en": action.direction.title_en,
        "direction_fr": action.direction.title_fr,
        "body": action.body.code if action.body else "",
        "lead": action.lead.code if action.lead else "",
        "lead_words_en": lead_words(action, "en"),
        "lead_words_fr": lead_words(action, "fr"),
        "partners": [partner.code for partner in action.partners.all()],
        "funders": [funder.code for funder in action.funders.all()],
        "starts_on": action.starts_on,
        "due_on": action.due_on,
        "planned": action.planned,
        "is_quick_win": action.is_quick_win,
        "equity_notes": action.equity_notes,
        "carried_from": action.carried_from.code if action.carried_from else "",
    }


def lead_words(action: Action, language: str | None = None) -> str:
    """Who leads: the body, the organization, or both."""
    named = [record for record in (action.body, action.lead) if record is not None]
    return " · ".join(shown(record, "name", language).text for record in named)


def adopted_actions(plan: ActionPlan) -> dict[str, AdoptedAction]:
    """The actions of a plan as they were adopted, by code; empty before adoption. One query."""
    copy = frozen_copies_of(plan).first()
    if copy is None:
        return {}
    return {row["code"]: _adopted(row) for row in body_of(copy)["actions"]}


def _adopted(row: Mapping[str, Any]) -> AdoptedAction:
    return AdoptedAction(
        code=row["code"],
        title_en=row["title_en"],
        title_fr=row["title_fr"],
        direction_code=row["direction"],
        direction_en=row["direction_en"],
        direction_fr=row["direction_fr"],
        body_code=row["body"],
        lead_code=row["lead"],
        lead_words_en=row["lead_words_en"],
        lead_words_fr=row["lead_words_fr"],
        starts_on=date.fromisoformat(row["starts_on"]),
        due_on=date.fromisoformat(row["due_on"]),
        planned=tuple((one["amount"], one["unit_en"], one["unit_fr"]) for one in row["planned"]),
    )


def changes_since_adoption(action: Action, adopted: AdoptedAction | None) -> list[Beside]:
    """What differs from the adopted action, each beside what stands now; empty when nothing does."""
    if adopted is None:
        return []
    direction = _Named(adopted.direction_en, adopted.direction_fr)
    led_by, leads = (adopted.body_code, adopted.lead_code), _lead_codes(action)
    planned = [{"amount": amount, "unit_en": en, "unit_fr": fr} for amount, en, fr in adopted.planned]
    pairs = [
        (
            _("Title"),
            (adopted.title_en, adopted.title_fr),
            (action.title_en, action.title_fr),
            _titled(adopted),
            str(action),
        ),
        (
            _("Direction"),
            adopted.direction_code,
            action.direction.code,
            _titled(direction),
            str(action.direction),
        ),
        (pgettext("action", "Led by"), led_by, leads, shown(adopted, "lead_words").text, lead_words(action)),
        (_("First day"), adopted.starts_on, action.starts_on, _day(adopted.starts_on), _day(action.starts_on)),
        (_("Due"), adopted.due_on, action.due_on, _day(adopted.due_on), _day(action.due_on)),
        (_("Planned outputs"), planned, list(action.planned), planned_words(planned), planned_words(action.planned)),
    ]
    return [Beside(label, was_words, now_words) for label, was, now, was_words, now_words in pairs if was != now]


def _lead_codes(action: Action) -> tuple[str, str]:
    return action.body.code if action.body else "", action.lead.code if action.lead else ""


@dataclass(frozen=True)
class _Named:
    title_en: str
    title_fr: str


def _titled(record: Any) -> str:
    return shown(record, "title").text


def _day(on: date) -> str:
    return formats.day_text(on, year=True)


@dataclass(frozen=True)
class _Unit:
    unit_en: str
    unit_fr: str


def planned_words(rows: Any) -> str:
    """Planned outputs as a reader says them: “30 pairs, 2 evenings”."""
    said = [(row["amount"], shown(_Unit(row["unit_en"], row["unit_fr"]), "unit").text) for row in rows]
    return ", ".join(f"{formats.number_text(amount)} {unit}" for amount, unit in said)


def amendment_reasons(action: Action) -> list[Reason]:
    """Why the action was changed after adoption, oldest first."""
    return amendment_reasons_of([action]).get(action.code, [])


def amendment_reasons_of(actions: Iterable[Action]) -> dict[str, list[Reason]]:
    """Why each of these actions was changed after adoption, oldest first, by its code; one query."""
    rows = histories_of(actions).filter(action__in=("action.amended", "action.created")).exclude(because="")
    found: dict[str, list[Reason]] = {}
    for row in rows:
        found.setdefault(row.record_code, []).append(Reason(row.at, str(row.by or ""), row.because))
    return found


def changes_of(actions: Iterable[Action], adopted: Mapping[str, AdoptedAction]) -> dict[str, Change]:
    """What differs from the adopted plan, by the action's code, each with the reasons given; one query, if any."""
    words = {action.code: said for action in actions if (said := _change_words(action, adopted.get(action.code)))}
    reasons = amendment_reasons_of([action for action in actions if action.code in words]) if words else {}
    return {
        code: Change(said, " ".join(reason.text for reason in reasons.get(code, ()))) for code, said in words.items()
    }


def _change_words(action: Action, adopted: AdoptedAction | None) -> str:
    if adopted is None:
        return _("Added after the plan was adopted.")
    beside = changes_since_adoption(action, adopted)
    before = "; ".join(_("%(what)s: %(was)s") % {"what": each.label, "was": each.adopted or "–"} for each in beside)
    return _("Changed since it was adopted. Before: %(before)s.") % {"before": before} if beside else ""
