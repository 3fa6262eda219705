"""Writes: keep, open, end and erase stored files; nothing reaches the store unread, nothing stays there unowned."""

import hashlib
import logging
import shutil
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lipportal.audit.personal import KEPT_FOR
from lipportal.audit.services import log as write_down
from lipportal.files.models import StoredFile
from lipportal.files.queries import file_open_to, names_without_row
from lipportal.files.registry import FileKind, kind_called
from lipportal.files.rules import Format, clean_name, extension_of, format_for, problems_with_content
from lipportal.files.rules.formats import labels_of
from lipportal.health.registry import Finding, fine, trouble, warning
from lipportal.shared import clock
from lipportal.shared.codes import new_code
from lipportal.shared.errors import Refused

log = logging.getLogger(__name__)
_MEGABYTE = 1024 * 1024
ERASED_AT_ONCE = 500
ROOM_WANTED = 1024  # megabytes that should be free where files lie in a folder
# The folders that hold stored bytes end in a digit of sixteen; each night one sixteenth is looked through.
SHARES = "0123456789abcdef"


class Upload(Protocol):
    """What keep_file needs of an uploaded file: its name, and its bytes."""

    name: str | None

    def seek(self, place: int, /) -> Any:
        """Go to a place in the file."""

    def read(self, size: int, /) -> bytes:
        """The next bytes."""


@dataclass(frozen=True)
class Opened:
    """A file somebody may open, with its bytes at hand."""

    stored: StoredFile
    content: "File[bytes]"


class _Unsettled(threading.local):
    """The names this thread put in the store whose transaction has not yet ended."""

    def __init__(self) -> None:
        self.names: set[str] = set()


_unsettled = _Unsettled()


def keep_file(upload: Upload, *, kind: str, record_code: str, partnership_code: str, by: Any) -> StoredFile:
    """Keep what somebody sent, after reading it; raises Refused, in plain sentences, for what is not fit to keep."""
    upload.seek(0)
    content = upload.read(settings.FILES_LARGEST + 1)
    return keep_bytes(
        content,
        name=upload.name or "",
        kind=kind,
        record_code=record_code,
        partnership_code=partnership_code,
        by=by,
    )


def keep_bytes(content: bytes, *, name: str, kind: str, record_code: str, partnership_code: str, by: Any) -> StoredFile:
    """Keep bytes under a generated name: the row, its line in the trail and the stored bytes, or none of them."""
    file_kind = kind_called(kind)
    if file_kind is None:
        raise KeyError(kind)
    named = clean_name(name)
    stored_format = _accepted(file_kind, named, content)
    digest, code = hashlib.sha256(content).hexdigest(), new_code()
    wanted = f"{digest[:2]}/{digest[2:4]}/{digest}-{code}"
    with transaction.atomic():
        stored = StoredFile(
            code=code,
            kind=kind,
            sha256=digest,
            size=len(content),
            content_type=stored_format.media_type,
            storage_name=_put(wanted, content),
            original_name=named,
            partnership_code=partnership_code,
            record_code=record_code,
            retention_class=file_kind.retention,
            uploaded_by=by if getattr(by, "pk", None) else None,
        )
        stored.save(force_insert=True)
        write_down("file.kept", by=by, record=stored, after={"name": named, "sha256": digest, "size": len(content)})
    return stored


def _accepted(kind: FileKind, name: str, content: bytes) -> Format:
    """The format of this content; Refused when it is too large, of another format, or not harmless."""
    if not content:
        raise Refused(_("The file is empty."))
    if len(content) > settings.FILES_LARGEST:
        limit = settings.FILES_LARGEST // _MEGABYTE
        raise Refused(_("The file is larger than %(limit)s MB. Make it smaller, or split it.") % {"limit": limit})
    ending = extension_of(name)
    found = format_for(ending)
    if found is None or found.key not in kind.accepts:
        formats = labels_of(kind.accepts)
        raise Refused(_("This format is not kept here. Send one of these: %(formats)s.") % {"formats": formats})
    if reasons := problems_with_content(found, content):
        raise Refused.because(reasons)
    return found


def _put(wanted: str, content: bytes) -> str:
    """Write bytes into the store; should the transaction fail, they are taken out again once it has ended."""
    _unsettled.names.add(wanted)
    written = default_storage.save(wanted, ContentFile(content))
    _unsettled.names.add(written)
    transaction.on_commit(lambda: _unsettled.names.difference_update({wanted, written}))
    return written


