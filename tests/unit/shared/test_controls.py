"""Controls drawn without templates look exactly like Django's own."""

import re
from datetime import date

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from lipportal.shared.fields import ControlRenderer

TYPED = {
    "name": "<\"'&",
    "amount": "4",
    "on": "x",
    "place": "2",
    "text": "<b>\n y",
    "sure": "on",
    "one": "1",
    "some": ["2"],
}
LISTED = [("", "-"), ("a", "<A&>"), ("Group", [("1", "x"), ("2", "y")])]


class Sample(forms.Form):
    """One field for each control the portal uses."""

    name = forms.CharField(max_length=5, help_text="Short")
    amount = forms.IntegerField(min_value=1)
    on = forms.DateField(initial=date(2026, 5, 1))
    at = forms.DateTimeField()
    place = forms.ChoiceField(choices=LISTED)
    text = forms.CharField(widget=forms.Textarea(attrs={"data-words": True, "hidden": False}))
    sure = forms.BooleanField()
    one = forms.ChoiceField(choices=[(1, "x"), (2, "y")], widget=forms.RadioSelect)
    some = forms.MultipleChoiceField(choices=[(1, "x"), (2, "<y>")], widget=forms.CheckboxSelectMultiple)
    file = forms.FileField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)
    email = forms.EmailField()
    parts = forms.SplitDateTimeField()


def without_gaps(html) -> str:
    return re.sub(r">\s+<", "><", str(html))


@pytest.mark.parametrize("typed", [None, TYPED])
@pytest.mark.parametrize("name", list(Sample.base_fields))
def test_a_control_is_drawn_as_django_draws_it(name, typed):
    ours, theirs = Sample(typed, renderer=ControlRenderer())[name], Sample(typed, renderer=TemplatesSetting())[name]

    assert without_gaps(ours) == without_gaps(theirs)
    assert [without_gaps(each.tag()) for each in ours.subwidgets] == [
        without_gaps(each.tag()) for each in theirs.subwidgets
    ]
