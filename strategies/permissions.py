"""Who may, in the strategies app: rows of the readable table of councils.permissions."""

from django.utils.translation import gettext_lazy as _

from councils.choices import Role
from councils.permissions import ANYONE, AT_THE_TABLE, CHAIRS, FEDERAL, STAFF, Condition, grant, permit
from strategies.choices import ADOPTED_STATES, OPEN_STATES

_ADOPTED = [state.value for state in ADOPTED_STATES]
_OPEN = [state.value for state in OPEN_STATES]

ADOPTED = Condition(_("once adopted"), {"state__in": _ADOPTED})
ADOPTED_IN_PUBLIC = Condition(
    _("once adopted, while the partnership’s public page is on"),
    {"state__in": _ADOPTED, "partnership__is_public": True},
)
PART_OF_ADOPTED = Condition(_("once the strategy is adopted"), {"strategy__state__in": _ADOPTED})
PART_OF_ADOPTED_IN_PUBLIC = Condition(
    _("once the strategy is adopted, while the partnership’s public page is on"),
    {"strategy__state__in": _ADOPTED, "partnership__is_public": True},
)
WHILE_DRAFTING = Condition(_("while the strategy is being drafted"), {"strategy__state__in": _OPEN})

OUTSIDE = (*FEDERAL, Role.READER)

permit(
    "strategies.view_strategy",
    _("Read a strategy"),
    grant([ANYONE], when=ADOPTED_IN_PUBLIC),
    grant(OUTSIDE, when=ADOPTED),
    grant(AT_THE_TABLE),
    sees="strategies.Strategy",
)
permit("strategies.create_strategy", _("Begin a strategy"), grant(STAFF), grant(CHAIRS))
permit("strategies.edit_component", _("Write a strategy’s components"), grant(STAFF), grant(CHAIRS))
permit("strategies.put_to_community", _("Put the strategy to the community"), grant(STAFF), grant(CHAIRS))
permit("strategies.adopt_strategy", _("Record that the strategy was adopted"), grant(CHAIRS), grant(STAFF))
permit("strategies.activate_strategy", _("Put the strategy into action"), grant(CHAIRS), grant(STAFF))
permit("strategies.review_strategy", _("Begin the mid-term review"), grant(CHAIRS), grant(STAFF))
permit("strategies.close_strategy", _("Close the strategy"), grant(CHAIRS), grant(STAFF))
permit("strategies.amend_strategy", _("Amend an adopted strategy"), grant(CHAIRS), grant(STAFF))

permit(
    "strategies.view_amendment",
    _("Read the amendments of a strategy"),
    grant([ANYONE], when=PART_OF_ADOPTED_IN_PUBLIC),
    grant(OUTSIDE, when=PART_OF_ADOPTED),
    grant(AT_THE_TABLE),
    sees="strategies.Amendment",
)
permit(
    "strategies.view_direction",
    _("Read a direction"),
    grant([ANYONE], when=PART_OF_ADOPTED_IN_PUBLIC),
    grant(OUTSIDE, when=PART_OF_ADOPTED),
    grant(AT_THE_TABLE),
    sees="strategies.Direction",
)
permit("strategies.create_direction", _("Add a direction"), grant(STAFF), grant(CHAIRS))
permit(
    "strategies.edit_direction",
    _("Write a direction"),
    grant(STAFF),
    grant(CHAIRS),
    grant([Role.TABLE_LEAD], within="body", when=WHILE_DRAFTING),
)
permit("strategies.move_direction", _("Put directions in order"), grant(STAFF), grant(CHAIRS))
permit("strategies.end_direction", _("End a direction"), grant(STAFF), grant(CHAIRS))

permit("strategies.view_research", _("Read the research"), grant(AT_THE_TABLE), sees="strategies.ResearchItem")
permit("strategies.create_research", _("Add research"), grant(STAFF), grant(CHAIRS))
permit("strategies.edit_research", _("Keep the list of research"), grant(STAFF), grant(CHAIRS))
permit("strategies.end_research", _("End a piece of research"), grant(STAFF), grant(CHAIRS))
permit("strategies.view_finding", _("Read the findings"), grant(AT_THE_TABLE), sees="strategies.Finding")
permit("strategies.create_finding", _("Add a finding"), grant(STAFF), grant(CHAIRS))
permit("strategies.edit_finding", _("Write a finding"), grant(STAFF), grant(CHAIRS))
permit("strategies.end_finding", _("End a finding"), grant(STAFF), grant(CHAIRS))
