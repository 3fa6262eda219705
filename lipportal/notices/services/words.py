"""How a mail gets its words: in the reader's language, on the partnership's clock, from plain values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.safestring import mark_safe

_PLAIN = (str, int, float, bool, Decimal, date, datetime, Promise)
SUBJECT_LENGTH = 300
Languages = tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """What a mail says: a subject on one line, plain text, and a page (blank when the template has none)."""

    subject: str
    text: str
    html: str


def languages_for(user: Any, language: str | None) -> Languages:
    """The language asked for, else the person's; both official ones when neither is known."""
    offered = dict(settings.LANGUAGES)
    for wish in (language, getattr(user, "language", "")):
        if wish in offered:
            return (str(wish),)
    return tuple(settings.OFFICIAL_LANGUAGES)


def problems_with_context(value: Any, name: str = "context") -> list[str]:
    """Which parts of a mail's context are not plain values; empty when all are."""
    if value is None or isinstance(value, _PLAIN):
        return []
    if isinstance(value, Mapping):
        return [fault for key, part in value.items() for fault in problems_with_context(part, f"{name}.{key}")]
    if isinstance(value, list | tuple):
        return [fault for part in value for fault in problems_with_context(part, f"{name}[]")]
    return [f"{name} is a {type(value).__name__}"]


def one_line(text: str) -> str:
    """`text` fit for a header: no line break or control sign can begin a second one."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:SUBJECT_LENGTH]


def full_address(path: str, language: str) -> str:
    """The whole address of a page of ours, in `language`; other addresses stay as they are."""
    if not path.startswith("/") or path.startswith("//"):
        return path
    return settings.PORTAL_URL + in_language(path, language)


def in_language(path: str, language: str) -> str:
    """The same path under another language's prefix."""
    first, _slash, rest = path[1:].partition("/")
    return f"/{language}/{rest}" if first in dict(settings.LANGUAGES) else path


def words_of(template: str, languages: Languages, context: Mapping[str, Any], zone: str = "") -> Words:
    """The words of templates/emails/<template>/ in one language, or in several, one after the other.

    Nothing of the caller's language is left over, nor is anything left behind for the next mail.
    """
    if faults := problems_with_context(context):
        raise TypeError("A mail's context holds plain values only: " + ", ".join(faults))
    parts = [_part(template, language, context, zone or settings.TIME_ZONE) for language in languages]
    with translation.override(languages[0]):
        frame = {"parts": parts, "subject": parts[0]["subject"], "portal_url": settings.PORTAL_URL}
        text = _drawn("emails/_frame.txt", frame, is_text=True)
        html = _drawn("emails/_frame.html", frame) if all(part["html"] for part in parts) else ""
    subjects = dict.fromkeys(str(part["subject"]) for part in parts)
    return Words(one_line(" / ".join(subjects)), text.strip() + "\n", html)


def _part(template: str, language: str, context: Mapping[str, Any], zone: str) -> dict[str, Any]:
    folder = f"emails/{template}"
    with translation.override(language), timezone.override(zone):
        values = {**_in_reader_language(context, language), "language": language, "portal_url": settings.PORTAL_URL}
        try:
            html = _drawn(f"{folder}/body.html", values)
        except TemplateDoesNotExist:
            html = ""
        return {
            "language": language,
            "direction": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
            "subject": one_line(_drawn(f"{folder}/subject.txt", values, is_text=True)),
            "text": mark_safe(_drawn(f"{folder}/body.txt", values, is_text=True).strip()),
            "html": mark_safe(html),
        }


def _in_reader_language(context: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The context with whole addresses in the reader's language and each `…_by_language` settled."""
    settled: dict[str, Any] = {}
    for name, value in context.items():
        if name.endswith("_by_language"):
            texts = dict(value)
            found = texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
            settled[name.removesuffix("_by_language")] = found
        elif name == "url" or name.endswith("_url"):
            settled[name] = full_address(str(value), language) if value else ""
        else:
            settled[name] = value
    return settled


def _drawn(name: str, values: Mapping[str, Any], *, is_text: bool = False) -> str:
    backend: Any = get_template(name)
    return str(backend.template.render(Context(dict(values), autoescape=not is_text)))
