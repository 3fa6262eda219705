"""Template tags for the component library: one tag, one part of the page, its words and roles always right."""

# ruff: noqa: FBT001, FBT002, PLR0917 - templates name these arguments

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.template import Context
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lipportal.shared import drawings, fields, formats, icons
from lipportal.shared.codes import new_code

register = template.Library()

_REGIONS = {"en": "en-CA", "fr": "fr-CA"}
_NOTE_HEADING_LEVELS = frozenset({2, 3, 4})


# --- shapes and states -------------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A shape. Always put a word beside it."""
    return icons.icon_svg(name, css)


@register.simple_tag
def icon_shape(name: str) -> SafeString:
    """The inside of a shape, for a drawing that already stands in an SVG."""
    return mark_safe(icons.SHAPES[name])


@register.simple_tag
def state(kind: str, label: str, tag: bool = False) -> SafeString:
    """A state: a shape and a word; with `tag=True` a wash, for what must be found across a long page."""
    wash = " tag" if tag else ""
    return format_html('<span class="st{} s-{}">{}{}</span>', wash, icons.family(kind), icons.icon_svg(kind), label)


@register.simple_tag
def knot(kind: str) -> SafeString:
    """The knot of a thread: history, day, chain."""
    return icons.icon_svg(kind, f"knot s-{icons.family(kind)}")


# --- notes -------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/saved.html")
def saved(text: str = "", kind: str = "done", live: bool = False) -> dict[str, Any]:
    """The saved note. With `live=True` it is where autosave speaks, so it knows all its words."""
    return {"text": text, "kind": kind, "live": live}


@register.simple_block_tag
def note(content: str, kind: str = "", heading: str = "", level: int = 0) -> SafeString:
    """A notice that stays until it is no longer true: plain, good, warn or stop."""
    css = f"note {kind}".strip()
    if not heading:
        head = SafeString("")
    elif level in _NOTE_HEADING_LEVELS:
        head = format_html("<h{0}>{1}</h{0}>", level, heading)
    else:
        head = format_html('<p class="lead-in">{}</p>', heading)
    return format_html('<div class="{}">{}{}</div>', css, head, _flow(content))


def _trimmed(content: str) -> SafeString:
    """The inside of a block without the spaces around it; what the template wrote as markup stays markup."""
    return mark_safe(conditional_escape(content).strip())


def _flow(content: str) -> SafeString:
    """The inside of a block; words without markup become a paragraph."""
    text = _trimmed(content)
    if not text or (text.startswith("<") and not text.startswith(("<a ", "<b>", "<bdi", "<strong", "<span", "<time"))):
        return text
    return format_html("<p>{}</p>", text)


def _nothing(content: str, heading: str = "") -> SafeString:
    """An empty state: kind, and it says what comes next."""
    head = format_html("<b>{}</b>", heading) if heading else SafeString("")
    text = _trimmed(content)
    gap = mark_safe("<br>") if heading and text else SafeString("")
    return format_html('<div class="empty">{}<p>{}{}{}</p></div>', icons.icon_svg("mark"), head, gap, text)


# `{% empty %}` inside a `for` belongs to the `for`; there, write `{% nothing %}`.
register.simple_block_tag(_nothing, name="empty")
register.simple_block_tag(_nothing, name="nothing")


@register.simple_block_tag
def origin(content: str, summary: str, open: bool = False) -> SafeString:  # noqa: A002 - the word of the element
    """Where a figure comes from: opens to the rows behind it."""
    is_open = mark_safe(" open") if open else SafeString("")
    return format_html(
        '<details class="origin"{}><summary>{}</summary>{}</details>', is_open, summary, conditional_escape(content)
    )


# --- finding one's way -------------------------------------------------------------------------------------------
@register.inclusion_tag("components/crumbs.html")
def crumbs(*steps: Any) -> dict[str, Any]:
    """The way here: a list of (label, url), or label, url, label, url … ; the last needs no url."""
    if len(steps) == 1 and not isinstance(steps[0], str):
        pairs = [tuple(step) if not isinstance(step, str) else (step, "") for step in steps[0]]
    else:
        labels, urls = list(steps[0::2]), list(steps[1::2])
        pairs = list(zip(labels, urls + [""] * (len(labels) - len(urls)), strict=True))
    return {"steps": [{"label": pair[0], "url": pair[1] if len(pair) > 1 else ""} for pair in pairs]}


def _address(context: Context, **changes: str | None) -> str:
    """The present query with some names changed; None takes a name out."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Any, param: str = "page") -> dict[str, Any]:
    """The pages of a list, keeping the query: takes a page of Django's paginator."""
    paginator = page.paginator
    numbers = []
    for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        is_page = isinstance(number, int)
        url = _address(context, **{param: str(number)}) if is_page else ""
        numbers.append({"text": number, "url": url, "is_current": number == page.number, "is_gap": not is_page})
    return {
        "page": page,
        "numbers": numbers if paginator.num_pages > 1 else [],
        "back": _address(context, **{param: str(page.number - 1)}) if page.has_previous() else "",
        "onward": _address(context, **{param: str(page.number + 1)}) if page.has_next() else "",
        "first": page.start_index(),
        "last": page.end_index(),
        "total": paginator.count,
    }


