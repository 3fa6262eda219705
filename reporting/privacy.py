"""The classes of the reporting app's columns."""

from lipportal.audit.personal import classify_table

RECORD = {"id", "code", "version", "created_at", "changed_at"}

classify_table(
    "reporting.YearlyReport",
    retention="partnership",
    personal={
        "adopted_by": "activity",
        "submitted_by": "activity",
        "returned_by": "activity",
        "accepted_by": "activity",
        "published_by": "activity",
        "no_motion_reason": "free_text",
        "observations": "free_text",
    },
    plain=RECORD
    | {
        "partnership",
        "plan",
        "year",
        "language",
        "state",
        "adopted_on",
        "motion",
        "submitted_at",
        "first_submitted_at",
        "returned_at",
        "answer_due_on",
        "accepted_at",
        "published_at",
    },
)
classify_table(
    "reporting.ReportSection",
    retention="partnership",
    personal={"text_en": "free_text", "text_fr": "free_text"},
    plain=RECORD | {"partnership", "report", "number", "is_nothing", "written_in", "language_notes"},
)
classify_table(
    "reporting.VarianceReason",
    retention="partnership",
    personal={"text_en": "free_text", "text_fr": "free_text"},
    plain=RECORD | {"partnership", "report", "action", "is_nothing", "written_in", "language_notes"},
)
classify_table(
    "reporting.ReviewNote",
    retention="partnership",
    personal={
        "text": "free_text",
        "reply": "free_text",
        "author": "activity",
        "replied_by": "activity",
        "ended_because": "free_text",
    },
    plain=RECORD
    | {
        "partnership",
        "report",
        "section",
        "line",
        "severity",
        "language",
        "sent_at",
        "replied_at",
        "settled_at",
        "ended_on",
    },
)
classify_table(
    "reporting.ReportDocument",
    retention="partnership",
    plain={"id", "report", "copy", "language", "format", "renderer_version", "job", "file_code", "made_at"},
)
