"""The classes of the jobs app's columns."""

from lipportal.audit.personal import classify_table

classify_table(
    "jobs.Job",
    retention="working",
    personal={"owner": "activity", "failure_text": "free_text", "outcome": "free_text"},
    plain={
        "id",
        "code",
        "key",
        "kind",
        "task",
        "arguments",
        "state",
        "done_count",
        "total_count",
        "partnership_code",
        "result_url",
        "result_file",
        "failure",
        "attempts",
        "created_at",
        "queued_at",
        "started_at",
        "heartbeat_at",
        "finished_at",
    },
)
