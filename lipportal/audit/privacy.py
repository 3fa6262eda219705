"""The classes of the audit app's columns."""

from lipportal.audit.personal import classify_table

classify_table(
    "audit.Entry",
    retention="trail",
    personal={
        "by": "activity",
        "on_behalf_of": "identity",
        "before": "free_text",
        "after": "free_text",
        "because": "free_text",
    },
    plain={"id", "at", "action", "noun", "record_code", "partnership_code", "reference", "mark"},
)
classify_table(
    "audit.Version",
    retention="trail",
    personal={"values": "free_text", "by": "activity"},
    plain={"id", "noun", "record_code", "number", "at", "mark"},
)
classify_table(
    "audit.FrozenCopy",
    retention="partnership",
    personal={"body": "free_text", "by": "activity"},
    plain={
        "id",
        "code",
        "noun",
        "record_code",
        "partnership_code",
        "number",
        "schema_version",
        "fingerprint",
        "at",
        "mark",
    },
)
classify_table("audit.Checkpoint", retention="trail", plain={"id", "number", "at", "lines", "last", "signature"})
classify_table("audit.Seal", retention="platform", plain={"id", "is_open"})
