"""The quick update form as pages hold it: unsent words brought back, each form with names of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from actionplans.forms import UpdateForm
from actionplans.models import Action, PlannedOutput
from actionplans.queries import UnitFigure, kept_drafts
from lipportal.drafts.writing import Writing

FORM = "actionplans.update"


@dataclass(frozen=True)
class Quick:
    """One action's quick form, ready for a page."""

    action: Action
    form: UpdateForm
    writing: Writing

    @property
    def form_id(self) -> str:
        """The id of the form element."""
        return f"update-of-{self.action.code}"


def update_form(action: Action, figures: Sequence[UnitFigure], **values: Any) -> UpdateForm:
    """The update form of an action, with a count for each of its planned outputs."""
    outputs = [
        PlannedOutput(pk=one.output_pk, action=action, amount=one.planned, unit_en=one.unit_en, unit_fr=one.unit_fr)
        for one in figures
    ]
    today = action.partnership.today()
    return UpdateForm(action=action, outputs=outputs, today=today, auto_id=f"id_{action.code}_%s", **values)


def quick_update(request: HttpRequest, action: Action, figures: Sequence[UnitFigure]) -> Quick:
    """The quick form of one action."""
    return quick_updates(request, [(action, figures)])[0]


def quick_updates(request: HttpRequest, actions: Sequence[tuple[Action, Sequence[UnitFigure]]]) -> list[Quick]:
    """The quick forms of several actions, with what was typed and not saved; one query for all of them."""
    drafts = kept_drafts(request.user, FORM, [action.code for action, __ in actions])
    quick = []
    for action, figures in actions:
        writing = Writing(request, FORM, place=action.code)
        writing.draft = drafts.get(action.code)
        form = update_form(action, figures)
        writing.restore(form)
        quick.append(Quick(action, form, writing))
    return quick
