"""How allauth's ways in are made ours: who may open an account, what a claim is worth, how mail leaves."""

import base64
import hashlib
import io
import logging
import time
from typing import Any

import qrcode
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from lipportal.accounts.browsers import is_known
from lipportal.accounts.choices import NEWS_OF_CHANGE_LASTS
from lipportal.accounts.models import User
from lipportal.accounts.queries import active_user_with, second_factors_of
from lipportal.accounts.registry import welcome_for
from lipportal.accounts.sessions import drop_claim, note_claim
from lipportal.notices.services import post_mail
from lipportal.shared import clock
from lipportal.shared.codes import new_code

log = logging.getLogger(__name__)

OUR_STAGES = {"allauth.mfa.stages.AuthenticateStage": "lipportal.accounts.stages.SecondFactorStage"}

# allauth's mails by the name it asks for, and ours that go out instead; any other tells of a change to the account.
MAILS = {
    "account/email/login_code": "account/sign_in_code",
    "account/email/password_reset_code": "account/password_code",
    "account/email/email_confirmation": "account/address_code",
    "account/email/email_confirmation_signup": "account/address_code",
    "account/email/unknown_account": "account/unknown_address",
    "account/email/account_already_exists": "account/address_taken",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by invitation only, mail through the outbox, redirects inside this portal."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("This e-mail and this password do not go together. Try again, or ask for a code."),
        "incorrect_code": _("This is not the code we sent. Look at the newest mail."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("That was many tries in a short time. Wait a few minutes, then try again."),
        "rate_limited": _("That was many tries in a short time. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only for a visitor who holds an invitation."""
        return welcome_for(request) is not None

    def get_login_stages(self) -> list[str]:
        """Allauth's steps, with ours for the second proof."""
        return [OUR_STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The portal's front page, in the language of the page that was left."""
        return reverse("home")

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this very portal."""
        request = current.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within minutes of signing in: nobody is asked twice for what they have just given."""
        records = get_authentication_records(current.request, current.request.user)
        if records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By the account alone: another name of this host, or another port, begins no new count."""
        return str(credentials.get("email", "")).lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this try for the account and for the address; in a browser that is known for this person, for itself.

        So guessing is stopped without keeping out those at whom, or beside whom, it is done.
        """
        email = credentials.get("email", "")
        if not is_known(request, email):
            super().pre_authenticate(request, **credentials)
            return
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed",
            config={"login_failed": settings.KNOWN_BROWSER_TRIES},
            key=f"browser:{email.lower()}",
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail in the outbox, in the reader's language, known or not known to us: the two take as long."""
        template = MAILS.get(template_prefix, "account/change_made")
        user = context.get("user") or User.objects.filter(email=email.strip().lower()).first()
        post_mail(
            template,
            to_user=user,
            to_address=email,
            language=user.language if user else get_language() or settings.LANGUAGE_CODE,
            context={
                "name": user.name if user else "",
                "code": str(context.get("code", "")),
                "change": template_prefix.rsplit("/", 1)[-1],
                "address": email,
            },
            key=f"{template}:{new_code()}{new_code()}",
            is_security=True,
            expires_at=None if template_prefix in MAILS else clock.now() + NEWS_OF_CHANGE_LASTS,
        )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-on through an organization: for people who already have an account here, by their proven address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: an organization vouches for people, it does not open accounts."""
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, **said: Any) -> None:
        """Leave a line for whoever runs the portal, without a word about the person; turning back is no failure."""
        if said.get("error") != AuthError.CANCELLED:
            log.warning("Sign-on through the organization failed: %s", type(said.get("exception")).__name__)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The open account whose own address the organization says is proven; nothing less than true counts."""
        for address in sociallogin.email_addresses:
            if address.verified is True and (user := active_user_with(address.email)):
                return user, address.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Note what the organization says of a second proof; refuse to tie its account to another one here."""
        drop_claim(request)
        if sociallogin.state.get("process") == "connect":
            messages.info(request, gettext("Nothing to connect: your organization’s sign-on uses your e-mail."))
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_settings")))
        if sociallogin.is_existing and claims_second_factor(sociallogin.account.extra_data or {}):
            note_claim(request, sociallogin.user)


def claims_second_factor(said: dict[str, Any]) -> bool:
    """Whether the signed ID token, or what the provider tells of the person, holds a configured claim and value."""
    name, wanted = settings.OIDC_SECOND_FACTOR_CLAIM, set(settings.OIDC_SECOND_FACTOR_VALUES)
    if not name or not wanted:
        return False
    for source in (said.get("id_token"), said.get("userinfo")):
        value = source.get(name) if isinstance(source, dict) else None
        values = value if isinstance(value, list) else [value]
        if wanted & {str(each) for each in values if each is not None}:
            return True
    return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second proofs: secrets sealed in the database, plain names, and never the last one off where a role needs it."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code does not fit. Codes change every half minute: try the next one."),
        "cannot_delete_authenticator": _("Your role needs a second proof. Set up a passkey first, then turn this off."),
        "unverified_email": _("Confirm your e-mail first, then set up a second proof."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret, also one sealed with an earlier key."""
        return _seal().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of a person whose role needs it."""
        others = second_factors_of(authenticator.user).exclude(pk=authenticator.pk)
        return not authenticator.user.needs_second_factor or others.exists()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's name
        """A first name for a passkey, which its owner can change."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)d") % {"number": count + 1}

    def build_totp_svg(self, url: str) -> str:
        """The key as a picture on white, so that a phone reads it on a dark page too."""
        drawn = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)


def _seal() -> MultiFernet:
    """The keys that seal stored secrets, made from the portal's own, the present one first."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"lipportal.accounts.second-factor:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
