"""Rows that belong to a record without being records: replaced inside its service, with one line in the trail."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from lipportal.audit.models import Version
from lipportal.audit.plain import noun_of, values_of
from lipportal.audit.services import log
from lipportal.shared import clock
from lipportal.shared.errors import Conflict


@transaction.atomic
def note_rows(record: Any, *, by: Any, action: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Any:
    """Count the replacement of a record's rows as a change of the record: a new version and one line in the trail.

    Raises Conflict when somebody saved the record since it was read.
    """
    model = type(record)
    fresh = model._default_manager.filter(pk=record.pk, version=record.version)
    if fresh.update(version=F("version") + 1, changed_at=clock.now()) != 1:
        raise Conflict(model._default_manager.get(pk=record.pk), _("Somebody saved this while you were writing."))
    record.refresh_from_db()
    log(f"{model._meta.model_name}.{action}", by=by, record=record, before=before, after=after)
    values = values_of(record)
    Version.objects.create(noun=noun_of(record), record_code=record.code, number=record.version, values=values, by=by)
    return record
