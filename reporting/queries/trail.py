"""The trail of a partnership in words: who did what when, with what stood there before and after."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, ManyToManyField, Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplans.queries import planned_words
from councils.choices import Stage, StageState
from councils.models import Partnership
from lipportal.accounts.models import User
from lipportal.audit.models import Entry
from lipportal.audit.personal import classified
from lipportal.shared import formats
from lipportal.shared.clock import day_begins, day_ends
from reporting.queries.trail_words import HIDDEN_NOUNS, NOUNS_OF_PEOPLE, action_words, count_words, noun_words

ON_A_PAGE = 40
LONGEST = 600
# What a person told about themselves is nobody's to read in a trail; contact details only for who may see them.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ALWAYS_PRIVATE = frozenset({"need", "self_description", "credential"})
UNSAID = frozenset({"partnership", "language_notes", "furthest_stage"})


@dataclass(frozen=True)
class Change:
    """One column: what it is called, how it stood, how it stands."""

    label: str
    before: str
    after: str
    is_private: bool = False


@dataclass(frozen=True)
class TrailLine:
    """One line of the trail."""

    at: datetime
    day: str
    by: str
    what: str
    noun: str
    name: str
    because: str
    changes: list[Change]
    reference: str


@dataclass(frozen=True)
class TrailFilters:
    """What the address asks for."""

    kind: str = ""
    person: str = ""
    day: date | None = None

    @property
    def is_any(self) -> bool:
        """Whether the trail is narrowed."""
        return bool(self.kind or self.person or self.day)


def trail_of(partnership: Partnership, filters: TrailFilters) -> QuerySet[Entry]:
    """What happened in a partnership, newest first; an officer's notes stay the officer's (design 2.7)."""
    rows = Entry.objects.filter(partnership_code=partnership.code).exclude(noun__in=HIDDEN_NOUNS).select_related("by")
    if filters.kind:
        rows = rows.filter(noun=filters.kind)
    if filters.person:
        rows = rows.filter(by__code=filters.person)
    if filters.day:
        zone = partnership.time_zone
        rows = rows.filter(at__gte=day_begins(filters.day, zone), at__lt=day_ends(filters.day, zone))
    return rows.order_by("-at", "-pk")


def kinds_in(partnership: Partnership) -> list[tuple[str, str]]:
    """The kinds of record the trail speaks of, by their name."""
    rows = Entry.objects.filter(partnership_code=partnership.code).exclude(noun__in=[*HIDDEN_NOUNS, ""])
    nouns = rows.order_by().values_list("noun", flat=True).distinct()
    return sorted(((noun, noun_words(noun)) for noun in nouns), key=lambda pair: pair[1])


def people_in(partnership: Partnership) -> list[tuple[str, str]]:
    """The people who did something here, by name."""
    entries = Entry.objects.filter(partnership_code=partnership.code, by__isnull=False).exclude(noun__in=HIDDEN_NOUNS)
    people = User.objects.filter(pk__in=entries.order_by().values("by")).order_by("name", "pk")
    return [(person.code, str(person)) for person in people]


def trail_lines(entries: Iterable[Entry], partnership: Partnership, reader: Any) -> list[TrailLine]:
    """The entries of one page in words; records they name are looked up once for each kind.

    Somebody who is not at the table, such as an administrator, learns who did what to which kind of record and when;
    the words of drafts, updates and reasons stay the partnership's (design 2.7, domain b3).
    """
    page = list(entries)
    if not reader.has_perm("councils.view_desk", partnership):
        return [_outline(entry, partnership.time_zone) for entry in page]
    may_see_people = reader.has_perm("councils.view_person", partnership)
    names = _names_of(page, may_see_people=may_see_people)
    return [_line(entry, names, partnership.time_zone, may_see_people=may_see_people) for entry in page]


def contacts_in(entries: Iterable[Entry], partnership: Partnership, reader: Any) -> int:
    """How many of these entries show this reader how a person is reached, or was."""
    if not reader.has_perm("councils.view_desk", partnership):
        return 0
    may_see_people = reader.has_perm("councils.view_person", partnership)
    return sum(any(_shows_contact(entry, may_see_people=may_see_people)) for entry in entries)


def _shows_contact(entry: Entry, *, may_see_people: bool) -> Iterator[bool]:
    table = classified(entry.noun)
    for column in {*entry.before, *entry.after}:
        is_contact = table is not None and table.personal.get(column) == "contact"
        yield is_contact and not _is_private(entry.noun, column, may_see_people=may_see_people)


def _line(entry: Entry, names: Mapping[tuple[str, str], str], zone: str, *, may_see_people: bool) -> TrailLine:
    return TrailLine(
        at=entry.at,
        day=formats.day_text(formats.in_zone(entry.at, zone), year=True, weekday=False),
        by=str(entry.by) if entry.by else (entry.on_behalf_of or _("The portal itself")),
        what=action_words(entry.action),
        noun=noun_words(entry.noun),
        name=names.get((entry.noun, entry.record_code), ""),
        because=entry.because,
        changes=_changes(entry, names, may_see_people=may_see_people),
        reference=entry.reference,
    )


def _outline(entry: Entry, zone: str) -> TrailLine:
    """An entry without a word of what it holds: each column that changed by name alone."""
    model = _model(entry.noun)
    columns = [name for name in dict.fromkeys([*entry.before, *entry.after]) if name not in UNSAID]
    return TrailLine(
        at=entry.at,
        day=formats.day_text(formats.in_zone(entry.at, zone), year=True, weekday=False),
        by=str(entry.by) if entry.by else _("The portal itself"),
        what=action_words(entry.action),
        noun=noun_words(entry.noun),
        name="",
        because="",
        changes=[Change(_label(model, column), "", "", is_private=True) for column in columns],
        reference=entry.reference,
    )


# --- values -------------------------------------------------------------------------------------------------------
def _model(noun: str) -> type[Model] | None:
    try:
        return apps.get_model(noun)
    except (LookupError, ValueError):
        return None


def _field(model: type[Model] | None, name: str) -> "Field[Any, Any] | None":
    if model is None:
        return None
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def _label(model: type[Model] | None, column: str) -> str:
    """What a column is called."""
    found = _field(model, column)
    return capfirst(str(found.verbose_name)) if found is not None else count_words(column)


def _changes(entry: Entry, names: Mapping[tuple[str, str], str], *, may_see_people: bool) -> list[Change]:
    model = _model(entry.noun)
    changes = []
    for column in dict.fromkeys([*entry.before, *entry.after]):
        before, after = entry.before.get(column), entry.after.get(column)
        if column in UNSAID or before == after or (not before and not after):
            continue
        found = _field(model, column)
        label = _label(model, column)
        if _is_private(entry.noun, column, may_see_people=may_see_people):
            changes.append(Change(label, "", "", is_private=True))
        elif column == "stages":
            changes.append(Change(label, _stages_said(before), _stages_said(after)))
        elif column == "planned":
            changes.append(Change(label, planned_words(before or []), planned_words(after or [])))
        else:
            changes.append(Change(label, _said(found, before, names), _said(found, after, names)))
    return changes


def _is_private(noun: str, column: str, *, may_see_people: bool) -> bool:
    table = classified(noun)
    if table is None:
        return True
    kind = table.personal.get(column)
    if kind in ALWAYS_PRIVATE:
        return True
    return kind is not None and noun == "councils.person" and not may_see_people


def _said(  # noqa: PLR0911 - one answer for each kind of value
    found: "Field[Any, Any] | None", value: Any, names: Mapping[tuple[str, str], str]
) -> str:
    """A kept value as a person reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not value and value != 0:
        return ""
    if isinstance(value, list):
        return ", ".join(_said(found, one, names) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_said(None, one, names)}" for key, one in value.items() if one not in (None, ""))
    if isinstance(found, ForeignKey | ManyToManyField):
        noun = found.related_model._meta.label_lower
        return names.get((noun, str(value)), "" if noun in NOUNS_OF_PEOPLE else str(value))
    if found is not None and found.choices:
        return str(dict(found.flatchoices).get(value, value))
    return _day_or_words(found, value)


