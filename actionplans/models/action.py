"""Actions and the outputs planned for them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.choices import ActionKind, ActionState
from actionplans.models.action_plan import ActionPlan
from councils.models import Body, Organization, Partnership
from lipportal.shared.bilingual import Bilingual, Shown, shown
from lipportal.shared.folding import FoldedField, fold
from lipportal.shared.records import Ending, Record
from strategies.models import Direction


class Action(Bilingual, Ending, Record):
    """One action under a direction: who leads, with whom, from when to when, and how it goes (R61, R77, R81).

    `planned` repeats the planned outputs as plain values, so that they stand in every version and every line of the
    trail beside the other words of the action; the rows of PlannedOutput are what updates count against.
    """

    OPEN_STATES = ("not_started", "on_track", "at_risk", "late")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="actions")
    direction = models.ForeignKey(
        Direction, verbose_name=_("direction"), on_delete=models.PROTECT, related_name="actions"
    )
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=160, blank=True)
    description_en = models.TextField(_("what it is, in English"), blank=True)
    description_fr = models.TextField(_("what it is, in French"), blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=ActionKind.choices, default="project")
    body = models.ForeignKey(Body, verbose_name=_("led by the body"), null=True, blank=True, on_delete=models.PROTECT)
    lead = models.ForeignKey(
        Organization,
        verbose_name=_("lead organization"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    partners = models.ManyToManyField(Organization, verbose_name=_("partners"), blank=True, related_name="+")
    funders = models.ManyToManyField(Organization, verbose_name=_("funders"), blank=True, related_name="+")
    starts_on = models.DateField(_("begins"))
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=12, choices=ActionState.choices, default="not_started")
    is_quick_win = models.BooleanField(_("a quick win"), default=False)
    equity_notes = models.TextField(_("who might be left out"), blank=True)
    carried_from = models.ForeignKey(
        "self",
        verbose_name=_("carried over from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_to",
    )
    planned = models.JSONField(_("planned outputs"), default=list, blank=True, editable=False)
    last_update_on = models.DateField(_("last word"), null=True, blank=True, editable=False)
    folded_names = FoldedField(_("title, folded"))

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title_en="", title_fr=""), name="actionplans_action_titled"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("starts_on")), name="actionplans_action_dates"
            ),
        ]
        indexes = [models.Index(fields=["plan", "state"], name="actionplans_action_state")]

    def __str__(self) -> str:
        return self.title.text

    @property
    def title(self) -> Shown:
        """The title in the page's language, or the other."""
        return shown(self, "title")

    @property
    def description(self) -> Shown:
        """What it is, in the page's language, or the other."""
        return shown(self, "description")

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("actionplans:action_detail", kwargs={"slug": self.partnership.slug, "code": self.code})

    def refold(self) -> None:
        """Bring the folded column up to the titles."""
        self.folded_names = fold(f"{self.title_en} | {self.title_fr}")

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the folded column up to date."""
        self.refold()
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class PlannedOutput(models.Model):
    """A number of something an action should bring about; counts are added per unit, never across units."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="planned_outputs")
    amount = models.PositiveIntegerField(_("how many"))
    unit_en = models.CharField(_("of what, in English"), max_length=80, blank=True)
    unit_fr = models.CharField(_("of what, in French"), max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(unit_en="", unit_fr=""), name="actionplans_output_unit")
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.text}"

    @property
    def unit(self) -> Shown:
        """The unit in the page's language, or the other."""
        return shown(self, "unit")
