"""The classes of the accounts app's columns."""

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