@register.simple_tag(takes_context=True)
def sort_header(
    context: Context,
    label: str,
    key: str,
    default: str = "",
    numeric: bool = False,
    param: str = "sort",
) -> SafeString:
    """A column head that sorts: a link which keeps the query, and aria-sort where it is the one in force."""
    request = context.get("request")
    current = (request.GET.get(param) if request is not None else "") or default
    if current == key:
        aria, shape, to = "ascending", "sort-asc", f"-{key}"
    elif current == f"-{key}":
        aria, shape, to = "descending", "sort-desc", key
    else:
        aria, shape, to = "", "sort-none", key
    return format_html(
        '<th role="columnheader" scope="col"{}{}><a href="{}">{} {}</a></th>',
        mark_safe(' class="n"') if numeric else "",
        format_html(' aria-sort="{}"', aria) if aria else "",
        _address(context, **{param: to, "page": None}),
        label,
        icons.icon_svg(shape),
    )


@register.inclusion_tag("components/chosen.html")
def chosen(filters: Iterable[Any], text: str = "", clear_url: str = "") -> dict[str, Any]:
    """The filters in force, each a link that takes it away: items are (label, url)."""
    pairs = [(item.label, item.url) if hasattr(item, "label") else tuple(item) for item in filters or ()]
    return {"filters": pairs, "text": text, "clear_url": clear_url}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Views of one thing, as links: items are (label, url, is_current)."""
    rows = [tuple(item) if isinstance(item, Sequence) else (item.label, item.url, item.is_current) for item in items]
    return {"items": rows, "label": label or _("View")}


@register.inclusion_tag("components/langs.html", takes_context=True)
def langs(context: Context, others_only: bool = False) -> dict[str, Any]:
    """The same page in other languages; what is typed in the page's form goes along when `keep_form` names it."""
    frame = context.get("frame") or {}
    keep_url = frame.get("keep_url", "")
    return {
        "languages": [choice for choice in frame.get("languages", ()) if not (others_only and choice.is_current)],
        "keep_form": context.get("keep_form", "") if keep_url else "",
        "keep_url": keep_url,
    }


@register.simple_tag
def once_key() -> SafeString:
    """The key of one intention, for a form without words of its own: sent twice, it is done once."""
    return format_html('<input type="hidden" name="_key" value="{}">', new_code() + new_code())


@register.inclusion_tag("components/htmx.html")
def htmx() -> dict[str, Any]:
    """htmx, for the few pages that redraw a part; goes into the block `scripts`."""
    return {}


# --- figures and time ---------------------------------------------------------------------------------------------
@register.inclusion_tag("components/figures.html")
def figures(items: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """A row of large figures: items are (number, label) or (number, label, url)."""
    rows = [{"number": item[0], "label": item[1], "url": item[2] if len(item) > 2 else ""} for item in items]
    return {"items": rows}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """How far long work has come, in words and as a bar."""
    return {"done": done, "total": total, "label": label, "id": f"progress-{slugify(label)}"}


@register.simple_tag(name="day")
def day_tag(on: date | None, year: bool = False, long: bool = False, weekday: bool = True) -> SafeString:
    """A day, with the day of the week: “Tue 12 May”."""
    if not on:
        return SafeString("")
    text = formats.day_text(on, year=year, long=long, weekday=weekday)
    return format_html('<time class="nowrap" datetime="{}">{}</time>', f"{on:%Y-%m-%d}", text)


@register.simple_tag(name="moment")
def moment_tag(at: datetime | None, zone: Any = None, year: bool = True) -> SafeString:
    """A day and a time on the partnership's clock: “Fri 22 May 2026, 15:12”."""
    if not at:
        return SafeString("")
    local = formats.in_zone(at, zone)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), formats.moment_text(at, zone, year=year)
    )


@register.simple_tag(name="number")
def number_tag(value: Any, decimals: int | None = None) -> str:
    """A number the way the reader's language writes it."""
    return "" if value in (None, "") else formats.number_text(value, decimals)


@register.filter(name="day")
def day_filter(on: date | None) -> str:
    """A day as plain words, for titles and sentences."""
    return formats.day_text(on) if on else ""


@register.filter(name="long_day")
def long_day_filter(on: date | None) -> str:
    """A day in full, with its year, as plain words."""
    return formats.day_text(on, year=True, long=True) if on else ""


@register.filter(name="moment")
def moment_filter(at: datetime | None, zone: Any = None) -> str:
    """A day and a time as plain words."""
    return formats.moment_text(at, zone) if at else ""


@register.filter
def web(address: Any) -> str:
    """A web address somebody gave, or nothing when it is of another kind: what stands behind a link must not act."""
    text = str(address or "")
    return text if text.lower().startswith(("https://", "http://")) else ""


@register.filter(name="clock")
def clock_filter(at: datetime | None, zone: Any = None) -> str:
    """A time as plain words: “15:12”, « 15 h 12 »."""
    return formats.time_text(formats.in_zone(at, zone)) if at else ""


