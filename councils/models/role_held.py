"""Roles people hold, scoped to partnerships and bodies, and the invitations that lead to them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from councils.choices import Region, Role
from councils.models.body import Body
from councils.models.partnership import Partnership
from lipportal.shared import clock
from lipportal.shared.codes import new_code
from lipportal.shared.records import Ending


class RoleHeld(Ending):
    """One role of one person from a day to a day; officers are assigned this way (R4: officers by date).

    No partnership means everywhere, or everywhere in `region` for a regional lead. It ends, it is not deleted.
    """

    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    partnership = models.ForeignKey(Partnership, null=True, blank=True, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT)
    region = models.CharField(_("region"), max_length=10, choices=Region.choices, blank=True)
    starts_on = models.DateField(_("from"))
    last_on = models.DateField(_("to"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        indexes = [
            models.Index(fields=["user", "role"], name="councils_role_held_user"),
            models.Index(fields=["partnership", "role"], name="councils_role_held_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__isnull=True) | models.Q(last_on__gte=models.F("starts_on")),
                name="councils_role_held_dates",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    @property
    def is_over(self) -> bool:
        """Whether it is held no longer: ended, or past its last day."""
        zone = self.partnership.time_zone if self.partnership else "America/Toronto"
        return self.is_ended or (self.last_on is not None and self.last_on < clock.today(zone))


class Invitation(models.Model):
    """A mailed invitation to an account with a role; the link holds a secret of which only a fingerprint is kept."""

    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", _("English")), ("fr", _("French"))], default="en"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    partnership = models.ForeignKey(Partnership, null=True, blank=True, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT)
    region = models.CharField(_("region"), max_length=10, choices=Region.choices, blank=True)
    secret_fingerprint = models.CharField(_("fingerprint of the secret"), max_length=64, unique=True)
    # Nobody: invited by the operator's own command, as the first administrator is.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"), default=clock.now)
    expires_at = models.DateTimeField(_("open until"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="councils_invitation_accepted_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.code}"

    @property
    def mail_key(self) -> str:
        """The key of the mail with the present link; a newer link has a mail of its own."""
        return f"invitation:{self.code}:{self.secret_fingerprint[:16]}"

    @property
    def host(self) -> Any:
        """Who invites, by name; the operator when no account does."""
        return self.invited_by.name if self.invited_by else _("The operator of the portal")

    @property
    def is_open(self) -> bool:
        """Whether the link still leads in: not accepted, not withdrawn, not run out."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > clock.now()