def _stages_said(stages: Mapping[str, str] | None) -> str:
    """How the seven stages stood, those begun alone."""
    begun = [(stage, state) for stage, state in (stages or {}).items() if state != StageState.LATER]
    return ", ".join(f"{Stage(stage).label} ({StageState(state).label})" for stage, state in begun)


def _day_or_words(found: "Field[Any, Any] | None", value: Any) -> str:
    kind = found.get_internal_type() if found is not None else ""
    try:
        if kind == "DateField" or (found is None and _DAY.fullmatch(str(value))):
            return formats.day_text(date.fromisoformat(value), year=True)
        if kind == "DateTimeField":
            return formats.moment_text(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        pass
    text = str(value)
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


# --- names of the records a page speaks of ------------------------------------------------------------------------
@dataclass
class _Wanted:
    """The codes and keys of one model to be looked up."""

    codes: set[str] = field(default_factory=set)
    keys: set[int] = field(default_factory=set)


def _names_of(entries: Sequence[Entry], *, may_see_people: bool) -> dict[tuple[str, str], str]:
    """What the records an entry is about, or points at, are called: one query for each kind of record."""
    wanted: dict[str, _Wanted] = defaultdict(_Wanted)
    for entry in entries:
        wanted[entry.noun].codes.add(entry.record_code)
        model = _model(entry.noun)
        for column, value in [*entry.before.items(), *entry.after.items()]:
            found = _field(model, column)
            if isinstance(found, ForeignKey | ManyToManyField) and column not in UNSAID:
                _want(wanted[found.related_model._meta.label_lower], value)
    names: dict[tuple[str, str], str] = {}
    for noun, asked in wanted.items():
        if may_see_people or noun not in NOUNS_OF_PEOPLE:
            names |= _looked_up(noun, asked)
    return names


def _want(wanted: _Wanted, value: Any) -> None:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, int) and not isinstance(one, bool):
            wanted.keys.add(one)
        elif isinstance(one, str) and one:
            wanted.codes.add(one)


# What a record needs beside itself to say its name, so that looking up many costs one query.
_NEEDS = {
    "councils.membership": ("person", "seat__sector"),
    "councils.seat": ("sector",),
    "councils.meeting": ("body",),
    "councils.attendance": ("membership__person", "meeting__body"),
    "councils.declaredconflict": ("membership__person",),
    "councils.termsofreference": ("body",),
    "councils.roleheld": ("user",),
    "actionplans.update": ("action",),
}


def _looked_up(noun: str, asked: _Wanted) -> dict[tuple[str, str], str]:
    model = _model(noun)
    if model is None or not (asked.codes or asked.keys):
        return {}
    has_code = _field(model, "code") is not None
    related = _NEEDS.get(noun, ())
    rows = list(model._default_manager.select_related(*related).filter(code__in=asked.codes)) if has_code else []
    keyed = list(model._default_manager.select_related(*related).filter(pk__in=asked.keys)) if asked.keys else []
    found = {(noun, str(row.code)): str(row) for row in rows}  # type: ignore[attr-defined]
    return found | {(noun, str(row.pk)): str(row) for row in keyed}
