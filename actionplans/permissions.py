"""Who may, in the actionplans app: rows of the readable table of councils.permissions."""

from django.utils.translation import gettext_lazy as _

from councils.choices import Role
from councils.permissions import ANYONE, AT_THE_TABLE, CHAIRS, FEDERAL, STAFF, Condition, grant, permit

ADOPTED_STATES = ["adopted", "in_year", "closed"]

PLAN_ADOPTED = Condition(_("once adopted"), {"state__in": ADOPTED_STATES})
PLAN_PUBLISHED = Condition(
    _("once adopted, while the partnership’s public page is on"),
    {"state__in": ADOPTED_STATES, "partnership__is_public": True},
)
# An action taken out of the draft never reaches anybody beyond the table.
ACTION_ADOPTED = Condition(_("once adopted"), {"plan__state__in": ADOPTED_STATES, "ended_on__isnull": True})
ACTION_PUBLISHED = Condition(
    _("once adopted, while the partnership’s public page is on"),
    {"plan__state__in": ADOPTED_STATES, "ended_on__isnull": True, "partnership__is_public": True},
)
OF_THE_TABLE = (Role.TABLE_LEAD, Role.MEMBER, Role.NEWCOMER_ADVISOR)

# --- The plan ------------------------------------------------------------------------------------------------------
permit(
    "actionplans.view_plan",
    _("See the action plan"),
    grant([ANYONE], when=PLAN_PUBLISHED),
    grant([*FEDERAL, Role.READER], when=PLAN_ADOPTED),
    grant(AT_THE_TABLE),
    sees="actionplans.ActionPlan",
)
permit("actionplans.create_plan", _("Start the plan of a year"), grant([*STAFF, *CHAIRS]))
permit("actionplans.edit_plan", _("Edit the plan’s priorities, and carry actions over"), grant([*STAFF, *CHAIRS]))
permit("actionplans.put_to_tables", _("Put the plan to the tables"), grant([*STAFF, *CHAIRS]))
permit("actionplans.adopt_plan", _("Record that the plan was adopted"), grant([*CHAIRS, *STAFF]))
permit("actionplans.open_year", _("Open the plan’s year"), grant([*STAFF, *CHAIRS]))
permit("actionplans.close_plan", _("Close the plan’s year"), grant([*STAFF, *CHAIRS]))

# --- Its actions -----------------------------------------------------------------------------------------------------
permit(
    "actionplans.view_action",
    _("See actions and what is planned"),
    grant([ANYONE], when=ACTION_PUBLISHED),
    grant([*FEDERAL, Role.READER], when=ACTION_ADOPTED),
    grant(AT_THE_TABLE),
    sees="actionplans.Action",
)
permit("actionplans.create_action", _("Add an action to the plan"), grant([*STAFF, *CHAIRS, Role.TABLE_LEAD]))
permit(
    "actionplans.edit_action",
    _("Edit an action"),
    grant([*STAFF, *CHAIRS]),
    grant([Role.TABLE_LEAD], within="body"),
)
permit("actionplans.amend_action", _("Change an action after the plan was adopted"), grant([*STAFF, *CHAIRS]))
permit(
    "actionplans.end_action",
    _("Take an action out of the draft plan"),
    grant([*STAFF, *CHAIRS]),
    grant([Role.TABLE_LEAD], within="body"),
)

# --- Updates and evidence: never beyond the table before a report holds them (design 2.7) -----------------------------
permit(
    "actionplans.view_update",
    _("See how actions go: updates, counts and obstacles"),
    grant(AT_THE_TABLE),
    sees="actionplans.Update",
)
permit(
    "actionplans.add_update",
    _("Say how an action goes"),
    grant([*STAFF, *CHAIRS]),
    grant(OF_THE_TABLE, within="body"),
)
permit("actionplans.edit_update", _("Correct or withdraw an update"), grant([*STAFF, *CHAIRS]), grant([], within="own"))
permit(
    "actionplans.view_evidence",
    _("Open the evidence of an update"),
    grant(AT_THE_TABLE),
    sees="actionplans.Evidence",
)
permit(
    "actionplans.add_evidence",
    _("Add evidence to an update"),
    grant([*STAFF, *CHAIRS]),
    grant(OF_THE_TABLE, within="body"),
)
permit(
    "actionplans.end_evidence",
    _("Withdraw evidence"),
    grant([*STAFF, *CHAIRS]),
    grant([Role.TABLE_LEAD], within="body"),
)
