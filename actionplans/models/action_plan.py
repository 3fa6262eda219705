"""The action plan of one fiscal year."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.choices import PlanState
from councils.models import Partnership
from councils.models.adoption import Adopted, adoption_constraint
from lipportal.shared.bilingual import Bilingual, Shown, shown
from lipportal.shared.clock import FiscalYear
from lipportal.shared.records import Record
from strategies.models import Strategy


class ActionPlan(Bilingual, Adopted, Record):
    """What the partnership does from 1 April of `year` to 31 March (R16, R76)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    strategy = models.ForeignKey(Strategy, verbose_name=_("strategy"), on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(_("fiscal year"))
    state = models.CharField(_("state"), max_length=12, choices=PlanState.choices, default="drafting", editable=False)
    priorities_en = models.TextField(_("this year’s local priorities, in English"), blank=True)
    priorities_fr = models.TextField(_("this year’s local priorities, in French"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "year"], name="actionplans_plan_once_a_year"),
            adoption_constraint("actionplans_plan_adopted", ["adopted", "in_year", "closed"]),
        ]

    def __str__(self) -> str:
        return _("Action plan %(year)s") % {"year": self.fiscal_year}

    @property
    def fiscal_year(self) -> FiscalYear:
        """The year it is for."""
        return FiscalYear(self.year)

    @property
    def priorities(self) -> Shown:
        """This year's local priorities, in the page's language, or the other, marked."""
        return shown(self, "priorities")

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("actionplans:plan_detail", kwargs={"slug": self.partnership.slug, "code": self.code})
