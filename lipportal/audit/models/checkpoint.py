"""A checkpoint of the trail."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lipportal.shared import clock


class Checkpoint(models.Model):
    """A signed list of the lines written since the checkpoint before it, so that none can go or move unseen.

    `lines` holds, for each kind of line, pairs of a line's key and the end of its mark; `last` the highest key listed
    so far. `signature` covers all of it and the signature before.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("when"), default=clock.now)
    lines = models.JSONField(_("lines"))
    last = models.JSONField(_("highest keys"))
    signature = models.CharField(_("signature"), max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.signature[:8]}"
