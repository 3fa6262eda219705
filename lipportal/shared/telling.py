"""Telling a person, on the page they go back to, why a button without a form of its own did nothing."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def back_with_reasons(request: HttpRequest, reasons: Iterable[Any], address: str) -> HttpResponse:
    """Lead back to `address`, where the reasons of a refusal are said."""
    for reason in reasons:
        messages.error(request, str(reason))
    return HttpResponseRedirect(address)
