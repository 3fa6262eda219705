"""A step is taken on what was read: a page opened before somebody moved the record does not move it further."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lipportal.drafts.writing import Writing
from lipportal.shared.errors import Refused


@dataclass(frozen=True)
class AsRead:
    """A record whose words stand in several rows: its code, and one number that grows with each change to any."""

    code: str
    version: int


def take_as_read(writing: Writing, do: Callable[[], Any]) -> Any:
    """Take the step, unless the record was changed after the page was opened."""
    if writing.base_version != writing.record.version:
        raise Refused(_("This was changed after you opened the page. Read it again before you go on."))
    return do()
