"""The platform's addresses: drafts, files, jobs, notices, mail, the second proof; and who gets what."""

from tests.architecture.access_rows import AT_THE_TABLE, EVERYONE, SIGNED_IN, page, post

ROWS = [
    # Whoever is signed in keeps and lets go their own drafts; a visitor may take a half-filled form along.
    post("drafts:save", ok=SIGNED_IN),
    post("drafts:discard", ok=SIGNED_IN, ok_status=302),
    post("drafts:keep", ok=EVERYONE, ok_status=302),
    # What is somebody's own is there for them alone: a job, a notice. A file is there for those who see its record.
    page("files:open", "file_evidence", ok=AT_THE_TABLE, anonymous=404),
    page("jobs:job_detail", "job_failed", ok="coordinator"),
    post("jobs:job_restart", "job_failed", ok="coordinator", ok_status=302),
    page("notices:notice_open", "notice", ok="coordinator", ok_status=302),
    page("notices:notice_list", ok=SIGNED_IN),
    post("notices:notice_read_all", ok=SIGNED_IN, ok_status=302),
    # How the portal stands: a page for those who look after it, one word for whoever asks.
    page("health:page", ok="administrator", otherwise=403),
    page("health_plain:told", ok=EVERYONE, anonymous=200),
    page("health_plain:live", ok=EVERYONE, anonymous=200),
    page("notices:mail_list", ok="administrator", otherwise=403),
    page("notices:mail_detail", "mail_failed", ok="administrator"),
    post("notices:mail_retry", "mail_failed", ok="administrator", ok_status=302),
    *(
        each(name, "unknown_code", ok="", **({"anonymous": 404} if name == "files:open" else {}))
        for name, each in (
            ("files:open", page),
            ("jobs:job_detail", page),
            ("jobs:job_restart", post),
            ("notices:notice_open", page),
            ("notices:mail_detail", page),
            ("notices:mail_retry", post),
        )
    ),
    # The demonstration's mails exist in the demonstration alone.
    page("notices:demo_mail_list", ok="", anonymous=404),
    page("notices:demo_mail_detail", "unknown_code", ok="", anonymous=404),
    # Whoever is signed in may say that they are still there.
    post("stay_signed_in", ok=SIGNED_IN, ok_status=204),
    # Setting up a second proof is one's own; a reset is asked for by those who may, and approved by another of them.
    page("second_factor_set_up", ok=SIGNED_IN),
    page("second_factor_reset_ask", "user", ok="administrator regional_lead"),
    post("second_factor_reset_ask", "user", ok="administrator regional_lead"),
    page("second_factor_reset_approve", "reset", ok="administrator regional_lead"),
    post("second_factor_reset_approve", "reset", ok="administrator regional_lead", ok_status=302),
]
