"""A reference for each request: shown on error pages, written on log lines, naming nobody."""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from lipportal.shared.codes import new_code

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
    """One event, one line, in UTC: a newline in what is logged cannot forge a second event."""

    converter = staticmethod(time.gmtime)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(reference)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The event on one line."""
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")
