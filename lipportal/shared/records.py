"""What every editable record carries: a public code, a version for two editors, and an end instead of a deletion."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lipportal.shared import clock
from lipportal.shared.codes import new_code


class Record(models.Model):
    """An editable record: found by `code`, changed only from the `version` that was read."""

    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Records end, they are not deleted (design 2.14)."""
        raise TypeError(f"{type(self).__name__} ends with a date and a reason; it is never deleted.")


class Ending(models.Model):
    """A record that ends on a day, for a reason, and stays readable."""

    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    ended_because = models.TextField(_("reason for the end"), blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_ended(self) -> bool:
        """Whether the record has been ended, whatever the day."""
        return self.ended_on is not None
