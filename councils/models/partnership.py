"""A partnership in the directory, the places it covers, and its other names."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.choices import (
    CaseStudy,
    LeadType,
    OperatingModel,
    PartnershipKind,
    Phase,
    Province,
    Region,
    Setting,
    Stage,
    StageState,
    YesNo,
)
from lipportal.shared import clock
from lipportal.shared.bilingual import Bilingual, Shown, shown
from lipportal.shared.folding import FoldedField, sort_key
from lipportal.shared.records import Ending, Record


def searchable(names: Iterable[str]) -> str:
    """Names for a search by beginnings of words: folded, each word after a space."""
    return "".join(f" {key} |" for key in dict.fromkeys(sort_key(name) for name in names if name))


def stages_at_first() -> dict[str, str]:
    """All seven stages still to come."""
    return {stage.value: StageState.LATER.value for stage in Stage}


class Partnership(Bilingual, Ending, Record):
    """A Local Immigration Partnership, zonal partnership or Francophone network (R1–R12, R160–R172).

    `stages` holds each stage's state, written by `services.record_stage`; `furthest_stage` is kept beside it for
    the directory's filter. `folded_names` holds every name it can be found by.
    """

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=PartnershipKind.choices)
    setting = models.CharField(_("rural, urban or Toronto"), max_length=10, choices=Setting.choices, default="unknown")
    region = models.CharField(_("region"), max_length=10, choices=Region.choices, default="unknown")
    province = models.CharField(_("province or territory"), max_length=2, choices=Province.choices, default="ON")
    lead_name_en = models.CharField(_("lead organization, in English"), max_length=200, blank=True)
    lead_name_fr = models.CharField(_("lead organization, in French"), max_length=200, blank=True)
    lead_type = models.CharField(_("kind of lead"), max_length=30, choices=LeadType.choices, default="unknown")
    operating_model = models.CharField(
        _("way of working"), max_length=10, choices=OperatingModel.choices, default="unknown"
    )
    has_university = models.CharField(
        _("a university in the area"), max_length=8, choices=YesNo.choices, default="unknown"
    )
    community_count = models.PositiveIntegerField(_("number of communities"), null=True, blank=True)
    case_study = models.CharField(_("case study"), max_length=12, choices=CaseStudy.choices, default="none")
    starting_conditions = models.TextField(_("how it began"), blank=True)
    council_structure = models.TextField(_("how the council is built"), blank=True)
    council_process = models.TextField(_("how the council works"), blank=True)
    leadership_dynamics = models.TextField(_("how it is led"), blank=True)
    intro_en = models.TextField(_("what we do, in English"), blank=True)
    intro_fr = models.TextField(_("what we do, in French"), blank=True)
    website = models.URLField(_("website"), blank=True)
    contact_email = models.EmailField(_("public e-mail"), blank=True)
    contact_phone = models.CharField(_("public telephone"), max_length=40, blank=True)
    help_url = models.URLField(_("where newcomers get help"), blank=True)
    is_public = models.BooleanField(_("public page"), default=True)
    phase = models.PositiveSmallIntegerField(_("phase"), choices=Phase.choices, null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="America/Toronto")
    stages = models.JSONField(_("stages"), default=stages_at_first, editable=False)
    furthest_stage = models.CharField(
        _("furthest stage"), max_length=10, choices=Stage.choices, blank=True, editable=False
    )
    folded_names = FoldedField(_("names, folded"))
    folded_sort = FoldedField(_("name, for sorting"))

    class Meta:
        indexes = [models.Index(fields=["folded_sort"], name="councils_partnership_sort")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name_en="", name_fr=""), name="councils_partnership_named")
        ]

    def __str__(self) -> str:
        return self.name.text

    @property
    def name(self) -> Shown:
        """The name in the page's language, or the other, marked."""
        return shown(self, "name")

    @property
    def lead_name(self) -> Shown:
        """The lead organization, in the page's language, or the other, marked."""
        return shown(self, "lead_name")

    @property
    def intro(self) -> Shown:
        """What the partnership does, in the page's language, or the other, marked."""
        return shown(self, "intro")

    @property
    def partnership(self) -> "Partnership":
        """Itself, so that every record answers the same question."""
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The zone its days are counted in."""
        return ZoneInfo(self.time_zone)

    def today(self) -> Any:
        """The calendar day it is now for this partnership."""
        return clock.today(self.time_zone)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("reporting:partnership_detail", kwargs={"slug": self.slug})

    def refold(self) -> None:
        """Bring the folded columns up to the names; aliases and places are added by `services`."""
        self.folded_sort = sort_key(self.name_en or self.name_fr)
        names = [self.name_en, self.name_fr, self.lead_name_en, self.lead_name_fr]
        if self.pk:
            names += [
                *self.alias_set.values_list("name", flat=True),
                *self.community_set.values_list("name", flat=True),
            ]
        self.folded_names = searchable(names)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the folded columns up to date."""
        self.refold()
        super().save(*args, **kwargs)


class Alias(models.Model):
    """Another name a partnership is met under (R163, R164)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE)
    name = models.CharField(_("other name"), max_length=200)
    source = models.CharField(_("where it is found"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="councils_alias_once")]

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """One of the communities in a partnership's catchment (R8)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE)
    name = models.CharField(_("community"), max_length=120)
    geography_code = models.CharField(_("geography code"), max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="councils_community_once")]

    def __str__(self) -> str:
        return self.name
