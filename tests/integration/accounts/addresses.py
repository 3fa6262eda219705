"""The portal's addresses for these tests, with a page to knock at and an organization that says what a test wants."""

import json

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import path

from lipportal.shared.access import public, signed_in
from lipportal.urls import (  # noqa: F401 - Django looks for the handlers here
    handler400,
    handler403,
    handler404,
    handler500,
)
from lipportal.urls import urlpatterns as real_addresses


@signed_in
def a_page(request):
    return HttpResponse("a page for those who are in")


@public
def organization_says(request):
    provider = get_adapter().get_provider(request, "organization")
    login = provider.sociallogin_from_response(request, json.loads(request.POST["said"]))
    login.state = {"process": request.POST.get("process", "login")}
    return complete_social_login(request, login)


urlpatterns = [
    *real_addresses,
    *i18n_patterns(
        path("a-page/", a_page, name="a_page"),
        path("organization-says/", organization_says, name="organization_says"),
        path("", public(lambda request: HttpResponse("home")), name="home"),
        path("search/", public(lambda request: HttpResponse("search")), name="search"),
    ),
]
