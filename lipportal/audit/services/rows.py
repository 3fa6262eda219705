"""How rows come into being, change and end, each with its line in the trail; and how what is submitted is frozen."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from lipportal.audit.models import Entry, FrozenCopy, Version
from lipportal.audit.plain import canonical, noun_of, plain, values_of
from lipportal.shared import bilingual, clock
from lipportal.shared.errors import Conflict, Refused
from lipportal.shared.records import Ending, Record
from lipportal.shared.reference import current_reference
from lipportal.shared.workflow import Moved

Row = TypeVar("Row", bound=models.Model)


def partnership_code_of(record: Any) -> str:
    """The public code of the partnership `record` belongs to; blank for the platform."""
    if hasattr(record, "partnership_code"):
        return str(record.partnership_code)
    partnership = getattr(record, "partnership", None)
    return str(partnership.code) if partnership is not None else ""


def log(
    action: str,
    *,
    by: Any,
    record: Any = None,
    partnership_code: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    because: str = "",
    on_behalf_of: str = "",
    kind: str = "",
    code: str = "",
) -> Entry:
    """Write one line of the trail: who did what to which record, before and after."""
    return Entry.objects.create(
        at=clock.now(),
        by=by if by is not None and getattr(by, "pk", None) else None,
        on_behalf_of=on_behalf_of,
        action=action,
        noun=kind or (noun_of(record) if record is not None else ""),
        record_code=code or str(getattr(record, "code", "")),
        partnership_code=partnership_code or (partnership_code_of(record) if record is not None else ""),
        before=plain(dict(before or {})),
        after=plain(dict(after or {})),
        because=because,
        reference=current_reference() if current_reference() != "-" else "",
    )


def note_reading(
    action: str, *, by: Any, record: Any = None, rows: int = 0, kind: str = "", partnership_code: str = ""
) -> None:
    """Write down that somebody was shown or handed other people's details: of which record, or in how many rows.

    Never the details themselves (decision 13). A list without rows shows nobody and leaves no line.
    """
    if record is not None:
        log(action, by=by, record=record)
    elif rows:
        log(action, by=by, kind=kind, partnership_code=partnership_code, after={"rows": rows})


def _keep_version(record: Any, by: Any) -> None:
    Version.objects.create(
        noun=noun_of(record), record_code=record.code, number=record.version, values=values_of(record), by=by
    )


def write_down_step(moved: Moved) -> None:
    """The journal of the workflow engine: one line, and one version, per step taken."""
    log(
        f"{moved.noun}.{moved.step.name}",
        by=moved.by,
        record=moved.record,
        before=moved.before,
        after=moved.after,
        because=moved.because,
    )
    _keep_version(moved.record, moved.by)


@transaction.atomic
def create(record: Row, *, by: Any, many: Mapping[str, Iterable[Any]] | None = None, because: str = "") -> Row:
    """Save a new row after checking its constraints, with its first version and its line in the trail."""
    record.full_clean(validate_unique=False)
    record.save(force_insert=True)
    for name, members in (many or {}).items():
        getattr(record, name).set(members)
    after = {**values_of(record), **{name: plain(list(members)) for name, members in (many or {}).items()}}
    log(f"{record._meta.model_name}.created", by=by, record=record, after=after, because=because)
    if isinstance(record, Record):
        _keep_version(record, by)
    return record


@transaction.atomic
def change(
    record: Any,
    values: Mapping[str, Any],
    *,
    by: Any,
    version: int,
    many: Mapping[str, Iterable[Any]] | None = None,
    because: str = "",
    action: str = "changed",
) -> Any:
    """Change columns of `record` from the `version` that was read; one line in the trail with before and after.

    Raises Conflict, holding the record as it now stands, when somebody saved it meanwhile. Values equal to what is
    there change nothing and write nothing. Translations that fall behind are marked (lipportal.shared.bilingual).
    """
    model = type(record)
    current = model._default_manager.get(pk=record.pk)
    if current.version != version:
        raise Conflict(current, _("Somebody saved this while you were writing. Both texts are kept."))
    before = {name: getattr(current, name) for name in values}
    many_before = {name: list(getattr(current, name).all()) for name in many or {}}
    changed = {name: value for name, value in values.items() if value != before[name]}
    many_changed = {n: list(m) for n, m in (many or {}).items() if {x.pk for x in m} != {x.pk for x in many_before[n]}}
    if not changed and not many_changed:
        return current
    texts_before = bilingual.texts_of(current) if isinstance(current, bilingual.Bilingual) else {}
    for name, value in changed.items():
        setattr(current, name, value)
    if isinstance(current, bilingual.Bilingual):
        current.language_notes = bilingual.notes_after(current, texts_before)
    current.full_clean(validate_unique=False, exclude=[f.name for f in model._meta.fields if f.name not in changed])
    current.version, current.changed_at = version + 1, clock.now()
    columns = _columns_to_write(current, changed)
    if model._default_manager.filter(pk=record.pk, version=version).update(**columns) != 1:
        raise Conflict(model._default_manager.get(pk=record.pk), _("Somebody saved this while you were writing."))
    for name, members in many_changed.items():
        getattr(current, name).set(members)
    log(
        f"{model._meta.model_name}.{action}",
        by=by,
        record=current,
        before={**{n: before[n] for n in changed}, **{n: many_before[n] for n in many_changed}},
        after={**changed, **many_changed},
        because=because,
    )
    _keep_version(current, by)
    return current


def _columns_to_write(record: Any, changed: Mapping[str, Any]) -> dict[str, Any]:
    """The columns an update sets: those changed, the bookkeeping, and the folded ones that follow them."""
    if hasattr(record, "refold"):
        record.refold()
    names = {*changed, "version", "changed_at"}
    names |= {field.name for field in record._meta.concrete_fields if field.name.startswith("folded_")}
    if isinstance(record, bilingual.Bilingual):
        names.add("language_notes")
    return {name: getattr(record, name) for name in names}


@transaction.atomic
def end(record: Any, *, by: Any, on: date, because: str) -> Any:
    """End `record` on a day for a reason; it stays readable. Raises Refused without a reason or when already ended."""
    if not isinstance(record, Ending):
        raise TypeError(f"{type(record).__name__} has no end")
    if not because.strip():
        raise Refused(_("Say why it ends; the reason is kept with the record."))
    rows = type(record)._default_manager.filter(pk=record.pk, ended_on__isnull=True)
    values: dict[str, Any] = {"ended_on": on, "ended_because": because}
    if isinstance(record, Record):
        values |= {"version": F("version") + 1, "changed_at": clock.now()}
    if rows.update(**values) != 1:
        raise Refused(_("This has already ended."))
    record.refresh_from_db()
    log(f"{record._meta.model_name}.ended", by=by, record=record, after={"ended_on": on}, because=because)
    if isinstance(record, Record):
        _keep_version(record, by)
    return record


@transaction.atomic
def freeze(record: Any, body: Mapping[str, Any], *, schema_version: int, by: Any) -> FrozenCopy:
    """Keep every word and figure of `record` as it is now: canonical JSON with its schema version and fingerprint."""
    text = canonical(body)
    copies = FrozenCopy.objects.filter(noun=noun_of(record), record_code=record.code)
    latest = copies.aggregate(latest=Max("number"))["latest"] or 0
    return FrozenCopy.objects.create(
        noun=noun_of(record),
        record_code=record.code,
        partnership_code=partnership_code_of(record),
        number=latest + 1,
        schema_version=schema_version,
        body=text,
        fingerprint=hashlib.sha256(text.encode()).hexdigest(),
        by=by,
        at=clock.now(),
    )
