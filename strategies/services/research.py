"""Keeping the list of research, and the findings the chain begins with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from councils.models import Partnership
from lipportal.audit import services as audit
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import refuse_unless
from strategies.models import Finding, ResearchItem
from strategies.services.words import Translations, first_written_in, whole_values

RESEARCH_COLUMNS = ("kind", "author", "area", "done_on", "expected_on", "state", "link")


def _columns(item: ResearchItem, values: Mapping[str, Any], translations: Translations | None) -> dict[str, Any]:
    texts = whole_values(item, values, ("title",), translations)
    return {**texts, **{name: values[name] for name in RESEARCH_COLUMNS if name in values}}


def _refuse_final_without_day(state: str, done_on: date | None) -> None:
    if state == "final" and done_on is None:
        raise Refused(_("Final research has a day: say when it was done."))


@transaction.atomic
def create_research(
    partnership: Partnership, values: Mapping[str, Any], *, by: Any, translations: Translations | None = None
) -> ResearchItem:
    """Add a piece of research, draft or final; a final one has a day."""
    refuse_unless(by, "strategies.create_research", partnership)
    item = ResearchItem(partnership=partnership)
    for name, value in _columns(item, values, translations).items():
        setattr(item, name, value)
    item.written_in = first_written_in(values, "title")
    _refuse_final_without_day(item.state, item.done_on)
    return audit.create(item, by=by)


@transaction.atomic
def edit_research(
    item: ResearchItem,
    values: Mapping[str, Any],
    *,
    by: Any,
    version: int,
    translations: Translations | None = None,
) -> ResearchItem:
    """Change a piece of research that has not ended."""
    current = ResearchItem.objects.get(pk=item.pk)
    refuse_unless(by, "strategies.edit_research", current)
    if current.is_ended:
        raise Refused(_("This research has ended. It stays as it was."))
    columns = _columns(current, values, translations)
    _refuse_final_without_day(columns.get("state", current.state), columns.get("done_on", current.done_on))
    changed: ResearchItem = audit.change(current, columns, by=by, version=version)
    return changed


@transaction.atomic
def end_research(item: ResearchItem, *, by: Any, on: date, because: str) -> ResearchItem:
    """End a piece of research for a reason; its findings stay, and what hangs on them."""
    current = ResearchItem.objects.get(pk=item.pk)
    refuse_unless(by, "strategies.end_research", current)
    ended: ResearchItem = audit.end(current, by=by, on=on, because=because)
    return ended


@transaction.atomic
def create_finding(
    research: ResearchItem, values: Mapping[str, Any], *, by: Any, translations: Translations | None = None
) -> Finding:
    """Add what a piece of research found, in a sentence."""
    current = ResearchItem.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=research.pk)
    refuse_unless(by, "strategies.create_finding", current)
    if current.is_ended:
        raise Refused(_("This research has ended. Add the finding to research that is still in use."))
    finding = Finding(partnership=current.partnership, research=current)
    for name, value in whole_values(finding, values, ("text",), translations).items():
        setattr(finding, name, value)
    finding.written_in = first_written_in(values, "text")
    return audit.create(finding, by=by)


@transaction.atomic
def edit_finding(
    finding: Finding,
    values: Mapping[str, Any],
    *,
    by: Any,
    version: int,
    translations: Translations | None = None,
) -> Finding:
    """Change the words of a finding that has not ended."""
    current = Finding.objects.get(pk=finding.pk)
    refuse_unless(by, "strategies.edit_finding", current)
    if current.is_ended:
        raise Refused(_("This finding has ended. It stays as it was."))
    changed: Finding = audit.change(
        current, whole_values(current, values, ("text",), translations), by=by, version=version
    )
    return changed


@transaction.atomic
def end_finding(finding: Finding, *, by: Any, on: date, because: str) -> Finding:
    """End a finding that no longer holds, for a reason; the directions that rest on it keep it."""
    current = Finding.objects.get(pk=finding.pk)
    refuse_unless(by, "strategies.end_finding", current)
    ended: Finding = audit.end(current, by=by, on=on, because=because)
    return ended
