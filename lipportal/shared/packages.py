"""Office documents are packages of parts: each part is counted, weighed and read through before any library sees it."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

MOST_PARTS: Final = 2_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 150
_SMALL: Final = 1024 * 1024
_CHUNK: Final = 256 * 1024
_OVERLAP: Final = 4096
_PROGRAM_NAME: Final = re.compile(
    r"vbaproject|vbadata|macrosheets?/|activex|\.(?:bin|exe|dll|js|vbs|ps1|hta|lnk|class)$"
)
_HARMLESS_BIN: Final = re.compile(r"(?:^|/)printersettings\d*\.bin$|(?:^|/)calcchain\.bin$")
_ENTITY: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROGRAM: Final = re.compile(
    rb"macroEnabled|vnd\.ms-office\.vbaProject|<ddeLink|<oleLink|DDEAUTO|instr(?:Text[^>]*>|=[\"'])\s*DDE\b",
    re.IGNORECASE,
)
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>", re.IGNORECASE)
_OUTSIDE: Final = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_HARMLESS_OUTSIDE: Final = re.compile(
    rb"relationships/(?:hyperlink|externalLinkPath)[\"']|Target\s*=\s*[\"']file:///[a-z]:", re.IGNORECASE
)

Reasons = list[Any]
DAMAGED: Final = _("The file is damaged or cut short. Save it again and send that.")
TOO_MUCH: Final = _("The file unpacks to far more than it should. Save it again from the program that made it.")
PROGRAM: Final = _(
    "The file carries a macro or another program. Save it without, as an ordinary document, and send that."
)
FETCHES: Final = _("The file fetches parts from somewhere else. Save it with everything inside and send that.")


def problems_with_package(content: bytes, *, main_part: str, label: Any, most_unpacked: int = MOST_UNPACKED) -> Reasons:
    """Why this is not a harmless office document with this main part; empty when it is. `label` names its format."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if not {"[Content_Types].xml", main_part} <= set(package.namelist()):
                return [not_the(label)]
            return _problems_with_list(package, most_unpacked) or _problems_with_parts(package, most_unpacked)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        return [DAMAGED]


def not_the(label: Any) -> Any:
    """The sentence for a file whose content is not what its name says."""
    return _("The content is not what the name says. Save it again as %(label)s and send that.") % {"label": label}


def _problems_with_list(package: zipfile.ZipFile, most_unpacked: int) -> Reasons:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most_unpacked:
        return [TOO_MUCH]
    if any(part.file_size > max(_SMALL, part.compress_size * MOST_RATIO) for part in parts):
        return [TOO_MUCH]
    is_joined = min(part.header_offset for part in parts) != 0 or package.comment
    if is_joined or len({name.lower() for name in names}) != len(names) or any(_is_odd(part) for part in parts):
        return [DAMAGED]
    small = [name.lower() for name in names]
    if any(_PROGRAM_NAME.search(name) and not _HARMLESS_BIN.search(name) for name in small):
        return [PROGRAM]
    return []


def _is_odd(part: zipfile.ZipInfo) -> bool:
    """A part that is locked, a link, packed unusually, or would be unpacked outside its folder."""
    name = part.orig_filename
    steps_out = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\x00" in name
    is_link = stat.S_ISLNK(part.external_attr >> 16)
    return steps_out or is_link or bool(part.flag_bits & 0x1) or part.compress_type not in (0, 8)


def _problems_with_parts(package: zipfile.ZipFile, most_unpacked: int) -> Reasons:
    left = most_unpacked
    for part in package.infolist():
        is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        for piece in _pieces(package, part):
            left -= len(piece)
            if left < 0:
                return [TOO_MUCH]
            if is_xml and (reasons := _problems_with_xml(piece.replace(b"\x00", b""))):
                return reasons
    return []


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in pieces that overlap a little, so that nothing hides across a cut."""
    tail = b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _problems_with_xml(piece: bytes) -> Reasons:
    if _ENTITY.search(piece):
        return [DAMAGED]
    if _PROGRAM.search(piece):
        return [PROGRAM]
    relations = _RELATION.findall(piece)
    if any(_OUTSIDE.search(one) and not _HARMLESS_OUTSIDE.search(one) for one in relations):
        return [FETCHES]
    return []
