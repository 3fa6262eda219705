"""What a view says when something is done, and where the next steps stand."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from lipportal.shared.workflow import OpenStep, Workflow, steps_open_to


def told(request: HttpRequest, words: Any, *, to: str = "", at: str = "") -> Callable[[Any], str]:
    """Where to go once something is saved, leaving a good word there: the page `to`, or the saved record's own."""

    def then(saved: Any) -> str:
        messages.success(request, words)
        return (to or saved.get_absolute_url()) + at

    return then


def steps_with_addresses(user: Any, record: Any, workflow: Workflow, noun: str) -> list[tuple[OpenStep, str]]:
    """The steps that leave a record's state, open or shut with reasons, each with the address of its page."""
    place = {"slug": record.partnership.slug, "code": record.code}
    return [
        (one, reverse(f"councils:{noun}_{one.step.name}", kwargs=place))
        for one in steps_open_to(user, record, workflow)
    ]
