"""Forms as a browser reads them from a page, and filled in as a person would."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from django import forms as django_forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import Resolver404, resolve
from django.utils import translation
from lxml import html

from lipportal.shared import clock
from tests.unit.files.vectors import pdf, workbook

HIDDEN = ("_form", "_record", "_base", "_key", "_writer", "_go", "csrfmiddlewaretoken")
SECRET = re.compile(r'name="(csrfmiddlewaretoken|_key|_writer)" value="[^"]*"')


@dataclass
class PageForm:
    """One form of a page: where it posts, what it holds, and Django's own form behind it when there is one."""

    page: str
    action: str
    values: dict[str, list[str]]
    texts: list[str]
    django_form: Any = None
    element: Any = field(default=None, repr=False)

    @property
    def route(self) -> str:
        """The name of the address it posts to."""
        return route_name(self.action)

    @property
    def is_guarded(self) -> bool:
        """Whether it carries the version it was read from and the key of its intention."""
        return "_base" in self.values and "_key" in self.values

    @property
    def is_edit(self) -> bool:
        """Whether it writes over a record that is there."""
        return self.values.get("_base", ["0"])[0] not in ("0", "")


def route_name(address: str) -> str:
    """The name of the route behind an address; blank when there is none."""
    path = urlsplit(address).path
    language = path.split("/")[1] if path.split("/")[1] in dict(settings.LANGUAGES) else "en"
    try:
        with translation.override(language):
            return resolve(path).view_name
    except Resolver404:
        return ""


def tree_of(response: Any) -> Any:
    """The page as a tree."""
    return html.fromstring(response.content, parser=html.HTMLParser(encoding="utf-8"))


def forms_in(response: Any, page: str) -> list[PageForm]:
    """The forms of a page that change something."""
    if not response.get("Content-Type", "").startswith("text/html") or not response.content:
        return []
    found = []
    for element in tree_of(response).xpath("//form[translate(@method,'POST','post')='post']"):
        action = urljoin(page, element.get("action") or page)
        values: dict[str, list[str]] = {}
        areas = {area.get("name") for area in element.xpath(".//textarea")}
        for name, value in element.form_values():
            # A browser leaves out the line break a text area begins with.
            values.setdefault(name, []).append(value.removeprefix("\n") if name in areas else value)
        # Sent with the return key, a form goes with its first button.
        for button in element.xpath(".//button[not(@formaction)]")[:1]:
            if button.get("name"):
                values.setdefault(button.get("name"), []).append(button.get("value") or "")
        # Long texts first: a short one may be a number or a code that has to exist.
        written = [*element.xpath(".//textarea"), *element.xpath(".//input[@type='text']")]
        texts = [text.get("name") for text in written if text.get("name")]
        found.append(PageForm(page, action, values, texts, element=element))
    mine = [one for one in found if urlsplit(one.action).path == urlsplit(page).path]
    if mine and response.context is not None and isinstance(response.context.get("form"), django_forms.BaseForm):
        mine[-1].django_form = response.context["form"]
    return found


def _a_file(name: str, form_field: Any) -> SimpleUploadedFile:
    if "xlsx" in str(form_field.widget.attrs.get("accept", "")):
        return SimpleUploadedFile("people.xlsx", workbook(), "application/octet-stream")
    return SimpleUploadedFile("minutes.pdf", pdf(), "application/pdf")


def _a_day(name: str, form_field: Any) -> str:
    later = any(word in name for word in ("end", "until", "due", "to_", "expires"))
    return f"{clock.today('America/Toronto') + timedelta(days=400 if later else 0):%Y-%m-%d}"


def _a_day_after(first: list[str] | None) -> str:
    """A last day that follows the first day the page itself proposes, if it does."""
    return f"{date.fromisoformat(first[0]) + timedelta(days=400):%Y-%m-%d}" if first and first[0] else ""


def _a_number(name: str, form_field: Any) -> str:
    return str(form_field.min_value if form_field.min_value is not None else 1)


