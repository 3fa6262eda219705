"""The classes of the drafts app's columns."""

from lipportal.audit.personal import classify_table

classify_table(
    "drafts.Draft",
    retention="working",
    personal={"owner": "activity", "owner_link": "credential", "body": "free_text"},
    plain={"id", "form", "record_code", "base_version", "saved_at"},
)
classify_table(
    "drafts.Intention",
    retention="working",
    personal={"by": "activity"},
    plain={"id", "key", "form", "result_url", "at"},
)
