"""Writes about signatures, contacts and partner initiatives."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from councils.models import Involvement, PartnerInitiative, Partnership
from councils.services.days import refuse_a_day_to_come
from lipportal.audit.services import change, create, end


def create_involvement(partnership: Partnership, values: Mapping[str, Any], *, by: Any) -> Involvement:
    """Record a municipal signature or a contact with the Francophone network (R75)."""
    refuse_a_day_to_come(partnership, values["on"])
    return create(Involvement(partnership=partnership, **values), by=by)


def edit_involvement(involvement: Involvement, values: Mapping[str, Any], *, by: Any, version: int) -> Involvement:
    """Change what was recorded, from the `version` that was read."""
    refuse_a_day_to_come(involvement.partnership, values.get("on", involvement.on))
    changed: Involvement = change(involvement, values, by=by, version=version)
    return changed


def end_involvement(involvement: Involvement, *, by: Any, on: date, because: str) -> Involvement:
    """Take a record that should not count out of the lists, with the reason."""
    ended: Involvement = end(involvement, by=by, on=on, because=because)
    return ended


def create_initiative(partnership: Partnership, values: Mapping[str, Any], *, by: Any) -> PartnerInitiative:
    """Add another collaboration the partnership works with (R38)."""
    return create(PartnerInitiative(partnership=partnership, **values), by=by)


def edit_initiative(
    initiative: PartnerInitiative, values: Mapping[str, Any], *, by: Any, version: int
) -> PartnerInitiative:
    """Change a partner initiative from the `version` that was read."""
    changed: PartnerInitiative = change(initiative, values, by=by, version=version)
    return changed


def end_initiative(initiative: PartnerInitiative, *, by: Any, on: date, because: str) -> PartnerInitiative:
    """End the work with a partner initiative, with the reason."""
    ended: PartnerInitiative = end(initiative, by=by, on=on, because=because)
    return ended
