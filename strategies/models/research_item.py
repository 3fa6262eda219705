"""Research, and the findings the chain begins with."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.models import Partnership
from lipportal.shared.bilingual import Bilingual, Shown, shown
from lipportal.shared.folding import FoldedField, fold, sort_key
from lipportal.shared.records import Ending, Record
from strategies.choices import ResearchKind, ResearchState


class ResearchItem(Bilingual, Ending, Record):
    """A piece of research with its author body, area, day and state (R63, R64)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=20, choices=ResearchKind.choices)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    author = models.CharField(_("who did it"), max_length=200)
    area = models.CharField(_("area it covers"), max_length=200, blank=True)
    done_on = models.DateField(_("day"), null=True, blank=True)
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=ResearchState.choices, default="draft")
    link = models.URLField(_("link"), blank=True)
    folded_words = FoldedField(_("words, folded"))
    folded_sort = FoldedField(_("title, for sorting"))

    class Meta:
        indexes = [models.Index(fields=["partnership", "folded_sort"], name="strategies_research_sort")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title_en="", title_fr=""),
                name="strategies_research_titled",
                violation_error_message=_("Give the research a title, in English or French."),
            )
        ]

    def __str__(self) -> str:
        return self.title.text

    @property
    def title(self) -> Shown:
        """The title in the page's language, or the other."""
        return shown(self, "title")

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("strategies:research_detail", kwargs={"slug": self.partnership.slug, "code": self.code})

    def refold(self) -> None:
        """Bring the folded columns up to the words."""
        self.folded_words = fold(f"{self.title_en} | {self.title_fr} | {self.author} | {self.area}")
        self.folded_sort = sort_key(self.title_en or self.title_fr)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the folded columns up to date."""
        self.refold()
        super().save(*args, **kwargs)


class Finding(Bilingual, Ending, Record):
    """What was found, in a sentence: the first link of the chain."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    research = models.ForeignKey(
        ResearchItem, verbose_name=_("from"), on_delete=models.PROTECT, related_name="findings"
    )
    text_en = models.CharField(_("finding in English"), max_length=300, blank=True)
    text_fr = models.CharField(_("finding in French"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text_en="", text_fr=""),
                name="strategies_finding_said",
                violation_error_message=_("Say what was found, in English or French."),
            )
        ]

    def __str__(self) -> str:
        return self.text.text

    @property
    def text(self) -> Shown:
        """The finding in the page's language, or the other."""
        return shown(self, "text")

    def get_absolute_url(self) -> str:
        """Its page, with what hangs on it."""
        return reverse("strategies:finding_detail", kwargs={"slug": self.partnership.slug, "code": self.code})
