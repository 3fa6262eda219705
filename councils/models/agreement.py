"""The contribution agreement of a partnership and the days its reports are due."""

from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.models.partnership import Partnership
from lipportal.shared.bilingual import Shown, shown
from lipportal.shared.clock import FiscalYear
from lipportal.shared.records import Ending, Record


def funder_in_english() -> str:
    """The department as this portal names it: who funds unless the agreement says otherwise."""
    return str(settings.DEPARTMENT_NAME_EN)


def funder_in_french() -> str:
    """The same in French."""
    return str(settings.DEPARTMENT_NAME_FR)


class Agreement(Ending, Record):
    """One funding agreement with its holder, its federal funder and its dates (R4, R84, R114).

    The officer is a role held over these days. `services` keeps a partnership to one agreement on any day.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    holder = models.CharField(_("holder"), max_length=200)
    funder_en = models.CharField(_("federal funder, in English"), max_length=200, default=funder_in_english)
    funder_fr = models.CharField(_("federal funder, in French"), max_length=200, default=funder_in_french)
    number = models.CharField(_("agreement number"), max_length=60)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="councils_agreement_dates"
            ),
            models.UniqueConstraint(fields=["partnership", "number"], name="councils_agreement_number_once"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def funder(self) -> Shown:
        """The federal funder of record, in the page's language."""
        return shown(self, "funder")

    @property
    def last_day(self) -> date:
        """The last day it is in force: the one agreed on, or the earlier one it ended with."""
        return self.ends_on if self.ended_on is None else min(self.ends_on, self.ended_on)

    @property
    def fiscal_years(self) -> list[FiscalYear]:
        """The fiscal years the agreement touches, in order."""
        first, last = FiscalYear.of(self.starts_on), FiscalYear.of(self.ends_on)
        return [FiscalYear(start) for start in range(first.start, last.start + 1)]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("councils:agreement_detail", kwargs={"slug": self.partnership.slug, "code": self.code})


class ReportingDate(models.Model):
    """The day the yearly report on one fiscal year is due under an agreement (domain b4: a setting, nobody's rule)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE)
    year = models.PositiveSmallIntegerField(_("fiscal year reported on, by its first calendar year"))
    due_on = models.DateField(_("report due"))

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["agreement", "year"], name="councils_reporting_date_once")]

    def __str__(self) -> str:
        return f"{FiscalYear(self.year)}: {self.due_on}"
