"""The way back in for a person who lost their second proof: one person asks, another approves."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lipportal.shared import clock
from lipportal.shared.codes import new_code


class SecondFactorReset(models.Model):
    """A request to take the second proofs off one account; it takes two people, neither of them its owner."""

    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="factor_resets"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    reason = models.TextField(_("reason"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    class Meta:
        verbose_name = _("reset of a second proof")
        verbose_name_plural = _("resets of second proofs")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("asked_by")), name="reset_takes_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("user")) & (Q(approved_by__isnull=True) | ~Q(approved_by=F("user"))),
                name="reset_not_by_its_owner",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="reset_approval_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.code}"
