"""What the actionplans app registers with the apps beneath it: the links under a direction, its kind of file."""

from typing import Any

from actionplans.models import Evidence
from actionplans.queries import links_under_direction
from actionplans.registry import is_shown_above
from lipportal.files.registry import FileKind, register_kind
from strategies.registry import actions_under

EVIDENCE_FORMATS = frozenset({"pdf", "png", "jpeg", "docx", "xlsx", "pptx", "txt", "csv"})


def may_open_evidence(user: Any, stored: Any) -> bool:
    """Those who see the update open its evidence; beyond the table, whoever a submitted report shows it to."""
    rows = Evidence.objects.filter(code=stored.record_code, ended_on__isnull=True, update__ended_on__isnull=True)
    evidence = rows.select_related("partnership", "update__action__body").first()
    if evidence is None:
        return False
    return user.has_perm("actionplans.view_evidence", evidence) or is_shown_above(evidence, user)


register_kind(
    FileKind("actionplans.evidence", may_open=may_open_evidence, retention="partnership", accepts=EVIDENCE_FORMATS)
)
actions_under(links_under_direction)
