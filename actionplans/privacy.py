"""The classes of the actionplans app's columns."""

from lipportal.audit.personal import classify_table

RECORD = {"id", "code", "version", "created_at", "changed_at"}
TRANSLATED = {"written_in", "language_notes"}

classify_table(
    "actionplans.ActionPlan",
    retention="partnership",
    personal={"adopted_by": "activity", "no_motion_reason": "free_text", "motion": "free_text"},
    plain=RECORD
    | TRANSLATED
    | {"partnership", "strategy", "year", "state", "priorities_en", "priorities_fr", "adopted_on"},
)
classify_table(
    "actionplans.Action",
    retention="partnership",
    personal={"description_en": "free_text", "description_fr": "free_text", "ended_because": "free_text"},
    plain=RECORD
    | TRANSLATED
    | {
        "partnership",
        "plan",
        "direction",
        "title_en",
        "title_fr",
        "kind",
        "body",
        "lead",
        "starts_on",
        "due_on",
        "state",
        "is_quick_win",
        "equity_notes",
        "planned",
        "carried_from",
        "last_update_on",
        "folded_names",
        "ended_on",
    },
)
classify_table(
    "actionplans.PlannedOutput", retention="partnership", plain={"id", "action", "amount", "unit_en", "unit_fr"}
)
classify_table(
    "actionplans.Update",
    retention="partnership",
    personal={"author": "activity", "text": "free_text", "ended_because": "free_text"},
    plain=RECORD | {"partnership", "action", "on", "state", "language", "obstacle", "wants_help", "ended_on"},
)
classify_table("actionplans.OutputCount", retention="partnership", plain={"id", "update", "output", "amount"})
classify_table(
    "actionplans.Evidence",
    retention="partnership",
    personal={"caption": "free_text", "link": "free_text", "ended_because": "free_text"},
    plain=RECORD | {"partnership", "update", "file_code", "ended_on"},
)
classify_table("actionplans.Action_partners", retention="partnership", plain={"id", "action", "organization"})
classify_table("actionplans.Action_funders", retention="partnership", plain={"id", "action", "organization"})
