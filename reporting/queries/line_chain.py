"""Where a line of the report hangs: the chain from a finding to the line, and the links above an action (design 1)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplans.models import Action
from actionplans.queries import chain_of_action, updates_visible_to
from actionplans.queries.outputs import done_of_planned, outputs_of
from actionplans.registry import above_action
from lipportal.shared.drawings import Chain, Link
from reporting.choices import SectionNumber
from reporting.models import YearlyReport
from reporting.queries.published import is_public, results_address


@above_action
def links_to_report(action: Action, user: Any) -> Sequence[Link]:
    """The achievement and the report line above an action, as this person may see them; what they may not, left out."""
    report = YearlyReport.objects.filter(plan=action.plan_id).select_related("partnership").first()
    if user.has_perm("actionplans.view_update", action):
        return [_achievement(action), _own_line(action, report)]
    address = _address_beyond_the_table(report, user) if report is not None else ""
    return [Link(pgettext("chain", "Report line"), str(report), f"{address}#line-{action.code}")] if address else []


def _achievement(action: Action) -> Link:
    """What was achieved of what was planned, for those who see its updates; not yet while nothing is counted."""
    kind = pgettext("chain", "Achievement")
    figures = getattr(action, "figures_read", None)
    figures = outputs_of([action])[action.pk] if figures is None else figures
    reached = [figure for figure in figures if figure.done]
    if not reached:
        return Link(kind, _("Not yet"), state="missing")
    return Link(kind, done_of_planned(reached[0]), f"{action.get_absolute_url()}#outputs", count=len(reached))


def _own_line(action: Action, report: YearlyReport | None) -> Link:
    kind = pgettext("chain", "Report line")
    if report is None:
        return Link(kind, _("Not yet"), state="missing")
    return Link(kind, str(report), line_address(report, action.code))


def _address_beyond_the_table(report: YearlyReport, user: Any) -> str:
    """Where somebody who does not sit at the table reads the report: as it was sent, or as it was published."""
    if user.has_perm("reporting.view_submitted_report", report):
        return reverse("reporting:review_detail", args=[report.partnership.slug, report.code]) + "?show=all"
    return results_address(report) if is_public(report) else ""


def line_address(report: YearlyReport, action_code: str) -> str:
    """Where the chain of one line is drawn."""
    page = reverse("reporting:section_edit", args=[report.partnership.slug, report.code, int(SectionNumber.PLAN)])
    return f"{page}?line={action_code}#chain"


def chain_of_line(report: YearlyReport, action_code: str, number: str, user: Any) -> Chain | None:
    """The chain through one line of section 5, this page being its end; None when the plan has no such action."""
    rows = report.plan.actions.filter(code=action_code).select_related("direction__partnership", "partnership", "plan")
    action = rows.first()
    if action is None:
        return None
    updates = list(updates_visible_to(user).filter(action=action, ended_on__isnull=True).order_by("-on", "-pk"))
    links = [_passed(link, action) for link in chain_of_action(action, updates, user).links]
    here = Link(pgettext("chain", "Report line"), number, state="here")
    return Chain([*links[:-1], here], key="line")


def _passed(link: Link, action: Action) -> Link:
    return replace(link, state="done", url=action.get_absolute_url()) if link.state == "here" else link
