"""The strategies app's kinds and states: enumerations only."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StrategyState(TextChoices):
    """The states of a strategy (domain b2)."""

    DRAFTING = "drafting", _("Drafting")
    COMMUNITY_REVIEW = "community_review", _("Out to the community")
    ADOPTED = "adopted", pgettext_lazy("strategy", "Adopted")
    ACTIVE = "active", pgettext_lazy("strategy", "Active")
    MID_TERM_REVIEW = "mid_term_review", _("In mid-term review")
    RENEWED = "renewed", pgettext_lazy("strategy", "Renewed")
    CLOSED = "closed", pgettext_lazy("strategy", "Closed")


class ResearchKind(TextChoices):
    """The kinds of research (domain b1, R60, R63)."""

    DEMOGRAPHIC_PROFILE = "demographic_profile", _("Demographic profile")
    NEEDS_ASSESSMENT = "needs_assessment", _("Needs assessment")
    ASSET_MAP = "asset_map", _("Asset map")
    INVENTORY = "inventory", _("Capacity and needs inventory")
    SURVEY = "survey", _("Survey")
    LITERATURE = "literature", _("Literature review")
    OTHER = "other", pgettext_lazy("research", "Other")


class ResearchState(TextChoices):
    """Draft or final (R63)."""

    DRAFT = "draft", pgettext_lazy("research", "Draft")
    FINAL = "final", pgettext_lazy("research", "Final")


class Horizon(TextChoices):
    """Short-term settlement or longer-term integration (R69)."""

    SHORT = "short", _("Settling in")
    MEDIUM = "medium", _("Finding a footing")
    LONG = "long", _("Taking part for good")


# The six components of an effective community plan (R59, R60).
COMPONENTS = {
    "context": _("Community context"),
    "vision": pgettext_lazy("component", "Vision"),
    "directions": _("Strategic directions"),
    "action_plan": pgettext_lazy("component", "Action plan"),
    "monitoring": _("Monitoring and evaluation"),
    "communication": _("Communication"),
}

# The texts each component is made of; directions are records of their own.
COMPONENT_TEXTS: dict[str, tuple[str, ...]] = {
    "context": ("demographics", "needs", "assets"),
    "vision": ("vision",),
    "directions": (),
    "action_plan": ("approach",),
    "monitoring": ("monitoring",),
    "communication": ("communication",),
}

TEXT_LABELS = {
    "demographics": _("Who lives here"),
    "needs": _("What is needed"),
    "assets": _("What is there to build on"),
    "vision": pgettext_lazy("component", "Vision"),
    "approach": _("How the yearly plans follow"),
    "monitoring": _("How we will know"),
    "communication": _("Whom we will tell, and how"),
}

DIRECTION_TEXT_LABELS = {
    "title": _("Title"),
    "rationale": _("Why this direction"),
    "immediate": _("What changes soon"),
    "intermediate": _("What changes in some years"),
    "ultimate": _("What it is all for"),
}

# Words may still be written freely; after adoption they change only with an amendment.
OPEN_STATES = (StrategyState.DRAFTING, StrategyState.COMMUNITY_REVIEW)
AMENDABLE_STATES = (StrategyState.ADOPTED, StrategyState.ACTIVE, StrategyState.MID_TERM_REVIEW)
ADOPTED_STATES = (*AMENDABLE_STATES, StrategyState.RENEWED, StrategyState.CLOSED)
IN_FORCE_STATES = (StrategyState.ACTIVE, StrategyState.MID_TERM_REVIEW)
