"""The yardstick: a bare, signed-in Django page that lists rows and does nothing else."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

_PAGE = Engine().from_string(
    "<!doctype html><title>Rows</title><p>{{ user }}</p>"
    "{% for rows in lists %}<ul>{% for row in rows %}<li>{{ row }}</li>{% endfor %}</ul>{% endfor %}"
)
# What any signed-in page needs; nothing of ours.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
_listed: list[QuerySet[Any]] = []


def lists(rows: Iterable[QuerySet[Any]]) -> None:
    """Name the lists of rows the bare page shows from now on."""
    _listed[:] = rows


def bare(request: HttpRequest) -> HttpResponse:
    """The rows, read anew, and who looks at them."""
    return HttpResponse(_PAGE.render(Context({"lists": [rows.all() for rows in _listed], "user": request.user})))


urlpatterns = [path("bare/", bare)]
