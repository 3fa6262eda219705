"""The demonstration's doors: one fictitious account for each role. The addresses do not exist anywhere else."""

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lipportal.accounts.queries import active_user_with
from lipportal.accounts.registry import demo_accounts
from lipportal.accounts.sessions import give_second_factor
from lipportal.shared.access import public
from lipportal.shared.languages import in_four_languages


@in_four_languages
@public
@never_cache
@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    """Choose whom to be."""
    return render(request, "accounts/demo.html")


@in_four_languages
@public
@require_POST
def demo_sign_in(request: HttpRequest, role: str) -> HttpResponse:
    """Be one of the fictitious people; 404 for any other, and everywhere but in the demonstration."""
    account = next((account for account in demo_accounts() if account.role == role), None)
    user = active_user_with(account.email) if account else None
    if user is None:
        raise Http404
    get_adapter().login(request, user)
    give_second_factor(request, user, "demonstration")
    return redirect("home")
