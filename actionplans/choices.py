"""The actionplans app's kinds and states: enumerations only."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanState(TextChoices):
    """The states of a yearly plan (domain b2)."""

    DRAFTING = "drafting", _("Drafting")
    TABLE_INPUT = "table_input", _("With the tables")
    ADOPTED = "adopted", pgettext_lazy("plan", "Adopted")
    IN_YEAR = "in_year", _("In its year")
    CLOSED = "closed", pgettext_lazy("plan", "Closed")


class ActionKind(TextChoices):
    """The kinds of action; process work counts as much as projects (R23)."""

    PROCESS = "process", _("Working together")
    PROJECT = "project", _("Project")
    RESEARCH = "research", _("Research")
    POLICY_MESSAGE = "policy_message", _("Message to government")
    EVENT = "event", _("Event")


class ActionState(TextChoices):
    """The states of an action (domain b2)."""

    NOT_STARTED = "not_started", pgettext_lazy("action", "Not started")
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    LATE = "late", _("Late")
    DONE = "done", pgettext_lazy("action", "Done")
    STOPPED = "stopped", pgettext_lazy("action", "Stopped")
    CARRIED_OVER = "carried_over", pgettext_lazy("action", "Carried over")


class Obstacle(TextChoices):
    """What stands in the way, if anything."""

    PARTNER_STAFF = "partner_staff", _("A partner’s staff left")
    MONEY = "money", _("Not enough money")
    NO_ANSWER = "no_answer", _("No answer from others")
    RULES = "rules", _("A rule or policy")
    TIME = "time", _("Not enough time")
    OTHER = "other", _("Something else")


# The shape each state is drawn with (templates/components): never colour alone.
STATE_SHAPES = {
    "not_started": "new",
    "on_track": "track",
    "at_risk": "risk",
    "late": "late",
    "done": "done",
    "stopped": "stop",
    "carried_over": "over",
}
