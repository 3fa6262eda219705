"""Dated updates on actions, what they counted, and the evidence behind them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplans.choices import ActionState, Obstacle
from actionplans.models.action import Action, PlannedOutput
from councils.models import Body, Partnership
from lipportal.shared.bilingual import Language
from lipportal.shared.records import Ending, Record


class Update(Ending, Record):
    """What happened on an action by a day, in its author's language (domain b1)."""

    OWNER_PATH = "author"
    BODY_PATH = "action__body"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    on = models.DateField(_("day"))
    state = models.CharField(_("how it is going"), max_length=12, choices=ActionState.choices)
    text = models.TextField(_("what happened"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default="en")
    obstacle = models.CharField(_("what is in the way"), max_length=14, choices=Obstacle.choices, blank=True)
    # Yes, no longer, or nothing said about it: a word that does not touch the question leaves a call standing.
    wants_help = models.BooleanField(_("asks the council for help"), null=True, blank=True, default=None)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.action}, {self.on}"

    @property
    def body(self) -> Body | None:
        """The body that leads the action."""
        return self.action.body

    def get_absolute_url(self) -> str:
        """Where it stands on its action's page."""
        return f"{self.action.get_absolute_url()}#update-{self.code}"


class OutputCount(models.Model):
    """How many of one planned output an update counted."""

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="counts")
    output = models.ForeignKey(PlannedOutput, on_delete=models.PROTECT, related_name="counts")
    amount = models.PositiveIntegerField(_("how many"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["update", "output"], name="actionplans_count_once")]

    def __str__(self) -> str:
        return f"{self.amount} {self.output.unit.text}"


class Evidence(Ending, Record):
    """A file or a link that shows an update is so."""

    BODY_PATH = "update__action__body"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="evidence")
    caption = models.CharField(_("what it shows"), max_length=200)
    file_code = models.CharField(_("file"), max_length=8, blank=True, editable=False)
    link = models.URLField(_("link"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(file_code="", link=""), name="actionplans_evidence_is_somewhere")
        ]

    def __str__(self) -> str:
        return self.caption

    @property
    def body(self) -> Body | None:
        """The body that leads the action."""
        return self.update.action.body
