"""What several screens of this app share: the place a page belongs to, pages of a list, sheets, a word after saving."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from councils.forms.common import FilterForm
from councils.models import Partnership
from councils.queries import partnerships_where
from lipportal.shared import clock
from lipportal.shared.access import allowed, found
from lipportal.shared.documents.excel import MEDIA_TYPE

ON_A_PAGE = 24
SAVED = _("Saved.")


def partnership_for(request: HttpRequest, sees: str, slug: str, *, may: str = "") -> Partnership:
    """The partnership in whose private rooms this person holds `sees`, or 404; 403 when they lack `may` there."""
    rows = partnerships_where(request.user, sees)
    return allowed(request, may, rows, slug=slug) if may else found(rows, slug=slug)


def place_of(slug: str) -> dict[str, Any]:
    """Where to look for what is held in a partnership, or, without one, for the whole portal."""
    return {"partnership__slug": slug} if slug else {"partnership__isnull": True}


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page of a list that the address asks for, or the nearest there is."""
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))


def chosen_filters(request: HttpRequest, form: FilterForm) -> list[tuple[str, str]]:
    """The filters in force, each with the address that takes it away."""
    chosen = []
    for name, value in form.wanted.items():
        if not value or name == "sort":
            continue
        query = request.GET.copy()
        query.pop(name, None)
        query.pop("page", None)
        labels = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", [])}
        chosen.append((labels.get(str(value), f"“{value}”"), f"?{query.urlencode()}"))
    return chosen


def sheet(content: bytes, name: str, zone: str = "America/Toronto") -> HttpResponse:
    """A workbook to download, named for what it holds and the day."""
    on: date = clock.today(zone)
    return download(content, MEDIA_TYPE, f"{name}-{on:%Y-%m-%d}.xlsx")


def download(content: bytes, media_type: str, filename: str) -> HttpResponse:
    """A file to keep, never shown in the browser as a page of ours."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def told(request: HttpRequest, answer: HttpResponse, words: Any = SAVED) -> HttpResponse:
    """The answer, with a word for the next page when it leads on to one."""
    if answer.status_code == 302:
        messages.success(request, words)
    return answer
