"""The plan as an Excel workbook, opened again and read."""

from io import BytesIO

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser

from actionplans.documents.plan_sheet import plan_sheet
from actionplans.queries import PlanFilters, plan_page
from tests.factories.actionplans import ActionFactory, OutputCountFactory, PlannedOutputFactory

pytestmark = pytest.mark.django_db


def rows_of(content):
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_plan_sheet_holds_a_row_per_output_of_every_action_found(coordinator, running):
    PlannedOutputFactory(action=running, amount=2, unit_en="evenings", unit_fr="soirées")
    OutputCountFactory(output=running.planned_outputs.first(), update__text="=1+1")
    ActionFactory(plan=running.plan, title_en="Bus survey", title_fr="Sondage")

    rows = rows_of(plan_sheet(plan_page(running.plan, PlanFilters(words="mentoring"), coordinator)))

    assert rows[0][0:1] + rows[0][7:11] == ["Action", "Unit", "Planned", "Done", "State"]
    assert [row[7:10] for row in rows[1:]] == [["pairs", 30, 6], ["evenings", 2, 0]]


def test_plan_sheet_beyond_the_table_holds_what_is_planned_alone(running):
    OutputCountFactory(output=running.planned_outputs.get())

    rows = rows_of(plan_sheet(plan_page(running.plan, PlanFilters(), AnonymousUser())))

    assert rows[0][-1] == "Planned"
    assert len(rows[0]) == 9
