"""Reads: the file somebody may open, and those that lie in the store without a row."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from lipportal.files.models import StoredFile
from lipportal.files.permissions import may_open_file


def file_open_to(user: Any, code: str) -> StoredFile | None:
    """The file with this code if `user` may open it now; None when it is not there, ended, or not theirs."""
    stored = StoredFile.objects.filter(code=code, ended_at__isnull=True).select_related("uploaded_by").first()
    return stored if stored is not None and may_open_file(user, stored) else None


def files_of_record(kind: str, record_code: str) -> QuerySet[StoredFile]:
    """The files of one kind kept for one record, newest first; narrowed by whoever shows the record."""
    rows = StoredFile.objects.filter(kind=kind, record_code=record_code, ended_at__isnull=True)
    return rows.order_by("-uploaded_at", "-pk")


def names_without_row(names: Iterable[str]) -> set[str]:
    """Those of `names` in the store that no row owns."""
    wanted = set(names)
    return wanted - set(StoredFile.objects.filter(storage_name__in=wanted).values_list("storage_name", flat=True))
