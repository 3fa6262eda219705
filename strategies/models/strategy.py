"""A strategy (community plan) over one to five fiscal years."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.models import Partnership
from councils.models.adoption import Adopted, adoption_constraint
from lipportal.shared.bilingual import Bilingual, Shown, shown
from lipportal.shared.clock import FiscalYear
from lipportal.shared.records import Record
from strategies.choices import AMENDABLE_STATES, COMPONENTS, OPEN_STATES, StrategyState


class Strategy(Bilingual, Adopted, Record):
    """The six components of a community plan over its years (R15, R59–R61, design 2.3).

    Directions and the action plan have tables of their own; the other components are texts here.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    first_year = models.PositiveSmallIntegerField(_("first fiscal year"))
    last_year = models.PositiveSmallIntegerField(_("last fiscal year"))
    state = models.CharField(
        _("state"), max_length=18, choices=StrategyState.choices, default="drafting", editable=False
    )
    vision_en = models.TextField(_("vision in English"), blank=True)
    vision_fr = models.TextField(_("vision in French"), blank=True)
    demographics_en = models.TextField(_("who lives here, in English"), blank=True)
    demographics_fr = models.TextField(_("who lives here, in French"), blank=True)
    needs_en = models.TextField(_("what is needed, in English"), blank=True)
    needs_fr = models.TextField(_("what is needed, in French"), blank=True)
    assets_en = models.TextField(_("what is there to build on, in English"), blank=True)
    assets_fr = models.TextField(_("what is there to build on, in French"), blank=True)
    approach_en = models.TextField(_("how the yearly plans follow, in English"), blank=True)
    approach_fr = models.TextField(_("how the yearly plans follow, in French"), blank=True)
    monitoring_en = models.TextField(_("how we will know, in English"), blank=True)
    monitoring_fr = models.TextField(_("how we will know, in French"), blank=True)
    communication_en = models.TextField(_("whom we will tell and how, in English"), blank=True)
    communication_fr = models.TextField(_("whom we will tell and how, in French"), blank=True)

    class Meta:
        verbose_name_plural = "strategies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year"), last_year__lt=models.F("first_year") + 5),
                name="strategies_strategy_one_to_five_years",
            ),
            adoption_constraint(
                "strategies_strategy_adopted", ["adopted", "active", "mid_term_review", "renewed", "closed"]
            ),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=models.Q(state__in=["active", "mid_term_review"]),
                name="strategies_one_active",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Strategy %(years)s") % {"years": self.span}

    @property
    def years(self) -> list[FiscalYear]:
        """Its fiscal years, in order."""
        return [FiscalYear(start) for start in range(self.first_year, self.last_year + 1)]

    @property
    def span(self) -> str:
        """Its years in short, as pages say it: “2026–29”."""
        return f"{self.first_year}–\u2060{(self.last_year + 1) % 100:02d}"

    @property
    def vision(self) -> Shown:
        """The vision in the page's language, or the other."""
        return shown(self, "vision")

    @property
    def is_open(self) -> bool:
        """Whether its words may still be written freely."""
        return self.state in OPEN_STATES

    @property
    def is_amendable(self) -> bool:
        """Whether its words may change with an amendment."""
        return self.state in AMENDABLE_STATES

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("strategies:strategy_detail", kwargs={"slug": self.partnership.slug, "code": self.code})


class Amendment(Bilingual, Record):
    """What was changed in a strategy after its adoption, when and why (report section 4).

    It names the record it changed and the versions before and after, so that both texts can be read side by side.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="amendments")
    on = models.DateField(_("day"))
    what_en = models.TextField(_("what changed, in English"), blank=True)
    what_fr = models.TextField(_("what changed, in French"), blank=True)
    motion = models.CharField(_("motion"), max_length=300, blank=True)
    no_motion_reason = models.TextField(_("why there was no motion"), blank=True)
    component = models.CharField(_("component"), max_length=14, choices=list(COMPONENTS.items()), editable=False)
    direction = models.ForeignKey(
        "strategies.Direction",
        verbose_name=_("direction"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="amendments",
    )
    version_before = models.PositiveIntegerField(_("version before"), default=0, editable=False)
    version_after = models.PositiveIntegerField(_("version after"), default=0, editable=False)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(what_en="", what_fr=""), name="strategies_amendment_said"),
            models.CheckConstraint(
                condition=~models.Q(motion="", no_motion_reason=""), name="strategies_amendment_explained"
            ),
        ]

    def __str__(self) -> str:
        return self.what.text

    @property
    def what(self) -> Shown:
        """What changed, in the page's language, or the other."""
        return shown(self, "what")

    def get_absolute_url(self) -> str:
        """Its page, with both texts."""
        return reverse("strategies:amendment_detail", kwargs={"slug": self.partnership.slug, "code": self.code})
