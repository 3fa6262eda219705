"""Who may, in the reporting app: rows of the readable table of councils.permissions.

Before submission a report is the partnership's alone; afterwards an officer reads exactly what was submitted, frozen
(design 2.7). Nobody reviews their own partnership: the officer's grants and the table's never overlap in `rules`.
"""

from django.utils.translation import gettext_lazy as _

from councils.choices import Role
from councils.permissions import ANYONE, AT_THE_TABLE, CHAIRS, FEDERAL, SIGNED_IN, STAFF, Condition, grant, permit

ONCE_SUBMITTED = Condition(_("once submitted"), {"first_submitted_at__isnull": False})
ONCE_PUBLISHED = Condition(_("once published"), {"state__in": ["published"]})
UNDER_REVIEW = Condition(_("while it is with the officer"), {"state__in": ["submitted", "resubmitted"]})
NOTES_SENT = Condition(_("once sent"), {"sent_at__isnull": False})

permit("reporting.view_day", _("Open My day"), grant([SIGNED_IN], within="anywhere"))
permit(
    "reporting.view_report",
    _("Open the yearly report’s workshop"),
    grant(AT_THE_TABLE),
    sees="reporting.YearlyReport",
)
permit("reporting.start_report", _("Start the yearly report"), grant(STAFF))
permit("reporting.write_report", _("Write the yearly report"), grant(STAFF))
permit("reporting.ask_approval", _("Hand the report to the co-chairs"), grant(STAFF))
permit("reporting.take_back_report", _("Take the report back to writing"), grant([*STAFF, *CHAIRS]))
permit("reporting.approve_report", _("Approve the report for the council"), grant(CHAIRS))
permit("reporting.submit_report", _("Submit the report to the officer"), grant([*STAFF, *CHAIRS]))
permit("reporting.reply_note", _("Answer the officer’s notes"), grant(STAFF))
permit("reporting.publish_report", _("Publish the accepted report"), grant([*STAFF, *CHAIRS]))
permit("reporting.view_queue", _("See the queue of reports"), grant(FEDERAL, within="anywhere"))
permit("reporting.view_submitted_report", _("Read the submitted report"), grant(FEDERAL, when=ONCE_SUBMITTED))
permit("reporting.note_report", _("Write notes on the report"), grant(FEDERAL, when=UNDER_REVIEW))
permit("reporting.return_report", _("Return the report"), grant(FEDERAL, when=UNDER_REVIEW))
permit("reporting.accept_report", _("Accept the report"), grant(FEDERAL, when=UNDER_REVIEW))
permit("reporting.view_published_report", _("Read the published report"), grant([ANYONE], when=ONCE_PUBLISHED))
permit(
    "reporting.view_note",
    _("Read the officer’s notes"),
    grant(FEDERAL),
    grant(AT_THE_TABLE, when=NOTES_SENT),
    sees="reporting.ReviewNote",
)
permit(
    "reporting.view_trail",
    _("Read the trail of a partnership"),
    grant([*STAFF, *CHAIRS]),
    grant([Role.ADMINISTRATOR], within="anywhere"),
)
permit("reporting.view_components", _("See the component library"), grant([ANYONE], within="anywhere"))
