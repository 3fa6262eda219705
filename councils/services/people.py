"""Writes about people, one by one or from a sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from councils.models import Partnership, Person
from councils.queries.people import Comparison
from lipportal.audit.services import change, create, end, log
from lipportal.shared.errors import Conflict, Refused


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


@dataclass
class Applied:
    """What came of a sheet: how many people are new, changed, or were as the sheet says; and rows that had to wait."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def apply_people(partnership: Partnership, rows: Iterable[Comparison], *, by: Any) -> Applied:
    """Bring the right rows of a sheet in; one that cannot be saved is named and does not stop the others.

    A row that is as the portal has it writes nothing, so a sheet applied twice makes nothing twice.
    """
    applied = Applied()
    for row in rows:
        if row.problems:
            continue
        try:
            with transaction.atomic():
                _apply_row(partnership, row, applied, by=by)
        except (Conflict, Refused) as refused:
            applied.refused.append((row.sheet_row, " ".join(str(reason) for reason in refused.reasons)))
    counts = {"added": applied.added, "changed": applied.changed, "same": applied.same}
    log("person.imported", by=by, partnership_code=partnership.code, kind="councils.person", after=counts)
    return applied


def _apply_row(partnership: Partnership, row: Comparison, applied: Applied, *, by: Any) -> None:
    if row.person is None:
        create_person(partnership, row.values, by=by)
        applied.added += 1
    elif row.changes:
        edit_person(row.person, row.values, by=by, version=row.person.version)
        applied.changed += 1
    else:
        applied.same += 1
