"""The plan as an Excel workbook: every action found, planned against done where the reader may see it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from actionplans.queries import ActionRow, PlanPage
from lipportal.shared import formats
from lipportal.shared.documents.excel import Column, write_sheet

PLANNED_COLUMNS = (
    Column("title", _("Action"), width=40),
    Column("direction", _("Direction"), width=30),
    Column("lead", pgettext_lazy("action", "Led by"), width=30),
    Column("partners", _("Partners"), width=30),
    Column("funders", _("Funders"), width=30),
    Column("starts_on", _("First day"), kind="date", width=12),
    Column("due_on", _("Due"), kind="date", width=12),
    Column("unit", _("Unit"), width=24),
    Column("planned", _("Planned"), kind="whole", width=10),
)
STATE_COLUMN = Column("state", _("State"), width=14)
DONE_COLUMNS = (
    Column("done", _("Done"), kind="whole", width=10),
    STATE_COLUMN,
    Column("last_update_on", _("Last word"), kind="date", width=12),
    Column("why", _("What stands in the way"), width=40),
)


def plan_sheet(page: PlanPage) -> bytes:
    """A row per action and planned output, for every action found; units are never added up.

    Beyond the table the state alone stands beside what was planned, once a report has published it.
    """
    beyond = (STATE_COLUMN,) if page.shows_states else ()
    columns = [*PLANNED_COLUMNS, *(DONE_COLUMNS if page.sees_progress else beyond)]
    rows = [row for found in page.rows for row in _rows(found)]
    return write_sheet(sheet_title(page), columns, rows, notes=_notes(page))


def sheet_title(page: PlanPage) -> str:
    """What people call the file."""
    return gettext("Action plan %(year)s") % {"year": page.plan.fiscal_year}


def _rows(found: ActionRow) -> Iterator[dict[str, Any]]:
    action = found.action
    whole = {
        "title": found.title.text,
        "direction": found.direction.text,
        "lead": found.lead,
        "partners": ", ".join(map(str, action.partners.all())),
        "funders": ", ".join(map(str, action.funders.all())),
        "starts_on": action.starts_on,
        "due_on": action.due_on,
        "state": found.label,
        "last_update_on": action.last_update_on,
        "why": found.why,
    }
    if not found.outputs:
        yield whole
    for figure in found.outputs:
        yield {**whole, "unit": figure.unit.text, "planned": figure.planned, "done": figure.done}


def _notes(page: PlanPage) -> list[str]:
    found = gettext("%(count)s of %(total)s actions of %(partnership)s.") % {
        "count": page.count,
        "total": page.total,
        "partnership": page.plan.partnership,
    }
    day = page.today or page.plan.partnership.today()
    return [found, gettext("As it stood on %(day)s.") % {"day": formats.day_text(day, year=True, long=True)}]
