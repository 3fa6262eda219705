"""Writes about organizations."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from councils.models import Organization, Partnership
from lipportal.audit.services import change, create, end


def create_organization(partnership: Partnership, values: Mapping[str, Any], *, by: Any) -> Organization:
    """Add an organization, with its spheres under "sectors"."""
    columns = {name: value for name, value in values.items() if name != "sectors"}
    spheres = list(values.get("sectors") or ())
    return create(Organization(partnership=partnership, **columns), by=by, many={"sectors": spheres})


def edit_organization(organization: Organization, values: Mapping[str, Any], *, by: Any, version: int) -> Organization:
    """Change an organization from the `version` that was read."""
    columns = {name: value for name, value in values.items() if name != "sectors"}
    many = {"sectors": list(values["sectors"])} if "sectors" in values else None
    changed: Organization = change(organization, columns, by=by, version=version, many=many)
    return changed


def end_organization(organization: Organization, *, by: Any, on: date, because: str) -> Organization:
    """End an organization's part in the partnership; what it did stays readable."""
    ended: Organization = end(organization, by=by, on=on, because=because)
    return ended
