"""Addresses of pages by name, said shortly: the pages that mix apps link to all of them."""

from typing import Any

from django.urls import reverse


def address(name: str, **where: Any) -> str:
    """The address of a named page."""
    return reverse(name, kwargs=where or None)
