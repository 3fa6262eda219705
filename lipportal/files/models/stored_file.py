"""A stored file: what it is, whose it is and where its bytes lie; the bytes themselves never change."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lipportal.shared import clock
from lipportal.shared.codes import new_code


class StoredFile(models.Model):
    """One file as it was received or made; found by `code`, proved by `sha256`, opened through its kind's rule.

    A changed file is a new row. A row ends with a moment and stays; `erased_at` says when its bytes were removed.
    """

    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    kind = models.CharField(_("kind"), max_length=60, editable=False)
    sha256 = models.CharField(_("fingerprint"), max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    content_type = models.CharField(_("type, read from the content"), max_length=100, editable=False)
    storage_name = models.CharField(_("name in the store"), max_length=120, unique=True, editable=False)
    original_name = models.CharField(_("name given by the sender"), max_length=150, editable=False)
    partnership_code = models.CharField(_("partnership"), max_length=40, blank=True, editable=False)
    record_code = models.CharField(_("record"), max_length=40, blank=True, editable=False)
    retention_class = models.CharField(_("retention class"), max_length=40, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("kept by"),
    )
    uploaded_at = models.DateTimeField(_("kept at"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("bytes erased at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        indexes = [
            models.Index(fields=["partnership_code", "kind", "record_code"], name="files_by_record"),
            models.Index(fields=["sha256"], name="files_by_fingerprint"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(ended_at__isnull=False), name="files_erased_only_when_ended"
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        """The address that opens the file, for those whom its kind lets in."""
        return reverse("files:open", args=[self.code])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Records end, they are not deleted (design 2.14)."""
        raise TypeError("A stored file ends and its bytes are erased; its row is never deleted.")
