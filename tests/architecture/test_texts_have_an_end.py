"""No form takes a text without an end: what one person sends must not fill everybody's page."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import get_resolver

from councils.forms.meetings import MeetingForm
from lipportal.shared.record_form import RecordForm
from tests.factories.councils import PartnershipFactory

OURS = ("lipportal", "councils", "strategies", "actionplans", "reporting")
# Read row by row from a sheet whose cells have an end of their own; shown, never sent.
ELSEWHERE = {"councils.documents.people_read.PersonRowForm", "lipportal.shared.samples.SampleForm"}


def every_form(above=forms.BaseForm):
    for each in above.__subclasses__():
        yield each
        yield from every_form(each)


def is_limited(field):
    return field.max_length is not None or any(isinstance(each, MaxLengthValidator) for each in field.validators)


def test_every_text_of_every_form_has_a_longest():
    assert get_resolver().reverse_dict  # every form is loaded with the addresses
    ours = {form for form in every_form() if form.__module__.split(".")[0] in OURS}
    endless = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in ours
        if not issubclass(form, RecordForm) and f"{form.__module__}.{form.__name__}" not in ELSEWHERE
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField) and not is_limited(field)
    ]

    assert len(ours) > 40
    assert sorted(endless) == []


def test_a_record_form_limits_the_texts_whose_column_does_not():
    form = MeetingForm({"starts_at_0": "2027-01-01", "summary": "x" * 20_001}, partnership=PartnershipFactory.build())

    assert form.errors.as_data()["summary"][0].code == "max_length"
