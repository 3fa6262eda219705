"""What a file really is, read from its own bytes: nothing is decoded, drawn or run on the way."""

import re
import struct
import zlib
from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from lipportal.files.rules.formats import Format
from lipportal.shared.packages import DAMAGED, not_the, problems_with_package

MOST_PIXELS: Final = 100_000_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PAGE_INSIDE: Final = re.compile(rb"<(?:script|html|!doctype|\?php|iframe)", re.IGNORECASE)
_PAGE_AT_START: Final = re.compile(r"\s*<(?:[a-z!?/])", re.IGNORECASE)
_TEST_VIRUS: Final = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_ACTS_IN_PDF: Final = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z0-9])"
)
_OBJECT_STREAM: Final = re.compile(rb"/ObjStm.{0,400}?stream\r?\n", re.DOTALL)
_ESCAPED_LETTER: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_MOST_UNPACKED_IN_PDF: Final = 50 * 1024 * 1024
_JPEG_SIZES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})

Reasons = list[Any]


def problems_with_content(kind: Format, content: bytes) -> Reasons:
    """Why `content` is not a harmless file of this format; empty when it is."""
    if not _begins_like(kind, content):
        return [not_the(kind.label)]
    if _TEST_VIRUS in content:
        return [_("The file is a known test of virus scanners and is not kept.")]
    return _CHECKS[kind.key](kind, content)


def _begins_like(kind: Format, content: bytes) -> bool:
    if kind.main_part:
        return content.startswith(b"PK\x03\x04")
    beginnings = {"pdf": b"%PDF-", "png": _PNG, "jpeg": b"\xff\xd8\xff"}
    return content.startswith(beginnings[kind.key]) if kind.key in beginnings else True


def _carries_something_else(content: bytes) -> Reasons:
    if _PAGE_INSIDE.search(content) or b"PK\x05\x06" in content[-65_557:]:
        return [_("Another file is hidden inside this one. Save it again from the program that made it.")]
    return []


def _png(_kind: Format, content: bytes) -> Reasons:
    place, size, names = len(_PNG), len(content), []
    while place + 12 <= size:
        length, name = struct.unpack(">I4s", content[place : place + 8])
        body_ends = place + 8 + length
        if body_ends + 4 > size or zlib.crc32(content[place + 4 : body_ends]) != _number(content[body_ends:][:4]):
            return [DAMAGED]
        names.append(name)
        place = body_ends + 4
        if name == b"IEND":
            break
    if place != size or names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        return [DAMAGED]
    return _too_many_pixels(*struct.unpack(">II", content[16:24])) or _carries_something_else(content)


def _number(four: bytes) -> int:
    return int.from_bytes(four, "big")


def _jpeg(_kind: Format, content: bytes) -> Reasons:
    place, size, pixels = 2, len(content), None
    while place + 4 <= size and content[place] == 0xFF:
        mark = content[place + 1]
        if mark == 0xFF:
            place += 1
            continue
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        if mark in _JPEG_SIZES and place + 9 <= size:
            pixels = struct.unpack(">HH", content[place + 5 : place + 9])
        if mark == 0xDA or length < 2:
            break
        place += 2 + length
    if (
        pixels is None
        or place >= size
        or content[place + 1 : place + 2] != b"\xda"
        or b"\xff\xd9" not in content[place:]
    ):
        return [DAMAGED]
    return _too_many_pixels(*pixels) or _carries_something_else(content)


def _too_many_pixels(width: int, height: int) -> Reasons:
    if not width or not height:
        return [DAMAGED]
    if width * height > MOST_PIXELS:
        return [_("The picture has too many points. Save it smaller and send that.")]
    return []


def _pdf(_kind: Format, content: bytes) -> Reasons:
    end = content.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in content[:end] or content[end + 5 :].strip(b"\x00\t\n\f\r "):
        return [DAMAGED]
    seen = [content, *_unpacked_objects(content)]
    if any(b"/Encrypt" in part for part in seen):
        return [_("The PDF is locked with a password. Save it without one and send that.")]
    if any(_ACTS_IN_PDF.search(_ESCAPED_LETTER.sub(_letter, part)) for part in seen):
        return [_("The PDF carries a program or another file. Print it to a new PDF and send that.")]
    return _carries_something_else(content)


def _letter(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)])


def _unpacked_objects(content: bytes) -> list[bytes]:
    """The compressed object streams of a PDF, where a program can hide; never more than a fixed amount."""
    parts, left = [], _MOST_UNPACKED_IN_PDF
    for match in _OBJECT_STREAM.finditer(content):
        try:
            part = zlib.decompressobj().decompress(content[match.end() :], left) if left > 0 else b""
        except zlib.error:
            continue
        parts.append(part)
        left -= len(part)
    return parts if left > 0 else [*parts, b"/Launch "]


def _package(kind: Format, content: bytes) -> Reasons:
    return problems_with_package(content, main_part=kind.main_part, label=kind.label)


def _text(_kind: Format, content: bytes) -> Reasons:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [_("The text is not in UTF-8. Save it again as UTF-8 and send that.")]
    if any(mark < " " and mark not in "\t\n\r\f" for mark in words) or "\x7f" in words:
        return [_("The file holds more than text. Save it again as plain text and send that.")]
    if _PAGE_AT_START.match(words):
        return [_("The file is a web page, not plain text. Save its words as plain text and send that.")]
    return []


_CHECKS: Final[dict[str, Callable[[Format, bytes], Reasons]]] = {
    "pdf": _pdf,
    "png": _png,
    "jpeg": _jpeg,
    "docx": _package,
    "xlsx": _package,
    "pptx": _package,
    "txt": _text,
    "csv": _text,
}
