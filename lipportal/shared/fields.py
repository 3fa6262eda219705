"""What a form field needs to be drawn: its label, hint, errors and control, named for screen readers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lipportal.shared.formats import number_text
from lipportal.shared.icons import icon_svg

# Free text may be written in any language, so its direction follows its first letter.
_FREE_TEXT = (forms.Textarea,)
MOST_TAPS_IN_A_ROW = 4
_DASHES = BLANK_CHOICE_DASH[0][1]
_PLAIN_TEXT_TYPES = frozenset({"text", "search"})


@dataclass(frozen=True)
class Choice:
    """One radio button or tick box: its control, its word and the small line under it."""

    control: SafeString
    label: str
    hint: str
    kind: str


@dataclass(frozen=True)
class ChoiceGroup:
    """Choices that stand under one heading; most fields have a single group without one."""

    heading: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class FieldParts:
    """Everything field.html shows of one bound field."""

    field: BoundField
    kind: str  # control, choices, taps, tick, hidden, together
    control: SafeString
    groups: tuple[ChoiceGroup, ...]
    errors: tuple[str, ...]
    hint: SafeString
    is_optional: bool
    words: int | None
    words_typed: int
    described_by: str

    @property
    def hint_id(self) -> str:
        """Where the hint stands, as Django names it."""
        return f"{self.field.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        """Where the error stands, as Django names it."""
        return f"{self.field.auto_id}_error"

    @property
    def count_id(self) -> str:
        """Where the count of words stands."""
        return f"{self.field.auto_id}_count"


@dataclass(frozen=True)
class FieldError:
    """One line of the error summary and the control it leads to."""

    text: str
    target: str


def field_parts(field: BoundField) -> FieldParts:
    """The parts of a bound field, ready to be laid out."""
    kind = _kind(field)
    attrs = _control_attrs(field, kind)
    words = field.field.widget.attrs.get("data-words")
    return FieldParts(
        field=field,
        kind=kind,
        control=SafeString("") if kind in {"choices", "taps"} else _control(field, attrs),
        groups=_groups(field) if kind in {"choices", "taps"} else (),
        errors=field_errors(field),
        hint=conditional_escape(field.help_text),
        is_optional=not (field.field.required or field.field.disabled or kind == "hidden"),
        words=int(words) if words else None,
        words_typed=len(str(field.value() or "").split()) if words else 0,
        described_by=str(attrs.get("aria-describedby", "")),
    )


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "taps" if "data-taps" in widget.attrs else "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return "together" if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget) else "control"


def _control_attrs(field: BoundField, kind: str) -> dict[str, Any]:
    widget = field.field.widget
    attrs: dict[str, Any] = {}
    described = [field.aria_describedby or str(widget.attrs.get("aria-describedby", ""))]
    if widget.attrs.get("data-words"):
        described.append(f"{field.auto_id}_count")
    if any(described):
        attrs["aria-describedby"] = " ".join(part for part in described if part)
    if kind in {"control", "together"}:
        attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()
    if kind == "together":
        attrs["aria-label"] = str(field.label)
    is_plain = getattr(widget, "input_type", "") in _PLAIN_TEXT_TYPES
    if "dir" not in widget.attrs and kind == "control" and (isinstance(widget, _FREE_TEXT) or is_plain):
        attrs["dir"] = "auto"
    if getattr(widget, "input_type", "") in {"email", "url", "tel"} and "dir" not in widget.attrs:
        attrs["dir"] = "ltr"
    return attrs


def _control(field: BoundField, attrs: dict[str, Any]) -> SafeString:
    # Django keeps a description set on the widget, so ours goes through the widget for one drawing.
    _say_what_a_dash_means(field.field)
    return field.as_widget(attrs=attrs)


def _say_what_a_dash_means(field: forms.Field) -> None:
    """Words in place of the row of dashes that Django puts first in a list."""
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == _DASHES:
        field.empty_label = _first_choice(field)
    elif isinstance(field, forms.ChoiceField):
        choices: list[Any] = list(cast("Iterable[Any]", field.choices))
        if choices[:1] == [("", _DASHES)]:
            field.choices = [("", _first_choice(field)), *choices[1:]]


def _first_choice(field: forms.Field) -> str:
    return _("Choose one") if field.required else pgettext("choice", "None")


def _groups(field: BoundField) -> tuple[ChoiceGroup, ...]:
    hints = getattr(field.field, "choice_hints", {})
    groups: dict[str, list[Choice]] = {}
    headings = _headings(field)
    for index, option in enumerate(field.subwidgets):
        value = str(option.data["value"])
        option.data["attrs"].pop("data-taps", None)
        choice = Choice(
            control=option.tag(),
            label=str(option.choice_label),
            hint=str(hints.get(value, "")),
            kind=getattr(field.field, "choice_kinds", {}).get(value, ""),
        )
        groups.setdefault(headings[index] if index < len(headings) else "", []).append(choice)
    return tuple(ChoiceGroup(heading, tuple(choices)) for heading, choices in groups.items())


def _headings(field: BoundField) -> list[str]:
    """The group heading of each choice in turn; empty for a choice in no group."""
    headings: list[str] = []
    for value, label in getattr(field.field, "choices", ()):
        if isinstance(label, list | tuple):
            headings.extend(str(value) for _choice in label)
        else:
            headings.append("")
    return headings


def first_control_id(field: BoundField) -> str:
    """The id a link in the error summary leads to: the field, or the first of its choices."""
    if field.use_fieldset and field.subwidgets:
        first = field.subwidgets[0].data.get("attrs", {}).get("id")
        if first and first != field.auto_id:
            return str(first)
    return str(field.id_for_label or field.auto_id)


def form_problems(form: forms.BaseForm) -> list[FieldError]:
    """Every error of a form in the order of its fields; those of the whole form come first."""
    problems = [FieldError(str(error), "") for error in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else first_control_id(field)
        problems.extend(FieldError(error, target) for error in field_errors(field))
    return problems


def field_errors(field: BoundField) -> tuple[str, ...]:
    """The errors of a field, in the same words wherever they show; one that names nothing gets the field's name."""
    if not field.errors:
        return ()
    nameless = str(forms.Field.default_error_messages["required"])
    named = _("“%(label)s” needs an answer") % {"label": field.label}
    errors = field.errors.as_data() if isinstance(field.errors, ErrorList) else field.errors
    return tuple(named if said == nameless else said for said in (_said(field, error) for error in errors))


