"""Is it fit: reasons, and none when it is."""

from datetime import date

import pytest

from actionplans.rules import (
    problems_with_dates,
    problems_with_motion,
    problems_with_planned,
    problems_with_update,
    standing_of,
)
from lipportal.shared.clock import FiscalYear

YEAR = FiscalYear(2026)
TODAY = date(2026, 10, 14)


@pytest.mark.parametrize(
    ("first", "last", "is_fine"),
    [
        (date(2026, 4, 1), date(2027, 3, 31), True),
        (date(2026, 5, 1), date(2026, 5, 1), True),
        (date(2026, 3, 31), date(2026, 5, 1), False),
        (date(2027, 4, 1), date(2027, 4, 2), False),
        (date(2026, 5, 1), date(2027, 4, 1), False),
        (date(2026, 5, 2), date(2026, 5, 1), False),
        (None, date(2026, 5, 1), False),
    ],
)
def test_dates_lie_in_the_fiscal_year_in_order(first, last, is_fine):
    assert (problems_with_dates(first, last, YEAR) == []) is is_fine


@pytest.mark.parametrize(
    ("rows", "is_fine"),
    [
        ([], True),
        ([{"amount": 3, "unit_en": "pairs", "unit_fr": ""}], True),
        ([{"amount": 0, "unit_en": "pairs", "unit_fr": ""}], False),
        ([{"amount": 3, "unit_en": "", "unit_fr": ""}], False),
        ([{"amount": 3, "unit_en": "pairs", "unit_fr": ""}, {"amount": 1, "unit_en": "Pairs", "unit_fr": "x"}], False),
    ],
)
def test_planned_outputs_have_a_number_and_a_unit_of_their_own(rows, is_fine):
    assert (problems_with_planned(rows) == []) is is_fine


@pytest.mark.parametrize(
    ("values", "is_fine"),
    [
        ({"motion": "12", "no_motion_reason": "", "adopted_on": TODAY}, True),
        ({"motion": "", "no_motion_reason": "By consensus", "adopted_on": TODAY}, True),
        ({"motion": "", "no_motion_reason": "", "adopted_on": TODAY}, False),
        ({"motion": "12", "no_motion_reason": "", "adopted_on": None}, False),
        ({"motion": "12", "no_motion_reason": "", "adopted_on": date(2026, 10, 15)}, False),
    ],
)
def test_adoption_is_a_motion_or_a_reason_and_a_day_that_has_come(values, is_fine):
    assert (problems_with_motion(values, TODAY) == []) is is_fine


@pytest.mark.parametrize(
    ("values", "is_fine"),
    [
        ({"state": "on_track"}, True),
        ({"state": "stopped"}, False),
        ({"state": "stopped", "text": "No hall."}, True),
        ({"state": "at_risk", "wants_help": True}, False),
        ({"state": "at_risk", "wants_help": True, "obstacle": "money"}, True),
        ({"state": "done", "on": date(2026, 10, 15)}, False),
        ({"state": "done", "on": date(2026, 4, 1)}, True),
        ({"state": "done", "on": date(2026, 3, 31)}, False),
        ({"state": "done", "counts": {1: -1}}, False),
        ({"state": "done", "counts": {1: 10_000_000}}, False),
    ],
)
def test_an_update_is_about_a_day_that_has_come_and_says_why(values, is_fine):
    assert (problems_with_update({"on": TODAY, **values}, date(2026, 4, 1), TODAY) == []) is is_fine


@pytest.mark.parametrize(
    ("state", "due_on", "plan_state", "standing"),
    [
        ("on_track", date(2026, 10, 14), "in_year", "on_track"),
        ("on_track", date(2026, 10, 13), "in_year", "late"),
        ("not_started", date(2026, 10, 13), "adopted", "late"),
        ("not_started", date(2026, 10, 13), "drafting", "not_started"),
        ("done", date(2026, 10, 13), "in_year", "done"),
        ("stopped", date(2026, 10, 13), "closed", "stopped"),
        ("carried_over", date(2026, 10, 13), "closed", "carried_over"),
    ],
)
def test_past_its_day_and_unfinished_is_late(state, due_on, plan_state, standing):
    assert standing_of(state, due_on, plan_state, TODAY) == standing


@pytest.mark.parametrize("text", ["w" * 601, "移民" * 301])
def test_an_update_without_blanks_has_its_limit_too(text):
    values = {"state": "on_track", "on": TODAY, "text": text}

    (problem,) = problems_with_update(values, YEAR.first_day, TODAY)

    assert problem.endswith("characters; there is room for 600.")
    assert problems_with_update({**values, "text": text[:600]}, YEAR.first_day, TODAY) == []
