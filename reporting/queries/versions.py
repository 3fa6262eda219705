"""The versions of a report that were sent, and what has been drawn from each."""

from dataclasses import dataclass

from lipportal.audit.models import FrozenCopy
from lipportal.audit.queries import frozen_copies_of
from lipportal.shared.bilingual import Language
from reporting.models import ReportDocument, YearlyReport


@dataclass(frozen=True)
class DocumentRow:
    """One language of one version: its document, or none while nobody asked for it."""

    language: str
    label: str
    document: ReportDocument | None


@dataclass(frozen=True)
class SentVersion:
    """One frozen copy, and its document in each official language."""

    copy: FrozenCopy
    rows: list[DocumentRow]


def versions_of(report: YearlyReport) -> list[SentVersion]:
    """The versions, the newest first; two queries."""
    documents = {
        (each.copy_id, each.language): each
        for each in ReportDocument.objects.filter(report=report).select_related("job").order_by("renderer_version")
    }
    copies = reversed(list(frozen_copies_of(report)))
    return [
        SentVersion(
            copy, [DocumentRow(code, str(name), documents.get((copy.pk, code))) for code, name in Language.choices]
        )
        for copy in copies
    ]