def _said(field: BoundField, error: Any) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    params = error.params or {}
    words = _about_size(error.code, params) or _about_kind(field, error)
    if not words:
        return str(next(iter(error)))
    told = {"label": field.label, "count": _figure(params.get("show_value"))}
    return words % {**told, "most": _figure(params.get("limit_value", params.get("max")))}


def _figure(value: Any) -> str:
    return number_text(value) if isinstance(value, int | float | Decimal) else str(value)


def _about_size(code: str | None, params: Mapping[str, Any]) -> str:
    """What is said of text too long and of a number too small, large or fine; blank for anything else."""
    if "limit_value" in params:
        return {
            "max_length": _("“%(label)s” has %(count)s characters; there is room for %(most)s."),
            "min_value": _("“%(label)s” must be %(most)s or more."),
            "max_value": _("“%(label)s” must be %(most)s or less."),
        }.get(code or "", "")
    if code == "max_digits":
        return ngettext(
            "“%(label)s” can have %(most)s digit in all.", "“%(label)s” can have %(most)s digits in all.", params["max"]
        )
    if code == "max_whole_digits":
        return ngettext(
            "“%(label)s” can have %(most)s digit before the decimal point.",
            "“%(label)s” can have %(most)s digits before the decimal point.",
            params["max"],
        )
    if code == "max_decimal_places":
        return ngettext(
            "“%(label)s” can have %(most)s digit after the decimal point.",
            "“%(label)s” can have %(most)s digits after the decimal point.",
            params["max"],
        )
    return ""


