"""Errors name their field, whichever of Django's own sentences stood there before."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from lipportal.shared.documents.excel import Column, read_sheet, write_sheet
from lipportal.shared.fields import field_errors


def errors(field, value):
    return field_errors(type("OneField", (forms.Form,), {"it": field})({"it": value})["it"])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.IntegerField(label="People", min_value=0), "-1", "“People” must be 0 or more."),
        (forms.IntegerField(label="People", max_value=20000), "20001", "“People” must be 20,000 or less."),
        (forms.IntegerField(label="People"), "many", "“People” must be a whole number, such as 12."),
        (forms.DecimalField(label="Hours"), "many", "“Hours” must be a number, such as 12 or 12.5."),
        (forms.FloatField(label="Hours"), "many", "“Hours” must be a number, such as 12 or 12.5."),
        (forms.DecimalField(label="Hours", max_digits=5), "123456", "“Hours” can have 5 digits in all."),
        (
            forms.DecimalField(label="Hours", max_digits=5, decimal_places=2),
            "12345",
            "“Hours” can have 3 digits before the decimal point.",
        ),
        (
            forms.DecimalField(label="Hours", max_digits=5, decimal_places=1),
            "1.25",
            "“Hours” can have 1 digit after the decimal point.",
        ),
        (forms.DateField(label="On"), "tomorrow", "“On” must be a day as year-month-day, such as 2026-05-12."),
        (forms.DateTimeField(label="At"), "now", "“At” must be a day and a time, such as 2026-05-12 14:30."),
        (forms.TimeField(label="At"), "noon", "“At” must be a time, such as 14:30."),
        (forms.CharField(label="Name"), "a\x00b", "“Name” holds a character that cannot be kept. Type it anew."),
    ],
)
def test_a_stock_sentence_gives_way_to_one_that_names_the_field(field, value, said):
    assert errors(field, value) == (said,)


def test_a_sentence_of_the_forms_own_stays():
    on = forms.DateField(label="On", error_messages={"invalid": "Choose the day of the meeting."})

    assert errors(on, "tomorrow") == ("Choose the day of the meeting.",)


def test_an_error_without_figures_stays_as_it_is():
    def refuse(_value):
        raise ValidationError("Too few.", code="min_value")

    assert errors(forms.IntegerField(label="People", validators=[refuse]), "1") == ("Too few.",)


def test_text_with_a_null_character_is_refused_whatever_the_field():
    note = forms.CharField(label="Note", validators=[ProhibitNullCharactersValidator()])

    assert set(errors(note, "a\x00b")) == {"“Note” holds a character that cannot be kept. Type it anew."}


def test_a_sheet_says_of_an_empty_cell_what_a_page_would():
    class Row(forms.Form):
        name = forms.CharField(label="Name")
        hours = forms.IntegerField(label="Hours", min_value=0)

    columns = [Column("name", "Name"), Column("hours", "Hours", "whole")]
    workbook = write_sheet("People", columns, [{"name": "", "hours": -1}])

    problems = read_sheet(workbook, columns, Row).rows[0].problems

    assert [str(problem).partition(": ")[2] for problem in problems] == [
        "“Name” needs an answer",
        "“Hours” must be 0 or more.",
    ]
