"""Every day and moment a form asks for is one a partnership could mean; no address can ask for another."""

import re
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from lipportal.shared.days import FIRST_DAY, LAST_DAY, DayField, MomentField, asked_day, is_kept

OURS = ("lipportal", "councils", "strategies", "actionplans", "reporting")
ROOT = Path(__file__).parents[2]
SPELLED = re.compile(r"forms\.(Split)?Date(Time)?Field\(|(?<![\w.])Date(Time)?Field\(")
HOME = ROOT / "lipportal" / "shared" / "days.py"


def form_classes():
    for name in OURS:
        package = import_module(name)
        for found in walk_packages(package.__path__, f"{name}."):
            if re.search(r"\.(forms|samples|views)\b", found.name):
                import_module(found.name)
    return sorted({each for each in descendants(forms.BaseForm) if each.__module__.split(".")[0] in OURS}, key=str)


def descendants(cls):
    for each in cls.__subclasses__():
        yield each
        yield from descendants(each)


DATED = [
    pytest.param(field, id=f"{form.__module__}.{form.__name__}.{name}")
    for form in form_classes()
    for name, field in getattr(form, "base_fields", {}).items()
    if isinstance(field, forms.DateField | forms.DateTimeField | forms.SplitDateTimeField)
]


@pytest.mark.parametrize("field", DATED)
@pytest.mark.parametrize("year", ["0001", "0206", "1866", "2101", "9999"])
def test_a_day_nobody_could_mean_is_refused_by_name(field, year):
    typed = f"{year}-12-31T23:59" if isinstance(field, forms.DateTimeField) else f"{year}-12-31"

    with translation.override("en"), pytest.raises(ValidationError) as refused:
        field.clean(typed)

    assert refused.value.messages == [f"“{field.label}”: give a day between 1\xa0July 1867 and 31\xa0December 2100."]


@pytest.mark.parametrize("field", [DayField(label="Day"), MomentField(label="Begins")])
def test_the_first_and_the_last_day_are_taken(field):
    hour = "T12:00" if isinstance(field, MomentField) else ""

    taken = [field.clean(f"{day}{hour}") for day in (FIRST_DAY, LAST_DAY)]

    assert [each.date() if isinstance(each, datetime) else each for each in taken] == [FIRST_DAY, LAST_DAY]


def test_a_moment_is_judged_by_its_own_clock():
    field = MomentField(label="Begins", zone="Pacific/Auckland")

    assert field.clean("2100-12-31T23:59") == datetime(2100, 12, 31, 23, 59, tzinfo=ZoneInfo("Pacific/Auckland"))


def test_forms_have_days_to_judge():
    assert len(DATED) >= 30


def test_fields_made_while_a_form_is_built_are_bounded_too():
    """Those are in no class; nobody spells Django's own field outside the one place that bounds it."""
    sources = [path for name in OURS for path in (ROOT / name).rglob("*.py")]
    spelled = [
        path.relative_to(ROOT).as_posix()
        for path in sources
        if path != HOME and path.parent.name != "migrations" and re.search(r"\bforms\b", path.as_posix())
        if SPELLED.search(path.read_text(encoding="utf-8"))
    ]

    assert spelled == []


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "-1", "1e9", "\0", "٢٠٢٦-٠٥-٠١", "", "2026-13-01"])
def test_an_address_that_asks_for_no_such_day_asks_for_nothing(text):
    assert asked_day(text) is None


def test_an_address_asks_for_a_day():
    assert asked_day("2026-05-01") == date(2026, 5, 1)
    assert is_kept(date(2026, 5, 1))
