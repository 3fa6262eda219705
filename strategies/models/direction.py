"""Strategic directions: the few ways a strategy takes."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.models import Body, Partnership
from lipportal.shared.bilingual import Bilingual, Shown, shown
from lipportal.shared.records import Ending, Record
from strategies.choices import Horizon
from strategies.models.research_item import Finding
from strategies.models.strategy import Strategy


class Direction(Bilingual, Ending, Record):
    """A priority with its reasons, the findings behind it and the outcomes it should reach (domain b1).

    `municipal_links` holds its ties to municipal or other plans (R10, R11): [{"plan": …, "priority": …}].
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="directions")
    place = models.PositiveSmallIntegerField(_("place"), default=1)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=160, blank=True)
    rationale_en = models.TextField(_("why, in English"), blank=True)
    rationale_fr = models.TextField(_("why, in French"), blank=True)
    findings = models.ManyToManyField(
        Finding, verbose_name=_("findings behind it"), blank=True, related_name="directions"
    )
    objectives = models.JSONField(_("objectives served"), default=list, blank=True)
    characteristics = models.JSONField(_("welcoming characteristics"), default=list, blank=True)
    horizon = models.CharField(_("horizon"), max_length=6, choices=Horizon.choices, blank=True)
    body = models.ForeignKey(Body, verbose_name=_("answered for by"), null=True, blank=True, on_delete=models.PROTECT)
    municipal_links = models.JSONField(_("municipal plans it is tied to"), default=list, blank=True)
    immediate_en = models.TextField(_("what changes soon, in English"), blank=True)
    immediate_fr = models.TextField(_("what changes soon, in French"), blank=True)
    intermediate_en = models.TextField(_("what changes in some years, in English"), blank=True)
    intermediate_fr = models.TextField(_("what changes in some years, in French"), blank=True)
    ultimate_en = models.TextField(_("what it is all for, in English"), blank=True)
    ultimate_fr = models.TextField(_("what it is all for, in French"), blank=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title_en="", title_fr=""),
                name="strategies_direction_titled",
                violation_error_message=_("Give the direction a title, in English or French."),
            )
        ]

    def __str__(self) -> str:
        return self.title.text

    @property
    def title(self) -> Shown:
        """The title in the page's language, or the other."""
        return shown(self, "title")

    @property
    def rationale(self) -> Shown:
        """Why, in the page's language, or the other."""
        return shown(self, "rationale")

    @property
    def immediate(self) -> Shown:
        """What changes soon, in the page's language, or the other."""
        return shown(self, "immediate")

    @property
    def intermediate(self) -> Shown:
        """What changes in some years, in the page's language, or the other."""
        return shown(self, "intermediate")

    @property
    def ultimate(self) -> Shown:
        """What it is all for, in the page's language, or the other."""
        return shown(self, "ultimate")

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("strategies:direction_detail", kwargs={"slug": self.partnership.slug, "code": self.code})
