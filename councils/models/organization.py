"""Organizations that take part, and the spheres they belong to."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.choices import GovernmentLevel, OrganizationKind
from councils.models.partnership import Partnership, searchable
from lipportal.shared.bilingual import Bilingual, Shown, shown
from lipportal.shared.folding import FoldedField, sort_key
from lipportal.shared.records import Ending, Record


class Sector(models.Model):
    """A sphere of the community, in the seed's order (R29); a partnership may add its own."""

    key = models.SlugField(_("key"), max_length=40)
    partnership = models.ForeignKey(Partnership, null=True, blank=True, on_delete=models.CASCADE)
    place = models.PositiveSmallIntegerField(_("place"), default=0)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80)
    name_es = models.CharField(_("name in Spanish"), max_length=80, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=80, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "key"],
                condition=models.Q(partnership__isnull=False),
                name="councils_sector_once_a_partnership",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(partnership__isnull=True), name="councils_sector_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        from django.utils.translation import get_language  # noqa: PLC0415 - asked at each showing

        return getattr(self, f"name_{(get_language() or 'en')[:2]}", "") or self.name_en


class Organization(Bilingual, Ending, Record):
    """An organization of a partnership; "new" is derived from the day it first came to the table (R31, R33)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    sectors = models.ManyToManyField(Sector, verbose_name=_("spheres"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind.choices, default="other")
    government_level = models.CharField(
        _("level of government"), max_length=12, choices=GovernmentLevel.choices, default="none"
    )
    communities_served = models.CharField(_("communities served"), max_length=300, blank=True)
    is_francophone = models.BooleanField(_("Francophone"), default=False)
    joined_on = models.DateField(_("first at the table"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    folded_names = FoldedField(_("names, folded"))
    folded_sort = FoldedField(_("name, for sorting"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name_en="", name_fr=""), name="councils_organization_named")
        ]
        indexes = [models.Index(fields=["partnership", "folded_sort"], name="councils_organization_sort")]

    def __str__(self) -> str:
        return self.name.text

    @property
    def name(self) -> Shown:
        """The name in the page's language, or the other."""
        return shown(self, "name")

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("councils:organization_detail", kwargs={"slug": self.partnership.slug, "code": self.code})

    def refold(self) -> None:
        """Bring the folded columns up to the names."""
        self.folded_names = searchable([self.name_en, self.name_fr])
        self.folded_sort = sort_key(self.name_en or self.name_fr)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the folded columns up to date."""
        self.refold()
        super().save(*args, **kwargs)
