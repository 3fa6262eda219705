"""Read once a page: while a page is only read, what several of its parts ask for is worked out a single time."""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

P = ParamSpec("P")
Answer = TypeVar("Answer")

_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)


def read_once_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Keep what `once_a_page` reads until the page is made; a request that may write keeps nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _known.set({} if request.method in ("GET", "HEAD") else None)
        try:
            return get_response(request)
        finally:
            _known.reset(token)

    return middleware


def once_a_page(read: Callable[P, Answer]) -> Callable[P, Answer]:
    """Make a read of records answer from memory when the same page asks it again, in the same language.

    Nobody may change what it answers: the next part of the page gets the very same thing.
    """

    @wraps(read)
    def asked(*args: P.args, **named: P.kwargs) -> Answer:
        known = _known.get()
        if known is None:
            return read(*args, **named)
        key = (read, get_language(), *map(_key, args), *((name, _key(named[name])) for name in sorted(named)))
        if key not in known:
            known[key] = read(*args, **named)
        answer: Answer = known[key]
        return answer

    return asked


def _key(value: Any) -> Hashable:
    if isinstance(value, Model):
        return type(value), value.pk
    return tuple(map(_key, value)) if isinstance(value, list | tuple) else value
