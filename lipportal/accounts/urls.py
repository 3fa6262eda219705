"""Addresses of signing in and of a person's own settings; allauth's pages are marked with who meets them."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account import views as ways_in
from allauth.mfa.base import views as second_factor_views
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as authenticator_app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as organization
from allauth.socialaccount.providers.openid_connect import views as openid
from csp.decorators import csp_update
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from lipportal.accounts.views import demonstration, person, second_factor, sign_on, sign_up
from lipportal.shared.access import public
from lipportal.shared.languages import in_four_languages

PUBLIC_PAGES: tuple[Callable[..., Any], ...] = (
    ways_in.login,
    ways_in.logout,
    ways_in.signup,
    ways_in.account_inactive,
    ways_in.request_login_code,
    ways_in.confirm_login_code,
    ways_in.email_verification_sent,
    ways_in.password_reset,
    ways_in.confirm_password_reset_code,
    ways_in.complete_password_reset,
    ways_in.password_reset_from_key_done,
    second_factor_views.authenticate,
    passkeys.login_webauthn,
    organization.login_cancelled,
    organization.login_error,
    organization.signup,
)
OWN_PAGES: tuple[Callable[..., Any], ...] = (
    ways_in.email,
    ways_in.password_change,
    ways_in.password_set,
    ways_in.reauthenticate,
    second_factor_views.index,
    second_factor_views.reauthenticate,
    authenticator_app.activate_totp,
    authenticator_app.deactivate_totp,
    recovery_codes.view_recovery_codes,
    recovery_codes.generate_recovery_codes,
    recovery_codes.download_recovery_codes,
    passkeys.list_webauthn,
    passkeys.add_webauthn,
    passkeys.edit_webauthn,
    passkeys.remove_webauthn,
    passkeys.reauthenticate_webauthn,
    organization.connections,
)
for page in PUBLIC_PAGES:
    in_four_languages(public(page))
for page in OWN_PAGES:
    page.access = "signed in"  # type: ignore[attr-defined]
for page in (openid.login, openid.callback):
    public(page)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


urlpatterns: list[URLPattern | URLResolver] = [
    path("account/settings/", person.account_settings, name="account_settings"),
    path("account/sessions/end/", person.account_end_sessions, name="account_end_sessions"),
    path("account/stay/", person.stay_signed_in, name="stay_signed_in"),
    path("account/second-factor/", second_factor.second_factor_set_up, name="second_factor_set_up"),
    path(
        "account/second-factor/reset/<slug:code>/",
        second_factor.second_factor_reset_approve,
        name="second_factor_reset_approve",
    ),
    path(
        "account/second-factor/reset/ask/<slug:code>/",
        second_factor.second_factor_reset_ask,
        name="second_factor_reset_ask",
    ),
    path("account/signup/", sign_up.sign_up, name="account_signup"),
]
if settings.OIDC_SERVER_URL:
    # The form that leads to the organization's own sign-on may go there, and only this form may.
    to_organization = csp_update({"form-action": [_origin(settings.OIDC_SERVER_URL)]})(sign_on.sign_on_begin)
    urlpatterns += [
        path("account/oidc/<slug:provider_id>/login/", to_organization, name="openid_connect_login"),
        path("account/oidc/<slug:provider_id>/login/callback/", sign_on.sign_on_return, name="openid_connect_callback"),
    ]
if settings.DEMONSTRATION:
    urlpatterns += [
        path("demo/", demonstration.demo, name="demo"),
        path("demo/sign-in/<slug:role>/", demonstration.demo_sign_in, name="demo_sign_in"),
    ]
urlpatterns += [path("account/", include("allauth.urls"))]
