"""Signing in and a person's own settings: the sign-in library's addresses, each public or for who is signed in."""

from tests.architecture.access_rows import EVERYONE, SIGNED_IN, Row, page, post


def both(name: str, place: str = "", *, post_status: int | None = None, **answers) -> list[Row]:
    """A page and its form, answered alike unless the form's answer has a status of its own."""
    status = answers.get("ok_status", 200) if post_status is None else post_status
    return [page(name, place, **answers), post(name, place, **{**answers, "ok_status": status})]


def for_visitors(name: str) -> list[Row]:
    """A visitor's page; whoever is in already is led home."""
    return both(name, ok=SIGNED_IN, ok_status=302, anonymous=200)


def midway(name: str) -> list[Row]:
    """A step of signing in that was not begun: everybody is led back to where it begins."""
    return both(name, ok=EVERYONE, ok_status=302)


def nothing_to_confirm(name: str) -> list[Row]:
    """Saying again who one is: refused to those who have nothing to say it with."""
    return both(name, ok="", forbidden=SIGNED_IN)


PUBLIC = [
    *for_visitors("account_login"),
    *for_visitors("account_signup"),
    *for_visitors("account_request_login_code"),
    page("account_logout", ok=SIGNED_IN, anonymous=302),
    post("account_logout", ok=EVERYONE, ok_status=302),
    page("account_inactive", ok=EVERYONE),
    *both("account_reset_password", ok=EVERYONE),
    page("account_password_reset_completed", ok=EVERYONE),
    *midway("account_email_verification_sent"),
    *midway("account_confirm_login_code"),
    *midway("account_confirm_password_reset_code"),
    *midway("account_complete_password_reset"),
    *midway("mfa_authenticate"),
    *midway("mfa_login_webauthn"),
    page("socialaccount_login_cancelled", ok=EVERYONE),
    page("socialaccount_login_error", ok=EVERYONE, ok_status=401),
    *midway("socialaccount_signup"),
    # Without an organization in the settings there is none to sign in with.
    *both("openid_connect_login", "sign_on", ok="", anonymous=404),
    *both("openid_connect_callback", "sign_on", ok="", anonymous=404),
    # The library's addresses of old lead to those of today.
    *both("/account/social/login/cancelled/", ok=EVERYONE, ok_status=301),
    *both("/account/social/login/error/", ok=EVERYONE, ok_status=301),
    *both("/account/social/signup/", ok=EVERYONE, ok_status=301),
    *both("/account/social/connections/", ok=EVERYONE, ok_status=301),
]

OWN = [
    *both("account_settings", ok=SIGNED_IN),
    post("account_end_sessions", ok=SIGNED_IN, ok_status=302),
    *both("account_email", ok=SIGNED_IN, post_status=302),
    # Nobody in the small world has a password, so the page for changing it leads to the one for the first.
    *both("account_change_password", ok=SIGNED_IN, ok_status=302),
    *both("account_set_password", ok=SIGNED_IN),
    *nothing_to_confirm("account_reauthenticate"),
    *nothing_to_confirm("mfa_reauthenticate"),
    *nothing_to_confirm("mfa_reauthenticate_webauthn"),
    page("mfa_index", ok=SIGNED_IN),
    page("mfa_list_webauthn", ok=SIGNED_IN),
    *both("mfa_activate_totp", ok=SIGNED_IN),
    *both("mfa_generate_recovery_codes", ok=SIGNED_IN),
    *both("mfa_add_webauthn", ok=SIGNED_IN),
    *both("socialaccount_connections", ok=SIGNED_IN),
    # Without an app, codes or a passkey of one's own there is nothing here.
    *both("mfa_deactivate_totp", ok=""),
    page("mfa_view_recovery_codes", ok=""),
    page("mfa_download_recovery_codes", ok=""),
    *both("mfa_remove_webauthn", "passkey", ok=""),
    *both("mfa_edit_webauthn", "passkey", ok=""),
]

ROWS = [*PUBLIC, *OWN]
