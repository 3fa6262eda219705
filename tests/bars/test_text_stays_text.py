"""Bar 17: text never becomes script: not on a page, in a mail, in a workbook or in a document."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings as portal
from django.db import connection
from icalendar import Calendar
from pypdf import PdfReader

from lipportal.audit.models import FrozenCopy
from lipportal.notices.services.words import words_of
from lipportal.shared import clock
from reporting.documents.yearly_report import yearly_report_pdf
from tests.bars.accepted import Visitors
from tests.bars.crawl import content_of, pages
from tests.bars.forms import tree_of
from tests.bars.payloads import ADDRESSES, PAYLOADS
from tests.bars.planted import plant
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

LINKS = ("href", "src", "action", "formaction", "data", "xlink:href", "poster", "srcset")
ACTS = re.compile(r"^(javascript|vbscript|data:text)", re.IGNORECASE)
# What a meeting in a calendar is made of.
PROPERTIES = {
    "UID",
    "DTSTAMP",
    "LAST-MODIFIED",
    "SEQUENCE",
    "DTSTART",
    "SUMMARY",
    "LOCATION",
    "URL",
    "STATUS",
}
ONLY_OURS = ("base", "embed", "iframe", "object", "style", "math")


def acting(tree: Any) -> list[str]:
    """What on this page would act."""
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ONLY_OURS or (
            element.tag == "script" and not (element.get("src") or "").startswith("/static/")
        ):
            found.append(f"<{element.tag}> {(element.text or '')[:60]!r}")
        for name, value in element.attrib.items():
            squeezed = re.sub(r"[\x00-\x20]", "", value)
            if name.startswith("on") or name in ("pwn", "style", "srcdoc"):
                found.append(f"{element.tag} {name}={value[:60]!r}")
            # A number to call and an address to write to lead to no page, whatever they hold.
            leads = "pwn.example" in value and not squeezed.startswith(("tel:", "mailto:"))
            if name in LINKS and (ACTS.match(squeezed) or leads):
                found.append(f"{element.tag} {name}={value[:60]!r}")
            if element.tag == "meta" and name == "http-equiv":
                found.append("meta http-equiv")
    return found


RAW = [payload for payload in PAYLOADS if re.search(r"<\w", payload)]


@pytest.fixture
def planted(world) -> int:
    return plant()


def formulas_in(content: bytes) -> list[str]:
    """What in a workbook would be reckoned or would lead away."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    found = ["a formula" for part in parts if b"<f>" in part or b"<f " in part or b"<hyperlink" in part]
    for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows():
        found += [f"{cell.coordinate} {cell.value!r}" for cell in row if cell.data_type == "f"]
    return found


def lines_added(content: bytes) -> list[str]:
    """What a text put into a calendar besides itself: a property, an alarm, a meeting. Markup is plain text there."""
    calendar = Calendar.from_ical(content)
    parts = [part.name for part in calendar.walk() if part.name not in {"VTIMEZONE", "STANDARD", "DAYLIGHT"}]
    [event] = calendar.events
    added = sorted(set(event) - PROPERTIES)
    return added if parts == ["VCALENDAR", "VEVENT"] else [*added, *parts]


def more_than_text(response: Any) -> list[str]:
    """What in a response, of whatever kind, is more than text."""
    kind = response.get("Content-Type", "")
    content = content_of(response)
    if "spreadsheetml" in kind:
        return formulas_in(content)
    if kind.startswith("text/calendar"):
        return lines_added(content)
    if not kind.startswith(("text/", "application/xml", "application/atom")):
        return []
    text = content.decode()
    found = [payload for payload in RAW if payload in text]
    found += [word for word in ("1337pwn", portal.SECRET_KEY) if word in text]
    return found + (acting(tree_of(response)) if kind.startswith("text/html") and text else [])


@pytest.mark.parametrize("role", ["coordinator", "officer", "anonymous"])
def test_no_page_and_no_workbook_takes_a_text_for_more_than_text(planted, role):
    visit, wrong, read, sheets = Visitors(), [], 0, 0

    for page in pages():
        if role == "anonymous" and page.route.access != "public":
            continue
        response = visit(role, quiet=True).get(page.address)
        read += 1
        sheets += "spreadsheetml" in response.get("Content-Type", "")
        found = more_than_text(response) if response.status_code < 500 else [response.status_code]
        if found:
            wrong.append((page.address, found[:4]))

    held(wrong, f"{planted} texts planted, {read} pages ({sheets} workbooks) read as {role}, {len(wrong)} act")
    assert len({*PAYLOADS, *ADDRESSES}) >= 100
    assert planted > 2000, f"only {planted} texts planted"
    assert sheets >= 2 or role != "coordinator", f"only {sheets} workbooks"


def mail_templates() -> list[str]:
    folder = Path(portal.BASE_DIR) / "templates" / "emails"
    return sorted(str(path.parent.relative_to(folder)) for path in folder.rglob("subject.txt"))


def what_a_mail_reads(source: str, payload: str) -> dict[str, object]:
    """A value for every name a mail's texts read: an address, a moment, or the payload, in each language and in none."""
    names = set(re.findall(r"(?:\{\{|with|if|=|blocktranslate|trimmed|and|or|in)\s*([a-z_]+)", source))
    names -= {"language", "portal_url"}
    moments = set(re.findall(r"([a-z_]+)\|(?:moment|day|clock|long_day|date)", source))
    addresses = {name for name in names if name == "url" or name.endswith("_url")}
    texts = names - moments - addresses
    return (
        dict.fromkeys(texts, payload)
        | {f"{name}_by_language": {"en": payload, "fr": payload} for name in texts}
        | {name: clock.now() for name in moments}
        | dict.fromkeys(addresses, "/en/")
    )


def drawn_mails(payload: str, languages: tuple[str, ...]) -> Iterator[tuple[str, str, Any]]:
    """Every mail in every language, with the payload wherever it reads a text."""
    for template in mail_templates():
        folder = Path(portal.BASE_DIR) / "templates" / "emails" / template
        context = what_a_mail_reads("".join(path.read_text() for path in folder.iterdir()), payload)
        for language in languages:
            yield template, language, words_of(template, [language], context)


@pytest.mark.parametrize(
    "payload", ["<script>pwn()</script>", '"><img src=x onerror=pwn()>', "{{ 7|add:1330 }}pwn\r\nBcc: x@pwn.example"]
)
def test_no_mail_takes_a_text_for_more_than_text(payload):
    wrong, drawn = [], 0

    for template, language, words in drawn_mails(payload, ("en", "fr", "es", "ar")):
        drawn += 1
        if "\n" in words.subject or "\r" in words.subject:
            wrong.append((template, language, "subject", words.subject))
        if words.html and any(raw in words.html for raw in ("<script>pwn", "<img src=x onerror")):
            wrong.append((template, language, "html"))
        if "1337pwn" in words.html + words.text + words.subject:
            wrong.append((template, language, "template in a text"))

    held(wrong, f"{drawn} mails drawn, {len(wrong)} wrong")
    assert drawn >= 4, "no mail was drawn"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_document_draws_payloads_as_the_words_they_are(planted, language):
    copy = FrozenCopy.objects.filter(noun__icontains="report").order_by("pk").first()
    page = json.loads(copy.body)[language]

    content = yearly_report_pdf(page, language=language)
    words = "".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages)

    assert content.startswith(b"%PDF")
    assert b"/JavaScript" not in content
    assert b"/JS" not in content
    assert "pwn()" in words
    assert "root:" not in words


def test_the_seal_is_closed_again(planted):
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM audit_seal WHERE is_open")
        assert cursor.fetchone()[0] == 0