# The first kind that fits wins.
ANSWERS: tuple[tuple[Any, Any], ...] = (
    (django_forms.FileField, _a_file),
    (django_forms.BooleanField, lambda name, form_field: "on"),
    ((django_forms.DateField, django_forms.DateTimeField), _a_day),
    (django_forms.TimeField, lambda name, form_field: "10:00"),
    (django_forms.EmailField, lambda name, form_field: "somebody@example.org"),
    (django_forms.URLField, lambda name, form_field: "https://example.org/"),
    ((django_forms.IntegerField, django_forms.DecimalField), _a_number),
    (django_forms.SlugField, lambda name, form_field: "some-words"),
)


def a_value(name: str, form_field: Any, *, other: bool = False) -> Any:
    """Something a person might answer; with `other`, the last of the choices instead of the first."""
    if hasattr(form_field, "queryset"):
        # Nobody seconds their own motion.
        first = form_field.queryset.last() if name == "seconder" else form_field.queryset.first()
        return str(getattr(first, getattr(form_field, "to_field_name", None) or "pk")) if first else ""
    choices = [str(key) for key, __ in _flat(getattr(form_field, "choices", None) or []) if key not in ("", None)]
    if choices:
        return choices[-1 if other else 0]
    for kind, answer in ANSWERS:
        if isinstance(form_field, kind):
            return answer(name, form_field)
    return "Some words"[: getattr(form_field, "max_length", None) or 200]


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    flat: list[tuple[Any, Any]] = []
    for key, label in choices:
        flat += list(label) if isinstance(label, list | tuple) else [(key, label)]
    return flat


def filled(form: PageForm, *, names: set[str] | None = None, other: bool = False) -> dict[str, Any]:
    """The form's values with its empty required fields answered, and those in `names` too.

    With `other`, every choice among fixed ones is made differently.
    """
    body: dict[str, Any] = {name: list(values) for name, values in form.values.items()}
    if form.django_form is None:
        return body
    for name, form_field in form.django_form.fields.items():
        known = form.django_form.add_prefix(name)
        present = [value for value in body.get(known, []) if value]
        is_choice = type(form_field) in (django_forms.ChoiceField, django_forms.TypedChoiceField)
        if (present and not (other and is_choice)) or isinstance(form_field.widget, django_forms.HiddenInput):
            continue
        if form_field.required or present or (names is not None and (name in names or "*" in names)):
            value = _a_day_after(body.get("starts_on")) if name == "ends_on" else ""
            value = value or a_value(name, form_field, other=other)
            if value != "":
                body[known] = value if isinstance(value, SimpleUploadedFile) else [value]
    return body


def with_a_change(form: PageForm, body: dict[str, Any], words: str = "Other words.") -> dict[str, Any]:
    """The same with one text written anew, or without one, something else chosen: so that saving changes something."""
    # The reason for a change is none by itself.
    for name in sorted(form.texts, key=lambda name: name == "because"):
        form_field = form.django_form.fields.get(name) if form.django_form is not None else None
        if form_field is not None and type(form_field) is django_forms.CharField:
            limit = form_field.max_length or 10_000
            return {**body, name: [f"{' '.join(body.get(name, []))} {words}".strip()[-limit:]]}
    return {**body, **_chosen_differently(form)}


def _chosen_differently(form: PageForm) -> dict[str, list[str]]:
    """One select, day, number or tick of the page set to something else."""
    for select in form.element.xpath(".//select[not(@multiple)]"):
        others = [value for value in select.value_options if value and value != select.value]
        if others:
            return {select.get("name"): [others[-1]]}
    for control in form.element.xpath(".//input[@type='radio' or @type='checkbox']"):
        if not control.checked and control.get("value") and not control.get("disabled"):
            return {control.get("name"): [control.get("value")]}
    for number in form.element.xpath(".//input[@type='number' or @inputmode='numeric']"):
        return {number.get("name"): [str(int(number.value or 0) + 1)]} if (number.value or "0").isdigit() else {}
    for day in form.element.xpath(".//input[@type='date']"):
        on = date.fromisoformat(day.value) if day.value else clock.today("America/Toronto")
        return {day.get("name"): [f"{on + timedelta(days=1):%Y-%m-%d}"]}
    return {}