@register.filter(name="number")
def number_filter(value: Any) -> str:
    """A number as plain words."""
    return number_tag(value)


# --- languages ---------------------------------------------------------------------------------------------------
def _whole_language(code: str) -> str:
    return _REGIONS.get(code[:2], code)


@register.simple_tag
def page_lang() -> str:
    """The language of the page as the html element names it: en-CA, fr-CA, es, ar."""
    return _whole_language(formats.page_language())


@register.simple_tag
def shown(text: Any) -> SafeString:
    """A text in whichever language it exists, marked when that is not the page's or is out of date."""
    if not text:
        return SafeString("")
    lang = getattr(text, "lang", "") or ""
    words = getattr(text, "text", text)
    is_foreign = bool(lang) and lang[:2] != formats.page_language()
    body = _in_language(words, lang) if is_foreign else conditional_escape(words)
    mark = _language_mark(lang, getattr(text, "state", ""), is_foreign=is_foreign)
    return format_html('{} <small class="soft">({})</small>', body, mark) if mark and words else body


def _in_language(words: str, lang: str) -> SafeString:
    direction = "rtl" if translation.get_language_info(lang[:2])["bidi"] else "ltr"
    return format_html('<span lang="{}" dir="{}">{}</span>', _whole_language(lang), direction, words)


def _language_mark(lang: str, condition: str, *, is_foreign: bool) -> str:
    if is_foreign:
        return {"en": _("in English"), "fr": _("in French"), "es": _("in Spanish"), "ar": _("in Arabic")}.get(
            lang[:2], ""
        )
    return _("translation out of date") if condition == "out_of_date" else ""


# --- forms -------------------------------------------------------------------------------------------------------
@register.simple_tag
def error_prefix(form: Any = None) -> str:
    """“Error: ” in the page's title when the form, or any of a list of forms, could not be accepted."""
    forms = form if isinstance(form, list | tuple) else [form]
    return _("Error: ") if any(fields.has_problems(one) for one in forms) else ""


@register.inclusion_tag("components/summary.html")
def form_errors(*forms: Any, level: int = 2) -> dict[str, Any]:
    """The error summary of one form or several: first on the page, takes focus, same words as at the fields."""
    problems = [problem for form in forms if form and fields.has_problems(form) for problem in _problems(form)]
    return {"problems": problems, "heading": fields.problems_heading(len(problems)), "level": level}


def _problems(form: Any) -> list[fields.FieldError]:
    if hasattr(form, "management_form"):
        whole = [fields.FieldError(str(error), "") for error in form.non_form_errors()]
        return whole + [problem for row in form.forms for problem in fields.form_problems(row)]
    return fields.form_problems(form)


@register.simple_tag
def field(bound: Any, **overrides: Any) -> SafeString:
    """One field: label, hint, error, control. `legend` (of a group) and `css` may be given."""
    if not bound:
        return SafeString("")
    return fields.drawn_field(bound, overrides)


@register.simple_tag
def form_fields(form: Any) -> SafeString:
    """Every field of a form in order, without the form element."""
    return mark_safe("".join(field(bound) for bound in form))


@register.simple_tag
def parts(bound: Any) -> fields.FieldParts:
    """The parts of a bound field, for a page that lays them out itself."""
    return fields.field_parts(bound)


@register.inclusion_tag("components/hidden_fields.html")
def hidden_fields(values: Mapping[str, Any] | Any) -> dict[str, Any]:
    """Hidden inputs for a mapping or the pairs of a query, so that a GET form keeps what it does not show."""
    pairs = values.lists() if hasattr(values, "lists") else [(name, [value]) for name, value in values.items()]
    return {"pairs": [(name, value) for name, many in pairs for value in many]}


# --- the four drawings -------------------------------------------------------------------------------------------
@register.inclusion_tag("components/year_line.html")
def year_line(year: drawings.YearLine, table: bool = True) -> dict[str, Any]:
    """The year from April to March; `table=False` only where the same rows stand in a table below."""
    return {"year": drawings.drawn_year(year), "with_table": table}


@register.inclusion_tag("components/sector_ring.html")
def sector_ring(ring: drawings.Ring) -> dict[str, Any]:
    """Who is at the table and which places are free."""
    return {"ring": drawings.drawn_ring(ring)}


@register.inclusion_tag("components/chain.html")
def chain(links: drawings.Chain) -> dict[str, Any]:
    """Where a record hangs between a finding and a line of the report."""
    return {"chain": links}


@register.inclusion_tag("components/stages.html")
def stages(all_stages: drawings.Stages) -> dict[str, Any]:
    """The seven stages, with their steps in the two older lists."""
    return {"stages": all_stages}


@register.simple_tag
def stages_mini(all_stages: drawings.Stages) -> SafeString:
    """The seven stages shrunk to seven dots and the name of the furthest; drawn once for every row of a list."""
    furthest = all_stages.furthest
    return format_html(
        '<span class="row tight">{}<span>{}<span class="vh">, {}</span></span></span>',
        icons.dots_svg(all_stages.dots),
        furthest.name if furthest else _("Not started"),
        all_stages.begun_words,
    )
