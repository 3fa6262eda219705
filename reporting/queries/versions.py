"""The versions of a report that were sent, what has been drawn from each, and what of it anyone may fetch."""

from dataclasses import dataclass

from lipportal.audit.models import FrozenCopy
from lipportal.audit.queries import frozen_copies_of
from lipportal.shared.bilingual import Language
from reporting.choices import ReportState
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


def public_documents(report: YearlyReport, copy: FrozenCopy | None) -> list[DocumentRow]:
    """What anyone may fetch of a published report: the finished PDF of the version published, in each language."""
    drawn = {
        each.language: each
        for each in ReportDocument.objects.filter(report=report, copy=copy)
        .exclude(file_code="")
        .order_by("renderer_version")
    }
    return [DocumentRow(code, str(name), drawn[code]) for code, name in Language.choices if code in drawn]


def is_public_document(file_code: str) -> bool:
    """Whether the file was drawn from what anyone may read: the last version of a published report, and no other."""
    drawn = ReportDocument.objects.filter(
        file_code=file_code, report__state=ReportState.PUBLISHED, report__partnership__is_public=True
    )
    document = drawn.select_related("report").first()
    return document is not None and frozen_copies_of(document.report).last() == document.copy
