"""People who take part in a partnership."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from councils.models import Organization, Partnership, Person
from councils.permissions import permitted_rows
from lipportal.jobs.models import Job
from lipportal.shared.folding import fold, sort_key

IMPORT = "people_import"
PEOPLE_SORTS = {"name": "folded_sort", "language": "language", "added": "created_at"}


def people_visible_to(user: Any) -> QuerySet[Person]:
    """The people whose contact details this person may see; oneself always."""
    return permitted_rows(user, "councils.view_person", Person.objects.all())


def people_found(rows: QuerySet[Person], wanted: Mapping[str, Any]) -> QuerySet[Person]:
    """Those of `rows` that answer a search and its filters; ended ones only when asked for."""
    rows = rows if wanted.get("ended") else rows.filter(ended_on__isnull=True)
    for word in sort_key(wanted.get("q") or "").split():
        rows = rows.filter(folded_names__contains=f" {word}")
    if language := wanted.get("language"):
        rows = rows.filter(language=language)
    if organization := wanted.get("organization"):
        rows = rows.filter(organizations__code=organization)
    sort = wanted.get("sort") or "name"
    column = PEOPLE_SORTS.get(sort.lstrip("-"), "folded_sort")
    sign = "-" if sort.startswith("-") else ""
    return rows.order_by(f"{sign}{column}", "folded_sort", "pk").prefetch_related("organizations")


def people_of(partnership: Partnership) -> QuerySet[Person]:
    """The people of a partnership who have not left, by name."""
    return Person.objects.filter(partnership=partnership, ended_on__isnull=True).order_by("folded_sort", "pk")


def organizations_named(partnership: Partnership) -> dict[str, Organization]:
    """The organizations of a partnership by each of their names, folded; what a sheet's cell is looked up in."""
    named: dict[str, Organization] = {}
    for organization in Organization.objects.filter(partnership=partnership, ended_on__isnull=True).order_by("-pk"):
        for name in (organization.name_en, organization.name_fr):
            if name:
                named[fold(name)] = organization
    return named


def import_of(sheet: str) -> Job | None:
    """The newest work that was asked for on a kept sheet."""
    return Job.objects.filter(key__startswith=f"{IMPORT}:{sheet}:").order_by("-created_at", "-pk").first()


@dataclass(frozen=True)
class PersonLine:
    """One person as the sheet says them, words already chosen."""

    code: str
    name: str
    said_as: str
    email: str
    phone: str
    language: str
    organizations: str
    is_francophone: str


def person_lines(people: Iterable[Person]) -> list[PersonLine]:
    """The people found, in words, for the sheet that is downloaded."""
    return [
        PersonLine(
            code=person.code,
            name=person.name,
            said_as=person.said_as,
            email=person.email,
            phone=person.phone,
            language=str(person.get_language_display()),
            organizations="; ".join(str(each.name) for each in person.organizations.all()),
            is_francophone=str(_("yes") if person.is_francophone else _("no")),
        )
        for person in people
    ]


# --- A sheet that came back, row by row ------------------------------------------------------------------------------
@dataclass(frozen=True)
class CellChange:
    """What one cell would change: the column, what stands there, what would."""

    label: str
    before: str
    after: str


@dataclass
class Comparison:
    """One row of a sheet beside what the portal has: a new person, a changed one, the same, or a problem."""

    sheet_row: int
    name: str
    values: dict[str, Any]
    person: Person | None = None
    changes: list[CellChange] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """In one word: problem, new, changed or same."""
        if self.problems:
            return "problem"
        if self.person is None:
            return "new"
        return "changed" if self.changes else "same"


@dataclass(frozen=True)
class SheetRow:
    """A row as the form understood it: its number, its code, its clean values, and what is wrong with it."""

    sheet_row: int
    code: str
    values: dict[str, Any]
    problems: list[str]


@dataclass(frozen=True)
class _Known:
    """The people of a partnership by what a row can name them with."""

    by_code: dict[str, Person]
    by_email: dict[str, list[Person]]
    by_name: dict[str, list[Person]]

    @classmethod
    def of(cls, people: Iterable[Person]) -> "_Known":
        here = list(people)
        by_name: dict[str, list[Person]] = {}
        by_email: dict[str, list[Person]] = {}
        for person in here:
            by_name.setdefault(person.folded_sort, []).append(person)
            if person.email:
                by_email.setdefault(person.email.casefold(), []).append(person)
        return cls({person.code: person for person in here}, by_email, by_name)

    def find(self, row: SheetRow) -> tuple[Person | None, Any]:
        """Whom a row is about, or nobody yet; and why that cannot be told."""
        email = row.values.get("email", "").casefold()
        if row.code:
            person = self.by_code.get(row.code)
            return person, "" if person else _("nobody here has this code. Leave it empty for a new person.")
        if email:
            doubt = _("several people have this e-mail. Put in the code.")
            return _only(self.by_email.get(email, []), doubt)
        doubt = _("several people have this name. Put in the code or the e-mail.")
        return _only(self.by_name.get(sort_key(row.values.get("name", "")), []), doubt)


def _only(found: list[Person], doubt: Any) -> tuple[Person | None, Any]:
    """The one person found, or nobody; and the doubt when there are several."""
    return (None, doubt) if len(found) > 1 else (found[0] if found else None, "")


def compared(partnership: Partnership, rows: Iterable[SheetRow], labels: Mapping[str, Any]) -> list[Comparison]:
    """Each row of a sheet beside the person it is about: found by code, else by e-mail, else by a name only one has."""
    known = _Known.of(people_of(partnership).prefetch_related("organizations"))
    seen: dict[Any, int] = {}
    return [_compare(row, known, seen, labels) for row in rows]


def _compare(row: SheetRow, known: _Known, seen: dict[Any, int], labels: Mapping[str, Any]) -> Comparison:
    found = Comparison(row.sheet_row, row.values.get("name", ""), row.values, problems=list(row.problems))
    if found.problems:
        return found
    found.person, doubt = known.find(row)
    name = row.values.get("email", "").casefold() or sort_key(found.name)
    who = found.person.pk if found.person is not None else name
    if not doubt and who in seen:
        doubt = _("this is the same person as in row %(first)s.") % {"first": seen[who]}
    if doubt:
        found.problems.append(_in_row(row, doubt))
        return found
    seen[who] = row.sheet_row
    if found.person is not None:
        found.changes = _changes(found.person, row.values, labels)
    return found


def _in_row(row: SheetRow, message: Any) -> str:
    return str(_("Row %(row)s: %(message)s") % {"row": row.sheet_row, "message": message})


def _changes(person: Person, values: Mapping[str, Any], labels: Mapping[str, Any]) -> list[CellChange]:
    changes = []
    for name, after in values.items():
        before = list(person.organizations.all()) if name == "organizations" else getattr(person, name)
        if name == "organizations" and {each.pk for each in before} == {each.pk for each in after}:
            continue
        if before != after:
            changes.append(CellChange(str(labels[name]), _said(person, name, before), _said(person, name, after)))
    return changes


def _said(person: Person, name: str, value: Any) -> str:
    """A value as a person reads it."""
    if name == "organizations":
        return "; ".join(str(each.name) for each in value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if name == "language":
        return str(dict(Person._meta.get_field("language").flatchoices).get(value, value))
    return str(value)
