"""What an address asks for: a number that is none is nothing asked, and so is a sign no engine keeps."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\x00"


def whole_number(text: str, *, digits: int, otherwise: int = 0) -> int:
    """The number `text` writes in at most `digits` plain figures, or `otherwise`: “²” is a digit, but no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else otherwise


def no_nul_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take NUL out of what an address asks for, and refuse (400) a cookie that holds one.

    Nobody types it, and PostgreSQL cannot be asked for it. What is posted goes through forms, which refuse it beside
    its field.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if any(NUL in each for each in request.COOKIES.values()):
            raise BadRequest("NUL in a cookie")
        asked = request.META.get("QUERY_STRING", "")
        while (plain := asked.replace("%00", "").replace(NUL, "")) != asked:
            asked = request.META["QUERY_STRING"] = plain
        return get_response(request)

    return middleware
