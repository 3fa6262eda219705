"""A person who takes part in a partnership."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.models.organization import Organization
from councils.models.partnership import Partnership, searchable
from lipportal.shared.folding import FoldedField, sort_key
from lipportal.shared.records import Ending, Record


class Person(Ending, Record):
    """A person as they write their own name (R178); needs and self-description are private, voluntary, never required.

    The portal never asks about immigration status (design 1).
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name, as the person writes it"), max_length=200)
    said_as = models.CharField(_("how it is said"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(
        _("language for mail"), max_length=2, choices=[("en", _("English")), ("fr", _("French"))], default="en"
    )
    organizations = models.ManyToManyField(Organization, verbose_name=_("organizations"), blank=True)
    access_needs = models.TextField(_("access needs"), blank=True)
    interpretation_needs = models.CharField(_("interpretation needs"), max_length=200, blank=True)
    is_newcomer = models.BooleanField(_("describes themselves as a newcomer"), null=True, blank=True)
    has_lived_experience = models.BooleanField(_("has lived experience of settling"), null=True, blank=True)
    years_in_canada = models.PositiveSmallIntegerField(_("years in Canada"), null=True, blank=True)
    is_francophone = models.BooleanField(_("takes part in French"), default=False)
    folded_names = FoldedField(_("name, folded"))
    folded_sort = FoldedField(_("name, for sorting"))

    class Meta:
        verbose_name_plural = "people"
        indexes = [models.Index(fields=["partnership", "folded_sort"], name="councils_person_sort")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Their page, for the partnership's staff."""
        return reverse("councils:person_detail", kwargs={"slug": self.partnership.slug, "code": self.code})

    def refold(self) -> None:
        """Bring the folded columns up to the name."""
        self.folded_names = searchable([self.name, self.email])
        self.folded_sort = sort_key(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the folded columns up to date."""
        self.refold()
        super().save(*args, **kwargs)
