"""What every line of the trail carries beside its words."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lipportal.audit.marks import new_mark


class Marked(models.Model):
    """A line written once, with a mark that only the portal can make for exactly these words (decision 14)."""

    mark = models.CharField(_("mark"), max_length=81, default="", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the line with its mark."""
        self.mark = self.mark or new_mark(self)
        super().save(*args, **kwargs)
