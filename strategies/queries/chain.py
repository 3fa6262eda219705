"""The chain through a direction: from the finding it rests on to the line of the report."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lipportal.shared.drawings import Chain, Link
from strategies.models import Direction, Finding
from strategies.registry import links_under


def finding_link(findings: Sequence[Finding], user: Any, *, state: Any = "done") -> Link:
    """The first link: the finding or findings, with a way there for those who may read them."""
    kind = pgettext("chain", "Finding")
    if not findings:
        return Link(kind, _("Not yet"), state="missing")
    first = findings[0]
    is_open = user is not None and user.has_perm("strategies.view_finding", first)
    return Link(kind, str(first), first.get_absolute_url() if is_open else "", state, count=len(findings))


def direction_link(direction: Direction, user: Any, *, state: Any = "done", count: int = 1) -> Link:
    """The second link: the direction, or several, with a way there for those who may read it."""
    is_open = user is not None and user.has_perm("strategies.view_direction", direction)
    url = direction.get_absolute_url() if is_open else ""
    return Link(pgettext("chain", "Direction"), str(direction), url, state, count=count)


def links_to_direction(direction: Direction, user: Any = None) -> list[Link]:
    """The links down to a direction, for the chains of the apps above.

    Of a direction that this person may not read yet, because its strategy is not adopted, the title alone is told
    (decision 17), and not what it rests on.
    """
    link = direction_link(direction, user)
    return [finding_link(_findings_of(direction) if link.url else [], user), link]


def _findings_of(direction: Direction) -> list[Finding]:
    findings = list(direction.findings.all())
    for finding in findings:
        finding.partnership = direction.partnership
    return findings


def links_not_made() -> list[Link]:
    """The links under a direction as long as nothing hangs on it."""
    kinds = [pgettext("chain", "Action"), pgettext("chain", "Update")]
    kinds += [pgettext("chain", "Achievement"), pgettext("chain", "Report line")]
    return [Link(kind, _("Not yet"), state="missing") for kind in kinds]


def chain_of_direction(direction: Direction, user: Any = None) -> Chain:
    """Where a direction hangs, as this person may see it."""
    under = links_under(direction, user)
    links = [finding_link(_findings_of(direction), user), direction_link(direction, user, state="here")]
    return Chain([*links, *(links_not_made() if under is None else under)])


def chain_of_finding(finding: Finding, directions: Sequence[Direction], user: Any) -> Chain:
    """What hangs on a finding: its directions, and what hangs on the first of them."""
    here = finding_link([finding], user, state="here")
    if not directions:
        missing = Link(pgettext("chain", "Direction"), _("Not yet"), state="missing")
        return Chain([here, missing, *links_not_made()])
    first = directions[0]
    link, under = direction_link(first, user, count=len(directions)), links_under(first, user)
    return Chain([here, link, *(links_not_made() if under is None else under)])
