"""The classes of the notices app's columns."""

from lipportal.audit.personal import classify_table

classify_table(
    "notices.Mail",
    retention="mail",
    personal={
        "to_user": "activity",
        "to_address": "contact",
        "subject": "free_text",
        "body_text": "free_text",
        "body_html": "free_text",
        "attachments": "free_text",
        "language": "preference",
    },
    plain={
        "id",
        "code",
        "key",
        "template",
        "is_security",
        "state",
        "attempts",
        "next_try_at",
        "claimed_at",
        "handed_at",
        "message_id",
        "expires_at",
        "sent_at",
        "is_shown_only",
        "failure",
        "failure_detail",
        "partnership_code",
        "created_at",
    },
)
classify_table(
    "notices.Reminder",
    retention="mail",
    personal={"user": "activity"},
    plain={
        "id",
        "key",
        "kind",
        "record_code",
        "step",
        "due_at",
        "partnership_code",
        "made_at",
        "sweep",
        "mail",
        "state",
        "dropped_because",
    },
)
classify_table(
    "notices.Notice",
    retention="mail",
    personal={"user": "activity", "params": "free_text"},
    plain={"id", "code", "key", "kind", "url", "partnership_code", "created_at", "read_at"},
)
