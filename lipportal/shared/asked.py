"""What an address asks for: a number that is none is nothing asked; a sign no engine keeps is refused."""

from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\x00"


def whole_number(text: str, *, digits: int, otherwise: int = 0) -> int:
    """The number `text` writes in at most `digits` plain figures, or `otherwise`: “²” is a digit, but no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else otherwise


def no_nul_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse (400) an address or a cookie with NUL in it: nobody types one, and PostgreSQL cannot be asked for it.

    What is posted goes through forms, which refuse it beside its field.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = [request.path_info, unquote(request.META.get("QUERY_STRING", "")), *request.COOKIES.values()]
        if any(NUL in each for each in asked):
            raise BadRequest("NUL in an address or a cookie")
        return get_response(request)

    return middleware
