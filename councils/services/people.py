"""Writes about people, one by one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from councils.models import Partnership, Person
from lipportal.audit.services import change, create, end


def create_person(partnership: Partnership, values: Mapping[str, Any], *, by: Any) -> Person:
    """Add a person, with the organizations they come from under "organizations"."""
    columns = {name: value for name, value in values.items() if name != "organizations"}
    bodies = list(values.get("organizations") or ())
    return create(Person(partnership=partnership, **columns), by=by, many={"organizations": bodies})


def edit_person(person: Person, values: Mapping[str, Any], *, by: Any, version: int) -> Person:
    """Change what is known of a person, from the `version` that was read."""
    columns = {name: value for name, value in values.items() if name != "organizations"}
    many = {"organizations": list(values["organizations"])} if "organizations" in values else None
    changed: Person = change(person, columns, by=by, version=version, many=many)
    return changed


def end_person(person: Person, *, by: Any, on: date, because: str) -> Person:
    """Note that a person takes part no longer; roles and seats end on their own pages."""
    ended: Person = end(person, by=by, on=on, because=because)
    return ended
