"""The seal on the audit trail."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """While a row here is open, the triggers let the trail be changed: only retention opens it."""

    is_open = models.BooleanField(_("open"), default=False)

    def __str__(self) -> str:
        return "open" if self.is_open else "closed"
