"""The page on which a record of the partnership ends: its last day, the reason, and what becomes of the rest."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from councils.forms.common import EndForm
from councils.views.common import told
from lipportal.drafts.writing import Writing


def address_of(record: Any) -> str:
    """The page of a record."""
    return str(record.get_absolute_url())


def end_page(
    request: HttpRequest,
    record: Any,
    form_name: str,
    end: Callable[..., Any],
    *,
    heading: Any,
    tells: Any,
    said: Any,
    after: Callable[[Any], str] = address_of,
) -> HttpResponse:
    """Ask for the last day and the reason, `end` the record once, and lead on to what `after` names.

    `tells` is what the page says beforehand, `said` the word on the next page.
    """
    writing = Writing(request, form_name, record)
    form = EndForm(writing.posted, initial={"on": record.partnership.today()})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(form, lambda: end(record, by=request.user, **form.cleaned_data), then=after)
        if answer:
            return told(request, answer, said)
    context = {"form": form, "writing": writing, "record": record, "heading": heading, "tells": tells}
    context |= {"partnership": record.partnership, "back_url": after(record)}
    return render(request, "councils/record_end.html", context)
