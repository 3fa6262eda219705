"""The classes of the accounts app's columns, and of the tables that signing in brings with it."""

from lipportal.audit.personal import classify_table

classify_table(
    "accounts.User",
    retention="account",
    personal={
        "name": "identity",
        "email": "contact",
        "password": "credential",
        "session_stamp": "credential",
        "language": "preference",
        "time_zone": "preference",
        "last_login": "activity",
        "joined_at": "activity",
    },
    plain={"id", "code", "is_active", "needs_second_factor"},
)
classify_table(
    "accounts.SecondFactorReset",
    retention="trail",
    personal={"user": "activity", "asked_by": "activity", "approved_by": "activity", "reason": "free_text"},
    plain={"id", "code", "asked_at", "approved_at"},
)

# --- Tables of the packages that signing in stands on ---------------------------------------------------------------
classify_table(
    "account.EmailAddress",
    retention="account",
    personal={"user": "identity", "email": "contact"},
    plain={"id", "verified", "primary"},
)
classify_table(
    "account.EmailConfirmation",
    retention="account",
    personal={"email_address": "contact", "key": "credential"},
    plain={"id", "created", "sent"},
)
classify_table(
    "mfa.Authenticator",
    retention="account",
    personal={"user": "identity", "data": "credential", "created_at": "activity", "last_used_at": "activity"},
    plain={"id", "type"},
)
classify_table(
    "socialaccount.SocialAccount",
    retention="account",
    personal={
        "user": "identity",
        "uid": "identity",
        "extra_data": "identity",
        "last_login": "activity",
        "date_joined": "activity",
    },
    plain={"id", "provider"},
)
classify_table(
    "socialaccount.SocialApp",
    retention="platform",
    personal={"secret": "credential", "key": "credential"},
    plain={"id", "provider", "provider_id", "name", "client_id", "settings"},
)
classify_table(
    "socialaccount.SocialToken",
    retention="account",
    personal={"account": "identity", "token": "credential", "token_secret": "credential"},
    plain={"id", "app", "expires_at"},
)
classify_table(
    "sessions.Session",
    retention="session",
    personal={"session_key": "credential", "session_data": "activity"},
    plain={"expire_date"},
)
classify_table("auth.Group", retention="platform", plain={"id", "name"})
classify_table("auth.Group_permissions", retention="platform", plain={"id", "group", "permission"})
classify_table("auth.Permission", retention="platform", plain={"id", "name", "content_type", "codename"})
classify_table("contenttypes.ContentType", retention="platform", plain={"id", "app_label", "model"})
