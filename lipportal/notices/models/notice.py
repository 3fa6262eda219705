"""A notice inside the portal: a sentence with a link, read when the person next looks."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lipportal.notices.registry import sentence_of
from lipportal.shared import clock
from lipportal.shared.codes import new_code


class Notice(models.Model):
    """Something a person is told inside the portal; its words are made when read, in the reader's language."""

    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    key = models.CharField(_("the intention"), max_length=200, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=60)
    params = models.JSONField(_("what the sentence mentions"), default=dict, blank=True)
    url = models.CharField(_("where it leads"), max_length=300, blank=True)
    partnership_code = models.CharField(_("partnership"), max_length=8, blank=True, db_index=True)
    created_at = models.DateTimeField(_("told"), default=clock.now, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_notice_per_intention")]
        indexes = [models.Index(fields=["user", "read_at", "-created_at"], name="notices_by_reader")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    def get_absolute_url(self) -> str:
        """The address that opens it: marks it read and leads on."""
        return reverse("notices:notice_open", args=[self.code])

    @property
    def text(self) -> Any:
        """The sentence, in the language being read."""
        return sentence_of(self.kind, self.params)