def settle() -> None:
    """Take out of the store what a transaction of this thread put there before it was rolled back."""
    if not _unsettled.names or connection.in_atomic_block:
        return
    names, _unsettled.names = _unsettled.names, set()
    for name in names_without_row(names):
        default_storage.delete(name)


def open_file(user: Any, code: str) -> Opened | None:
    """The file with this code and its bytes, if `user` may open it now; None otherwise, whatever the reason."""
    stored = file_open_to(user, code)
    if stored is None:
        return None
    try:
        return Opened(stored, default_storage.open(stored.storage_name, "rb"))
    except FileNotFoundError:
        log.exception("stored file %s has a row but no bytes", stored.code)
        return None


@transaction.atomic
def end_file(stored: StoredFile, *, by: Any, because: str, at: datetime | None = None) -> StoredFile:
    """End a file: nobody opens it from now on. A second call changes nothing."""
    at = at or clock.now()
    if StoredFile.objects.filter(pk=stored.pk, ended_at__isnull=True).update(ended_at=at):
        write_down("file.ended", by=by, record=stored, after={"ended_at": at}, because=because)
    stored.refresh_from_db()
    return stored


@transaction.atomic
def erase_file(stored: StoredFile, *, by: Any, because: str) -> StoredFile:
    """End a file and remove its bytes and its given name for ever; the row and the fingerprint stay."""
    end_file(stored, by=by, because=because)
    at, name = clock.now(), stored.storage_name
    unerased = StoredFile.objects.filter(pk=stored.pk, erased_at__isnull=True)
    if unerased.update(erased_at=at, original_name="-", uploaded_by=None):
        write_down("file.erased", by=by, record=stored, after={"erased_at": at}, because=because)
        transaction.on_commit(lambda: default_storage.delete(name))
    stored.refresh_from_db()
    return stored


def erase_old_files() -> int:
    """Erase the bytes and names of files whose retention class keeps them no longer, as of a sheet of people; how many.

    One by one, since each erasure has its own lines in the trail; what one turn does not reach the next one does.
    """
    now, erased = clock.now(), 0
    for retention, kept_for in KEPT_FOR.items():
        old = StoredFile.objects.filter(retention_class=retention, uploaded_at__lt=now - kept_for)
        for stored in old.filter(erased_at__isnull=True).order_by("pk")[:ERASED_AT_ONCE]:
            erase_file(stored, by=None, because=f"retention: {retention}")
            erased += 1
    return erased


def share_of_tonight() -> str:
    """The share of the store whose turn it is; each comes round once in sixteen nights."""
    return SHARES[clock.today("UTC").toordinal() % len(SHARES)]


def remove_orphans(*, share: str = SHARES, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove stored bytes without a row, left by a process that died; how many. Harmless when run twice.

    `share` names the part of the store to look through; without it, the whole.
    """
    limit, removed = clock.now() - older_than, 0
    for folder in _folders(share):
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        for name in sorted(names_without_row(names)):
            if default_storage.get_modified_time(name) < limit:
                default_storage.delete(name)
                removed += 1
    return removed


def _folders(share: str) -> list[str]:
    """The two-level folders of a share that hold stored bytes."""
    try:
        tops = default_storage.listdir("")[0]
    except FileNotFoundError:
        return []
    ours = [top for top in tops if top[-1] in share]
    return [f"{top}/{below}" for top in ours for below in default_storage.listdir(top)[0]]


def look_at_store() -> Finding:
    """Whether the store keeps, gives back and lets go a few bytes, and has room for more."""
    content = new_code().encode()
    name = default_storage.save(f"health/{new_code()}", ContentFile(content))
    try:
        with default_storage.open(name) as kept:
            is_kept = kept.read() == content
    finally:
        default_storage.delete(name)
    if not is_kept:
        return trouble(gettext("It gives back something else than it was given."))
    if settings.FILES_BUCKET:
        return fine(gettext("It keeps and gives back."), "bucket")
    room = shutil.disk_usage(default_storage.path("")).free // _MEGABYTE
    if room < ROOM_WANTED:
        return warning(gettext("Only %(room)s MB are free.") % {"room": room}, room)
    return fine(gettext("It keeps and gives back."), room)
