"""Tagged PDF from Typst templates, drawn in a child process that cannot take more than its share of time or memory."""

import base64
import dataclasses
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from django.utils.functional import Promise

ROOT = Path(__file__).resolve().parents[3] / "templates" / "documents"
FONT_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
MEGABYTE = 1024 * 1024
RIGHT_TO_LEFT = ("ar",)
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")


class DrawingFailed(Exception):
    """A document could not be drawn; `reason` is for the log and names no person, `kind` is one word."""

    def __init__(self, kind: str, reason: str = "") -> None:
        self.kind = kind
        self.reason = reason
        super().__init__(f"{kind}: {reason}" if reason else kind)


def as_figures(value: Any) -> Any:
    """A frozen dataclass, and whatever stands in it, as plain values for a template.

    Days and moments become ISO text, exact numbers text, lazy words the language in force; words for the reader are
    settled before, by the query.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_figures(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): as_figures(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_figures(part) for part in value]
    return _plain(value)


def _plain(value: Any) -> str | int | float | bool | None:
    """One value as JSON can hold it."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | Promise):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"A document holds plain values, not a {type(value).__name__}.")


def draw_pdf(
    template: str,
    figures: Any,
    *,
    language: str,
    title: str,
    seconds: int = 20,
    megabytes: int = 700,
    frame: Mapping[str, str] | None = None,
    stand_in: str = "",
) -> bytes:
    """The PDF of templates/documents/<template>, exported as PDF/UA-1 with tags, language and title.

    `figures` is a frozen dataclass or a dict of plain values; the template reads it as data, never as markup.
    `frame` holds the words around the text ("header", "footer", "page" with {page} and {pages}). The same figures
    give the same bytes. A sign that no font has refuses the document, unless `stand_in` is given to be drawn in its
    place. Raises DrawingFailed: "too long", "too large", "font" or "template".
    """
    wish = {
        "template": template,
        "data": json.dumps(
            {
                "figures": as_figures(figures),
                "language": language,
                "direction": "rtl" if language[:2] in RIGHT_TO_LEFT else "ltr",
                "title": title,
                "frame": dict(frame or {}),
            },
            ensure_ascii=False,
        ),
        "seconds": seconds,
        "megabytes": megabytes,
        "stand_in": stand_in,
    }
    answer = _ask_child(json.dumps(wish).encode(), seconds)
    if "failed" in answer:
        raise DrawingFailed(answer["failed"], answer.get("reason", ""))
    return base64.b64decode(answer["pdf"])


def _ask_child(wish: bytes, seconds: int) -> dict[str, str]:
    """Draw in a fresh process of the same Python, with nothing of our settings or secrets in its environment."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            [sys.executable, "-I", str(Path(__file__).resolve())],
            input=wish,
            capture_output=True,
            timeout=seconds + 5,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DrawingFailed("too long") from error
    if done.returncode:
        raise DrawingFailed("too long" if -done.returncode in _TIME_SIGNALS else "too large")
    try:
        answer: dict[str, str] = json.loads(done.stdout)
    except ValueError as error:
        raise DrawingFailed("template", "the child answered nothing that can be read") from error
    return answer


# How the export says that no font has a sign.
_NO_SIGN = re.compile(r'the text `"(.*)"` could not be displayed with font')
# Killed for too much processor time: SIGXCPU, then SIGKILL.
_TIME_SIGNALS = (24, 9)


def font_folders() -> list[str]:
    """Where the font packages keep their files."""
    folders = []
    for package in FONT_PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise DrawingFailed("font", f"{package} is not installed")
        folders.append(str(Path(next(iter(spec.submodule_search_locations))) / "files"))
    return folders


def _limit(seconds: int, megabytes: int) -> None:
    """Bind this process to its share; where the system knows no such limits, the parent's clock remains."""
    try:
        import resource  # noqa: PLC0415 - absent on some systems
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw(wish: Mapping[str, Any]) -> dict[str, str]:
    """What the child does: compile one template, refusing any document with a sign its fonts lack."""
    import typst  # noqa: PLC0415 - only the child needs it

    source = (ROOT / wish["template"]).resolve()
    if not source.is_relative_to(ROOT) or not source.is_file():
        return {"failed": "template", "reason": "no such template"}
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(source),
            root=str(ROOT),
            font_paths=font_folders(),
            ignore_system_fonts=True,
            sys_inputs={"data": wish["data"]},
            format="pdf",
            pdf_standards=["ua-1"],
        )
    except DrawingFailed as failed:
        return {"failed": failed.kind, "reason": failed.reason}
    except MemoryError:
        return {"failed": "too large"}
    except Exception as error:  # noqa: BLE001 - whatever a template does wrong is one answer
        return _told(str(getattr(error, "message", type(error).__name__)))
    missing = [str(warning.message) for warning in warnings if "font" in str(warning.message).lower()]
    if missing:
        return {"failed": "font", "reason": "; ".join(missing)}
    return {"pdf": base64.b64encode(pdf).decode()}


def _told(reason: str) -> dict[str, str]:
    """What went wrong; signs that no font has by their numbers, since the words they stand in may be a name."""
    unknown = _NO_SIGN.search(reason)
    if unknown is None:
        return {"failed": "template", "reason": reason}
    return {"failed": "font", "reason": " ".join(f"U+{ord(sign):04X}" for sign in unknown[1])}


def _answer() -> None:
    wish = json.loads(sys.stdin.buffer.read())
    _limit(wish["seconds"], wish["megabytes"])
    answer = _draw(wish)
    while wish["stand_in"] and answer.get("failed") == "font" and (unknown := answer.get("reason", "").split()):
        table = {int(number.removeprefix("U+"), 16): wish["stand_in"] for number in unknown}
        plainer = wish["data"].translate(table)
        if plainer == wish["data"]:
            break
        wish["data"] = plainer
        answer = _draw(wish)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _answer()