def _about_kind(field: BoundField, error: ValidationError) -> str:
    """What is said in place of Django's own words for no number, no day or no text; blank where a form has its own."""
    if error.code == "null_characters_not_allowed":
        return _("“%(label)s” holds a character that cannot be kept. Type it anew.")
    if error.code != "invalid":
        return ""
    for kind, words in (
        (forms.DecimalField, _("“%(label)s” must be a number, such as 12 or 12.5.")),
        (forms.FloatField, _("“%(label)s” must be a number, such as 12 or 12.5.")),
        (forms.IntegerField, _("“%(label)s” must be a whole number, such as 12.")),
        (forms.DateTimeField, _("“%(label)s” must be a day and a time, such as 2026-05-12 14:30.")),
        (forms.DateField, _("“%(label)s” must be a day as year-month-day, such as 2026-05-12.")),
        (forms.TimeField, _("“%(label)s” must be a time, such as 14:30.")),
    ):
        if isinstance(field.field, kind):
            return words if str(error.message) == str(kind.default_error_messages["invalid"]) else ""
    return ""


def problems_heading(count: int) -> str:
    """What stands over the error summary."""
    return ngettext("One thing needs correcting", "%(count)s things need correcting", count) % {"count": count}


def has_problems(form: object) -> bool:
    """Whether a form or formset was sent and could not be accepted."""
    return bool(getattr(form, "is_bound", False) and getattr(form, "errors", None) and any_error(form))


def any_error(form: object) -> bool:
    """Whether any field, any row or the whole says what is wrong."""
    errors = getattr(form, "errors", None) or ()
    if isinstance(errors, list):
        return any(errors) or bool(getattr(form, "non_form_errors", list)())
    return bool(errors)


# --- a field on the page -----------------------------------------------------------------------------------------
def drawn_field(field: BoundField, overrides: Mapping[str, Any]) -> SafeString:
    """Label, hint, errors and control as HTML. `overrides` may hold legend, css, and optional=False."""
    part = field_parts(field)
    if part.kind == "hidden":
        return part.control
    css = " ".join(filter(None, ["field", "bad" if part.errors else "", str(overrides.get("css") or "")]))
    draw = {"tick": _drawn_tick, "control": _drawn_control}.get(part.kind, _drawn_group)
    return draw(part, css, overrides)


def _drawn_control(part: FieldParts, css: str, overrides: Mapping[str, Any]) -> SafeString:
    count = ""
    if part.words:
        words = _("%(count)s of %(limit)s words") % {"count": part.words_typed, "limit": part.words}
        count = format_html('<p class="count" id="{}" data-count>{}</p>', part.count_id, words)
    return format_html(
        '<div class="{}"><label for="{}">{}{}</label>{}{}{}{}</div>',
        css,
        part.field.id_for_label,
        part.field.label,
        _optional(part, overrides),
        _drawn_hint(part),
        _drawn_errors(part),
        part.control,
        count,
    )


def _drawn_tick(part: FieldParts, css: str, _overrides: Mapping[str, Any]) -> SafeString:
    label = format_html(
        '<label class="choice" for="{}">{}<span>{}</span></label>',
        part.field.id_for_label,
        part.control,
        part.field.label,
    )
    return format_html('<div class="{}">{}{}{}</div>', css, _drawn_errors(part), label, _drawn_hint(part))


def _drawn_group(part: FieldParts, css: str, overrides: Mapping[str, Any]) -> SafeString:
    described = format_html(' aria-describedby="{}"', part.described_by) if part.described_by else ""
    return format_html(
        '<fieldset class="{}" id="{}"{}><legend>{}{}</legend>{}{}{}</fieldset>',
        css,
        part.field.auto_id,
        described,
        overrides.get("legend") or part.field.label,
        _optional(part, overrides),
        _drawn_hint(part),
        _drawn_errors(part),
        _drawn_inside(part),
    )


def _drawn_inside(part: FieldParts) -> SafeString:
    if part.kind == "together":
        return format_html('<div class="together">{}</div>', part.control)
    if part.kind == "taps":
        choices = part.groups[0].choices if part.groups else ()
        wrap = " wrap" if len(choices) > MOST_TAPS_IN_A_ROW else ""
        return format_html('<div class="taps{}">{}</div>', wrap, format_html_join("", "{}", map(_drawn_tap, choices)))
    inside = [
        (format_html('<p class="or">{}</p>', group.heading) if group.heading else "", _drawn_choices(group))
        for group in part.groups
    ]
    return format_html('<div class="choices">{}</div>', format_html_join("", "{}{}", inside))


