"""Evidence behind an update: a file kept for those who may see it, or a link."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actionplans.models import Evidence, Update
from actionplans.registry import is_held_above
from actionplans.rules import problems_with_updating
from actionplans.services.holding import refuse_because
from lipportal.audit import services as audit
from lipportal.files.queries import files_of_record
from lipportal.files.services import end_file, keep_file
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import refuse_unless

KIND = "actionplans.evidence"


def is_given(values: Mapping[str, Any]) -> bool:
    """Whether a form carried a file or a link."""
    return bool(values.get("file") or values.get("link"))


@transaction.atomic
def add_evidence(update: Update, values: Mapping[str, Any], *, by: Any) -> Evidence:
    """Add a file or a link that shows an update is so; `values` holds caption, and file or link.

    Raises Refused for a file that is not fit to keep. Without a caption the file's name, or the link, says it.
    """
    refuse_unless(by, "actionplans.add_evidence", update)
    refuse_because(problems_with_updating(update.action))
    if update.is_ended:
        raise Refused(_("This update was withdrawn."))
    if not is_given(values):
        raise Refused(_("Choose a file, or give a link."))
    upload = values.get("file")
    caption = (values.get("caption") or "").strip() or (getattr(upload, "name", "") or values.get("link", ""))
    evidence = Evidence(
        partnership=update.partnership, update=update, caption=caption[:200], link=values.get("link") or ""
    )
    if upload:
        partnership_code = update.partnership.code
        stored = keep_file(upload, kind=KIND, record_code=evidence.code, partnership_code=partnership_code, by=by)
        evidence.file_code = stored.code
    return audit.create(evidence, by=by)


@transaction.atomic
def end_evidence(evidence: Evidence, *, by: Any, because: str) -> Evidence:
    """Withdraw evidence, for a reason; its file is opened by nobody from then on.

    A file that a submitted report holds stays with that report: whoever reads what was sent opens it as before.
    """
    refuse_unless(by, "actionplans.end_evidence", evidence)
    refuse_because(problems_with_updating(evidence.update.action))
    ended: Evidence = audit.end(evidence, by=by, on=evidence.partnership.today(), because=because)
    if is_held_above(evidence):
        return ended
    for stored in files_of_record(KIND, evidence.code):
        end_file(stored, by=by, because=because)
    return ended
