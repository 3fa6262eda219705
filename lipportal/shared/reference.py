"""A reference for each request: shown on error pages, written on log lines, naming nobody."""

import logging
import re
import time
import traceback
import unicodedata
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from lipportal.shared.codes import new_code

# A link that lets in whoever holds it, as that of an invitation, and what was asked for behind a question mark.
SECRET_IN_PATH = re.compile(r"(/l/[^/\s]+/)[^/\s]+")
QUERY_IN_PATH = re.compile(r"(/[^\s?]*)\?\S+")
OUR_FOLDER = Path(__file__).resolve().parents[2]
PLACES_TOLD = 20
_reference: ContextVar[str] = ContextVar("reference", default="-")


def current_reference() -> str:
    """The reference of the request being answered, or a dash outside one."""
    return _reference.get()


def reference_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request a reference and hand it back in a header."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _reference.set(new_code())
        try:
            response = get_response(request)
            response["X-Reference"] = current_reference()
            return response
        finally:
            _reference.reset(token)

    return middleware


class ReferenceFilter(logging.Filter):
    """Adds the reference to each log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always let the record through, with its reference."""
        record.reference = current_reference()
        return True


class LineFormatter(logging.Formatter):
    """One event, one line, in UTC: nothing in what is logged can forge a second event, or change how a line is shown.

    Nothing personal: of an error its kind and the places it passed through, never its text, which may quote a record;
    of an address neither what was searched for nor the secret of a link.
    """

    converter = staticmethod(time.gmtime)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(reference)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The event on one line."""
        told = {"msg": _message(record), "args": None, "exc_info": None, "exc_text": None, "stack_info": None}
        line = super().format(logging.makeLogRecord(record.__dict__ | told))
        return line if line.isprintable() else "".join(map(_shown, line))


def _shown(sign: str) -> str:
    """A sign as it is when it can be read, as letters of every script and every kind of space; else its escape."""
    can_be_read = sign.isprintable() or unicodedata.category(sign) == "Zs"
    return sign if can_be_read else sign.encode("unicode_escape").decode()


def _message(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    message = SECRET_IN_PATH.sub(r"\1…", QUERY_IN_PATH.sub(r"\1", _without_text_of(error, record)))
    is_turned_away = record.name == "django.request" and getattr(record, "status_code", 500) < 500
    if error is None or is_turned_away or isinstance(error, PermissionDenied | Http404):
        return message
    return f"{message} [{_trail_of(error)}]"


def _without_text_of(error: BaseException | None, record: logging.LogRecord) -> str:
    """The message with the kind of the error wherever the error itself would have spoken."""
    args, kind = record.args, type(error).__name__ if error else "…"
    if isinstance(args, Mapping) and "exc" in args:  # as Celery tells of a task that failed
        return str(record.msg) % {**args, "exc": kind}
    if error is None:
        return record.getMessage()
    if isinstance(args, tuple) and args:
        return str(record.msg) % tuple(kind if isinstance(arg, BaseException) else arg for arg in args)
    message = record.getMessage()
    return kind if message == str(error) else message


def _trail_of(error: BaseException) -> str:
    """Each error of the chain, the first cause last: its kind and the places it passed through."""
    told: list[str] = []
    known: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in known:
        known.add(id(now))
        places = [f"{_short(place.filename)}:{place.lineno}" for place in traceback.extract_tb(now.__traceback__)]
        told.append(f"{type(now).__name__} raised at {', '.join(places[-PLACES_TOLD:]) or 'no known place'}")
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)
    return "; after ".join(told)


def _short(path: str) -> str:
    """A file by its path from our folder, or from the folder of packages."""
    _before, _packages, inside = path.rpartition("site-packages/")
    return inside if _packages else path.removeprefix(f"{OUR_FOLDER}/")
