"""Sign-on through the organization: allauth's two views, calm when the organization's server is not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import HttpRequest, HttpResponse

from lipportal.shared.access import public


def _calm(view: Callable[..., Any]) -> Any:
    """Allauth reads what the server can do before it minds errors; one that is away, or no such server, gave a 500.

    What the HTTP library raises is an OSError; a description without the addresses gives the other two.
    """

    @wraps(view)
    def asked(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except (OSError, KeyError, TypeError) as error:
            provider = get_adapter(request).get_provider(request, provider_id)
            return render_authentication_error(request, provider, exception=error)

    return public(asked)


sign_on_begin = _calm(openid.login)
sign_on_return = _calm(openid.callback)
