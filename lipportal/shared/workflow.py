"""The small engine behind every change of state: a table of steps, moved one row at a time, never by skipping."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from lipportal.shared.errors import Conflict, Refused

Rule = Callable[[Any], list[Any]]


@dataclass(frozen=True)
class Step:
    """One row of a workflow table.

    `stamps` are pairs of columns set to who and when, such as ("submitted_by", "submitted_at"). `tells` is the
    sentence shown before the step is confirmed: what happens, and to whom it goes. `or_reaches` are the other states
    the step may end in, where a rule and not the person says in which.
    """

    name: str
    label: Any
    leaves: tuple[str, ...]
    reaches: str
    permission: str
    rules: tuple[Rule, ...] = ()
    stamps: tuple[tuple[str, str], ...] = ()
    tells: Any = ""
    wants_reason: bool = False
    or_reaches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """The steps of one noun, and which fields may still be edited in which state."""

    noun: str
    steps: tuple[Step, ...]
    editable: dict[str, frozenset[str]] = field(default_factory=dict)

    def step(self, name: str) -> Step:
        """The step called `name`; KeyError if this table has none."""
        return {step.name: step for step in self.steps}[name]

    def editable_fields(self, record: Any) -> frozenset[str]:
        """The names of the fields that may be edited while `record` is in its state."""
        return self.editable.get(record.state, frozenset())


@dataclass(frozen=True)
class OpenStep:
    """A step as a page draws it: open when `reasons` is empty, otherwise shut with a sentence beside it."""

    step: Step
    reasons: list[Any]

    @property
    def is_open(self) -> bool:
        """Whether the button may be pressed."""
        return not self.reasons


@dataclass(frozen=True)
class Moved:
    """What one step changed, for the journal."""

    record: Any
    noun: str
    step: Step
    by: Any
    at: datetime
    because: str
    before: dict[str, Any]
    after: dict[str, Any]


Journal = Callable[[Moved], None]
WhoMay = Callable[[str], Any]
_journal: list[Journal] = []
_who_may: list[WhoMay] = []


def keep_journal_with(journal: Journal) -> None:
    """Name who writes down every step taken; the audit app does, in the same transaction."""
    _journal[:] = [journal]


def name_holders_with(who_may: WhoMay) -> None:
    """Name who can say, for a permission, who holds it; the app that knows roles does."""
    _who_may[:] = [who_may]


def who_may(permission: str) -> Any:
    """A sentence that says who can take a step with this permission."""
    return _who_may[0](permission) if _who_may else _("You cannot take this step.")


def refuse_unless(by: Any, permission: str, record: Any) -> None:
    """Raise Refused, saying who can, unless `by` holds the permission on the record; the portal itself (None) may."""
    if by is not None and not by.has_perm(permission, record):
        raise Refused(who_may(permission))


def problems_with(record: Any, step: Step) -> list[Any]:
    """Why `step` cannot be taken on `record` as it stands, apart from who asks; empty when it can."""
    if record.state not in step.leaves:
        state = record.get_state_display()
        return [_("This step is not open now: the record is “%(state)s”.") % {"state": state}]
    return [reason for rule in step.rules for reason in rule(record)]


def steps_open_to(user: Any, record: Any, workflow: Workflow) -> list[OpenStep]:
    """The steps that leave the record's state, for this person: open, or shut with the reasons.

    A step that is another role's is shown shut, with who can take it: a closed door says why (design 4).
    """
    steps = []
    for step in workflow.steps:
        if record.state not in step.leaves:
            continue
        allowed = user.has_perm(step.permission, record)
        reasons = problems_with(record, step) if allowed else [who_may(step.permission)]
        steps.append(OpenStep(step, reasons))
    return steps


def move(
    record: Any, workflow: Workflow, name: str, *, by: Any, at: datetime, because: str = "", **values: Any
) -> Moved:
    """Take one step: permission, rules, then the row moved only from the state and version that were read.

    Raises Refused with reasons, or Conflict when somebody moved or changed the record meanwhile. `values` are
    further columns the step sets; a `state` among them is one of the step's `or_reaches`. Must be called by a service;
    opens a transaction of its own inside the caller's.
    """
    step = workflow.step(name)
    if not by.has_perm(step.permission, record):
        raise Refused(who_may(step.permission))
    if reasons := problems_with(record, step):
        raise Refused.because(reasons)
    if step.wants_reason and not because.strip():
        raise Refused(_("Say why; the reason is kept with the record."))
    stamped = {column: value for who, when in step.stamps for column, value in ((who, by), (when, at))}
    after = {"state": step.reaches, **stamped, **values}
    if after["state"] not in (step.reaches, *step.or_reaches):
        raise ValueError(f"the step {name} does not reach {after['state']}")
    before = {column: getattr(record, column) for column in after}
    with transaction.atomic():
        rows: models.QuerySet[Any] = type(record)._default_manager.filter(
            pk=record.pk, state=record.state, version=record.version
        )
        if rows.update(version=F("version") + 1, changed_at=at, **after) != 1:
            raise Conflict(record, _("Somebody changed this while you were reading. Look again before you go on."))
        for column, value in after.items():
            setattr(record, column, value)
        record.version += 1
        record.changed_at = at
        moved = Moved(record, workflow.noun, step, by, at, because, before, after)
        for journal in _journal:
            journal(moved)
    return moved
