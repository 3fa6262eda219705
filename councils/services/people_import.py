"""People from a sheet: read beside what the portal has, asked for, and brought in by a worker row by row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.documents.people_read import LABELS, people_in_sheet
from councils.models import Partnership
from councils.queries.people import IMPORT, Comparison, compared, import_of, organizations_named
from councils.services.people import create_person, edit_person
from lipportal.audit.services import log
from lipportal.files.services import open_file
from lipportal.jobs.choices import JobState
from lipportal.jobs.models import Job
from lipportal.jobs.services import finish, progress, running, start_job
from lipportal.shared.documents.excel import SheetReport
from lipportal.shared.errors import Conflict, Refused

ROWS_AT_ONCE = 50


@dataclass
class Applied:
    """What came of a sheet up to one of its rows: people new, changed or as it says, and rows that had to wait."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    up_to: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """The figures, without a word from the sheet."""
        return {"added": self.added, "changed": self.changed, "same": self.same}


def read_people(partnership: Partnership, content: bytes) -> tuple[SheetReport, list[Comparison]]:
    """What a sheet says, and each of its rows beside the person it is about."""
    report, rows = people_in_sheet(content, organizations_named(partnership))
    return report, compared(partnership, rows, LABELS)


def versions_in(rows: Iterable[Comparison]) -> dict[str, int]:
    """The version of every person whom a row would change, by code."""
    return {row.person.code: row.person.version for row in rows if row.kind == "changed" and row.person is not None}


@transaction.atomic
def ask_import(partnership: Partnership, sheet: str, *, by: Any, seen: Mapping[str, int]) -> Job:
    """Ask for the right rows of a kept sheet to be brought in, as `versions_in` had them when they were looked at.

    While that is waiting, under way or has failed, asking again gives the same work; once it is done, new work, which
    writes nothing for rows that are in.
    """
    former = import_of(sheet)
    if former is not None and not former.is_finished:
        return former
    number = Job.objects.filter(key__startswith=f"{IMPORT}:{sheet}:", state=JobState.READY).count()
    job = start_job(
        IMPORT,
        "councils.import_people",
        owner=by,
        partnership_code=partnership.code,
        key=f"{IMPORT}:{sheet}:{number}",
        sheet=sheet,
        seen=dict(seen),
    )
    log(
        "person.import_asked",
        by=by,
        partnership_code=partnership.code,
        kind="councils.person",
        after={"sheet": sheet},
    )
    return job


def import_people(job_code: str) -> None:
    """Bring in the right rows of the sheet a job names; leaves quietly when that is done or in other hands.

    Each batch is one transaction with its place and its figures, so that a run after a dead one goes on behind it, and
    nobody waits for the whole sheet. A row that is as the portal has it writes nothing.
    """
    with running(job_code) as job:
        if job is None:
            return
        partnership = Partnership.objects.get(code=job.partnership_code)
        rows = _right_rows(job, partnership)
        applied = Applied(**job.outcome)
        for batch in _batches([row for row in rows if row.sheet_row > applied.up_to]):
            with transaction.atomic():
                _apply(partnership, batch, applied, seen=job.arguments["seen"], by=job.owner)
                done = sum(row.sheet_row <= applied.up_to for row in rows)
                progress(job, done, len(rows), outcome=asdict(applied))
        with transaction.atomic():
            log(
                "person.imported",
                by=job.owner,
                partnership_code=partnership.code,
                kind="councils.person",
                after=applied.counts,
            )
            finish(job, result_url=_page_of(partnership, job))


def _page_of(partnership: Partnership, job: Job) -> str:
    kwargs = {"slug": partnership.slug, "code": job.arguments["sheet"]}
    return reverse("councils:person_import_check", kwargs=kwargs)


def _right_rows(job: Job, partnership: Partnership) -> list[Comparison]:
    """The rows that can be brought in; Refused when whoever asked may not any more."""
    opened = open_file(job.owner, job.arguments["sheet"]) if job.owner is not None else None
    if opened is None:
        raise Refused(_("You may no longer bring this sheet in. Whoever keeps the list of people can send it again."))
    with opened.content:
        rows = read_people(partnership, opened.content.read())[1]
    return [row for row in rows if not row.problems]


def _batches(rows: Sequence[Comparison]) -> Iterator[Sequence[Comparison]]:
    for first in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[first : first + ROWS_AT_ONCE]


def _apply(
    partnership: Partnership, rows: Sequence[Comparison], applied: Applied, *, seen: Mapping[str, int], by: Any
) -> None:
    """Bring rows in; one that cannot be saved is named and does not stop the others."""
    for row in rows:
        try:
            with transaction.atomic():
                _apply_row(partnership, row, applied, seen=seen, by=by)
        except (Conflict, Refused) as refused:
            applied.refused.append((row.sheet_row, " ".join(str(reason) for reason in refused.reasons)))
        applied.up_to = row.sheet_row


def _apply_row(
    partnership: Partnership, row: Comparison, applied: Applied, *, seen: Mapping[str, int], by: Any
) -> None:
    if row.person is None:
        create_person(partnership, row.values, by=by)
        applied.added += 1
    elif row.changes:
        if seen.get(row.person.code) != row.person.version:
            raise Refused(_("Somebody changed this person after you looked at the sheet. Look at the row again."))
        edit_person(row.person, row.values, by=by, version=row.person.version)
        applied.changed += 1
    else:
        applied.same += 1
