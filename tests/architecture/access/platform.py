"""The platform's addresses: drafts, files, jobs, notices, mail, the second proof; and who gets what."""

from tests.architecture.access_rows import EVERYONE, SIGNED_IN, page, post

ROWS = [
    # Whoever is signed in keeps and lets go their own drafts; a visitor may take a half-filled form along.
    post("drafts:save", ok=SIGNED_IN),
    post("drafts:discard", ok=SIGNED_IN, ok_status=302),
    post("drafts:keep", ok=EVERYONE, ok_status=302),
    # Without a code that is theirs, a file, a job, a notice and a mail are unknown to everybody.
    page("files:open", "unknown_code", ok="", anonymous=404),
    page("jobs:job_detail", "unknown_code", ok=""),
    post("jobs:job_restart", "unknown_code", ok=""),
    page("notices:notice_open", "unknown_code", ok=""),
    page("notices:notice_list", ok=SIGNED_IN),
    post("notices:notice_read_all", ok=SIGNED_IN, ok_status=302),
    page("notices:mail_list", ok="administrator", otherwise=403),
    page("notices:mail_detail", "unknown_code", ok=""),
    post("notices:mail_retry", "unknown_code", ok=""),
    # The demonstration's mails exist in the demonstration alone.
    page("notices:demo_mail_list", ok="", anonymous=404),
    page("notices:demo_mail_detail", "unknown_code", ok="", anonymous=404),
    # Setting up a second proof is one's own; a reset is asked for by those who may.
    page("second_factor_set_up", ok=SIGNED_IN),
    page("second_factor_reset_ask", "user", ok="administrator regional_lead", otherwise=404),
    post("second_factor_reset_approve", "unknown_code", ok=""),
]
