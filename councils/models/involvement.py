"""What partners outside the table did: municipal signatures, Francophone contacts, other initiatives."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from councils.choices import InvolvementKind
from councils.models.partnership import Partnership
from lipportal.shared.bilingual import Bilingual, Shown, shown
from lipportal.shared.records import Ending, Record


class Involvement(Bilingual, Ending, Record):
    """One signature or contact on one day (R75; report section 2)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=24, choices=InvolvementKind.choices)
    on = models.DateField(_("day"))
    who = models.CharField(_("who"), max_length=200)
    what_en = models.TextField(_("what, in English"), blank=True)
    what_fr = models.TextField(_("what, in French"), blank=True)

    def __str__(self) -> str:
        return f"{self.who}, {self.on}"

    @property
    def what(self) -> Shown:
        """What it was, in the page's language, or the other."""
        return shown(self, "what")


class PartnerInitiative(Bilingual, Ending, Record):
    """Another collaboration the partnership works with (R38)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    link = models.URLField(_("link"), blank=True)

    def __str__(self) -> str:
        return self.name.text

    @property
    def name(self) -> Shown:
        """The name in the page's language, or the other."""
        return shown(self, "name")
