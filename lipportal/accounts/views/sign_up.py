"""Opening an account with an invitation in hand."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lipportal.accounts.forms import OpenAccountForm
from lipportal.accounts.models import User
from lipportal.accounts.registry import Welcome, welcome_for
from lipportal.accounts.services import create_person_account
from lipportal.shared.access import public
from lipportal.shared.errors import Refused
from lipportal.shared.languages import in_four_languages


@in_four_languages
@public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask an invited person for their name and language, open the account, go in; anybody else learns how."""
    welcome = welcome_for(request)
    if request.user.is_authenticated:
        return redirect("home")
    if welcome is None:
        return render(request, "account/signup_closed.html")
    form = OpenAccountForm(
        request.POST or None, initial={"name": welcome.name, "language": welcome.language or get_language()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = _open_account(welcome, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, [str(reason) for reason in refused.reasons])
        else:
            record_authentication(request, user, method="invitation")
            return perform_login(request, Login(user=user, email=user.email, signup=True))
    return render(request, "account/signup.html", {"form": form, "welcome": welcome})


@transaction.atomic
def _open_account(welcome: Welcome, name: str, language: str) -> User:
    """The account and the invitation bound to it, or neither."""
    user = create_person_account(
        email=welcome.email,
        name=name,
        language=language,
        by=None,
        is_address_proven=True,
        partnership_code=welcome.partnership_code,
    )
    if welcome.accepted is not None:
        welcome.accepted(user)
    user.refresh_from_db()
    return user
