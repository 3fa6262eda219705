"""No box for a long text is shut at a length: a browser cuts what is pasted there, and nobody is told."""

import re
from pathlib import Path

from django import forms
from django.conf import settings
from django.urls import get_resolver

from lipportal.shared.fields import field_errors
from reporting.forms import LONGEST_NOTE, NoteForm

HOUSES = ("accounts", "actionplans", "councils", "lipportal", "reporting", "strategies")


def all_forms(kind=forms.BaseForm):
    for each in kind.__subclasses__():
        if each.__module__.split(".")[0] in HOUSES:
            yield each
        yield from all_forms(each)


def test_no_textarea_of_any_form_carries_a_maxlength():
    assert get_resolver().url_patterns  # the views, and with them every form, are there
    drawn = {
        f"{form.__name__}.{name}": field.widget.render(name, "", attrs={"id": name})
        for form in all_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.Textarea)
    }

    assert len(drawn) > 10
    assert [name for name, html in drawn.items() if "maxlength" in html] == []


def test_no_textarea_of_a_template_carries_a_maxlength():
    pages = Path(settings.BASE_DIR, "templates").rglob("*.html")

    assert [page.name for page in pages if re.search(r"<textarea[^>]*maxlength", page.read_text())] == []


def test_a_text_too_long_is_refused_with_its_count_and_stays_in_its_box():
    text = "x" * (LONGEST_NOTE + 1)
    form = NoteForm({"severity": "question", "section": "1", "line": "", "text": text, "language": "en"})

    assert not form.is_valid()
    page = form["text"].as_widget()
    assert text in page
    assert field_errors(form["text"]) == ("“Note” has 4,001 characters; there is room for 4,000.",)
