"""A step is taken on what was read: a page opened before somebody moved the report does not move it further."""

from typing import Any

from django.utils.translation import gettext as _

from lipportal.drafts.writing import Writing
from lipportal.shared.errors import Refused


def take_as_read(writing: Writing, do: Any, form: Any) -> Any:
    """Take the step, unless the report moved on after the page was opened."""
    if writing.base_version != writing.record.version:
        raise Refused(_("The report has moved on since you opened this page. Read it again before you go on."))
    return do(form)
