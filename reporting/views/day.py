"""The first page: My day for who is signed in, the public start page for anyone else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lipportal.shared.access import public
from lipportal.shared.languages import in_four_languages, same_place
from reporting.queries.addresses import address
from reporting.queries.day import day_page


@require_safe
@public
@in_four_languages
def home(request: HttpRequest) -> HttpResponse:
    """My day for who is signed in, in an official language; for a visitor, the three ways in."""
    if not request.user.is_authenticated:
        context = {"directory_url": address("councils:directory")}
        return render(request, "pages/start.html", context)
    if get_language() not in settings.OFFICIAL_LANGUAGES:
        return HttpResponseRedirect(same_place(request, request.user.language))
    response = render(request, "reporting/day.html", {"day": day_page(request.user)})
    response["Cache-Control"] = "private, no-store"
    return response
