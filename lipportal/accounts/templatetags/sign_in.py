"""What sign-in pages need to know: our words on allauth's forms, the organization, the demonstration."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lipportal.accounts.registry import DemoAccount
from lipportal.accounts.registry import demo_accounts as accounts_of_the_demonstration
from lipportal.accounts.sessions import Left, left_of

register = template.Library()

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Code"),
    "name": _("Name of this passkey"),
    "passwordless": _("Sign in with this passkey alone"),
}
HINTS = {
    "password1": _("At least 12 characters. A few words of your own are best. You may paste it."),
    "passwordless": _("Your device asks for your finger, face or code, and the passkey is both proofs in one."),
}


@register.simple_tag
def worded(form: Any) -> Any:
    """An allauth form with our labels and hints, and without placeholders, which vanish while one types."""
    for name, field in form.fields.items() if form else ():
        field.label = form[name].label = LABELS.get(name, field.label)
        field.help_text = form[name].help_text = HINTS.get(name, "")
        field.widget.attrs.pop("placeholder", None)
        if name == "code":
            field.widget.attrs |= {"autocapitalize": "off", "spellcheck": "false", "dir": "ltr"}
        elif name == "passwordless":
            form.initial.setdefault(name, True)
    return form


@register.simple_tag(takes_context=True)
def session_left(context: template.Context) -> Left | None:
    """How long the session of whoever is signed in still lasts; None for a visitor, and on a page without a request."""
    user = getattr(context.get("request"), "user", None)
    return left_of(context["request"]) if user is not None and user.is_authenticated else None


@register.simple_tag
def session_limits() -> dict[str, int]:
    """The two limits in whole minutes and hours; unused minutes only where they end a session earlier."""
    unused, longest = settings.SESSION_IDLE, settings.SESSION_LONGEST
    return {"minutes": unused // 60 if unused < longest else 0, "hours": longest // 3600}


@register.simple_tag
def organization_name() -> str:
    """The organization whose sign-on may be used, or nothing."""
    return str(settings.OIDC_NAME) if settings.OIDC_SERVER_URL else ""


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    """One fictitious account for each role; none outside the demonstration."""
    return accounts_of_the_demonstration()
