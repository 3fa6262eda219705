"""What actionplans registers with the apps beneath it: links under a direction, a body's actions, its kind of file."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplans.models import Evidence
from actionplans.queries import links_under_direction
from actionplans.registry import is_shown_above
from councils.models import Body
from councils.registry import Door, doors_of_bodies
from lipportal.files.registry import FileKind, register_kind
from strategies.registry import actions_under

EVIDENCE_FORMATS = frozenset({"pdf", "png", "jpeg", "docx", "xlsx", "pptx", "txt", "csv"})


def may_open_evidence(user: Any, stored: Any) -> bool:
    """Those who see the update open its evidence; beyond the table, whoever a submitted report shows it to.

    Once it was withdrawn, alone or with its update, only what a submitted report holds is opened: from that report.
    """
    rows = Evidence.objects.filter(code=stored.record_code)
    evidence = rows.select_related("partnership", "update__action__body").first()
    if evidence is None:
        return False
    stands = not (evidence.is_ended or evidence.update.is_ended)
    return (stands and user.has_perm("actionplans.view_evidence", evidence)) or is_shown_above(evidence, user)


def doors_from_body(body: Body, user: Any) -> list[Door]:
    """From a body's page to the actions it leads, where those at the table say how each goes."""
    if body.is_ended or not user.has_perm("actionplans.view_update", body):
        return []
    address = reverse("actionplans:body_action_list", kwargs={"slug": body.partnership.slug, "code": body.code})
    return [Door(_("The actions it leads"), address)]


register_kind(
    FileKind("actionplans.evidence", may_open=may_open_evidence, retention="partnership", accepts=EVIDENCE_FORMATS)
)
actions_under(links_under_direction)
doors_of_bodies(doors_from_body)
