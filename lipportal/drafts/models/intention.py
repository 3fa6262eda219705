"""One thing a person meant to do once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lipportal.shared import clock


class Intention(models.Model):
    """A posted form's key and where its first result stands: a repeated post is led there and makes nothing new."""

    key = models.CharField(_("key"), max_length=120, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    form = models.CharField(_("form"), max_length=80)
    result_url = models.TextField(_("result"), blank=True)
    at = models.DateTimeField(_("when"), default=clock.now)

    def __str__(self) -> str:
        return f"{self.form} {self.key}"
