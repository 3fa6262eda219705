"""What the columns of this app hold, for the personal-data registry."""

from lipportal.audit.personal import classify_table

classify_table(
    "files.StoredFile",
    retention="partnership",
    personal={"original_name": "free_text", "uploaded_by": "activity"},
    plain={
        "id",
        "code",
        "kind",
        "sha256",
        "size",
        "content_type",
        "storage_name",
        "partnership_code",
        "record_code",
        "retention_class",
        "uploaded_at",
        "ended_at",
        "erased_at",
    },
)
