"""What the reporting app registers with the platform beneath it: deadlines, notices, files, work, the frame."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lipportal.accounts.registry import demo_accounts_from
from lipportal.files.registry import FileKind
from lipportal.files.registry import register_kind as register_file_kind
from lipportal.jobs.registry import register_kind as register_job_kind
from lipportal.notices.registry import register_deadline, register_mail, register_notice
from reporting import surroundings  # noqa: F401 - draws the frame
from reporting.deadlines import REPORT_DUE
from reporting.demo.cast import demo_accounts
from reporting.queries import (
    evidence,  # noqa: F401 - officers open the evidence a report holds
    line_chain,  # noqa: F401 - hangs the report line on the chain
    published,  # noqa: F401 - tells those beyond the table how an action went
    reports_visible_to,
    submitted_reports_visible_to,
)
from reporting.queries.versions import is_public_document


def may_open_document(user: Any, stored: Any) -> bool:
    """Whoever may read the submitted report may open what was drawn from it; what is published is anyone's."""
    return is_public_document(stored.code) or any(
        rows.filter(code=stored.record_code, first_submitted_at__isnull=False).exists()
        for rows in (reports_visible_to(user), submitted_reports_visible_to(user))
    )


register_deadline(REPORT_DUE)
demo_accounts_from(demo_accounts)
register_file_kind(FileKind("reporting.document", may_open=may_open_document, retention="partnership", accepts={"pdf"}))
register_job_kind("report_document", _("Yearly report as PDF"))
register_mail("report_due", _("Reminder of a yearly report"))
register_mail("report_submitted", _("Yearly report submitted"))
register_mail("report_returned", _("Yearly report returned with notes"))
register_mail("report_accepted", _("Yearly report accepted"))
register_notice("report_asks_approval", _("The yearly report %(year)s waits for your approval."))
register_notice("report_approved", _("The co-chairs approved the yearly report %(year)s. It can be submitted."))
register_notice("report_submitted", _("%(name)s submitted its yearly report %(year)s."))
register_notice("report_returned", _("The officer returned the yearly report %(year)s with notes."))
register_notice("report_accepted", _("The officer accepted the yearly report %(year)s."))