def _drawn_tap(choice: Choice) -> tuple[SafeString]:
    kind = format_html(' class="s-{}"', choice.kind) if choice.kind else ""
    shape = icon_svg(choice.kind) if choice.kind else ""
    return (format_html("<label>{}<span{}>{}{}</span></label>", choice.control, kind, shape, choice.label),)


def _drawn_choices(group: ChoiceGroup) -> SafeString:
    rows = [
        (choice.control, choice.label, format_html("<small>{}</small>", choice.hint) if choice.hint else "")
        for choice in group.choices
    ]
    return format_html_join("", '<label class="choice">{}<span>{}{}</span></label>', rows)


def _optional(part: FieldParts, overrides: Mapping[str, Any]) -> SafeString | str:
    if not part.is_optional or overrides.get("optional") is False:
        return ""
    return format_html(' <span class="opt">{}</span>', _("(optional)"))


def _drawn_hint(part: FieldParts) -> SafeString | str:
    return format_html('<div class="hint" id="{}">{}</div>', part.hint_id, part.hint) if part.hint else ""


def _drawn_errors(part: FieldParts) -> SafeString | str:
    if not part.errors:
        return ""
    line = '<p class="error">{}<span><span class="vh">{}</span>{}</span></p>'
    rows = [(icon_svg("late"), _("Error: "), error) for error in part.errors]
    return format_html('<div id="{}">{}</div>', part.error_id, format_html_join("", line, rows))


# --- plain controls, drawn without templates -------------------------------------------------------------------------
class ControlRenderer(TemplatesSetting):
    """Draws inputs, selects and text areas itself, exactly as Django's templates do; anything else by template.

    Django renders one template for every attribute list and every option: on a page of forms, most of its time.
    """

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """One widget as HTML."""
        name = template_name.removeprefix(_WIDGETS).removesuffix(".html")
        if name in _INPUTS or (name in _OPTIONS and not context["widget"].get("wrap_label")):
            return _input(context["widget"])
        if name == "textarea":
            return _textarea(context["widget"])
        if name == "select":
            return _select(context["widget"])
        return super().render(template_name, context, request=request)


_WIDGETS = "django/forms/widgets/"
_TEXT_INPUTS = {"input", "text", "number", "email", "url", "tel", "search", "password", "hidden"}
_INPUTS = frozenset({*_TEXT_INPUTS, "color", "date", "time", "datetime", "checkbox"})

_OPTIONS = frozenset({"radio_option", "checkbox_option", "input_option"})


def _escaped(value: Any) -> str:
    """As Django escapes it, without asking whether it is lazy: a control has dozens of these."""
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))


def _attributes(attrs: Mapping[str, Any]) -> str:
    parts = [
        f" {_escaped(name)}" if value is True else f' {_escaped(name)}="{_escaped(value)}"'
        for name, value in attrs.items()
        if value is not False
    ]
    return "".join(parts)


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{_escaped(widget["value"])}"'
    kind, name = _escaped(widget["type"]), _escaped(widget["name"])
    return mark_safe(f'<input type="{kind}" name="{name}"{value}{_attributes(widget["attrs"])}>')


def _textarea(widget: Mapping[str, Any]) -> SafeString:
    """Without `maxlength`: a browser cuts a pasted text there and says nothing; the server refuses it and counts."""
    attrs = {name: value for name, value in widget["attrs"].items() if name != "maxlength"}
    name, text = _escaped(widget["name"]), _escaped(widget["value"] or "")
    return mark_safe(f'<textarea name="{name}"{_attributes(attrs)}>\n{text}</textarea>')


def _select(widget: Mapping[str, Any]) -> SafeString:
    lines = []
    for heading, options, _index in widget["optgroups"]:
        drawn = [_option(option) for option in options]
        lines += [f'<optgroup label="{_escaped(heading)}">', *drawn, "</optgroup>"] if heading else drawn
    name = _escaped(widget["name"])
    return mark_safe(f'<select name="{name}"{_attributes(widget["attrs"])}>{"".join(lines)}</select>')


def _option(option: Mapping[str, Any]) -> str:
    value, label = _escaped(option["value"]), _escaped(option["label"])
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'
