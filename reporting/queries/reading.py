"""One report as it is read: by an officer frozen, at its table as it stands; beside what was sent before."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import translation

from lipportal.audit.models import FrozenCopy
from lipportal.audit.plain import plain
from lipportal.audit.queries import Piece, body_of, difference, frozen_copies_of
from lipportal.shared.folding import fold
from reporting.choices import SectionNumber
from reporting.models import ReviewNote, YearlyReport
from reporting.queries.answers import with_answers
from reporting.queries.earlier import EarlierReport, report_before
from reporting.queries.figure_groups import FigureGroup, figure_groups
from reporting.queries.portal_checks import PortalCheck, portal_checks
from reporting.queries.report_page import report_page

Section = Mapping[str, Any]


@dataclass(frozen=True)
class LineReview:
    """One line of section 5: as sent, how its reason changed, and how it stood before and last year."""

    line: Mapping[str, Any]
    pieces: list[Piece]
    was: str
    last_year: str
    is_changed: bool


@dataclass(frozen=True)
class SectionReview:
    """One submitted section: as it reads, what changed since the version before, last year's words, its notes."""

    section: Section
    facts: list[Mapping[str, str]]
    groups: list[FigureGroup]
    lines: list[LineReview]
    same_count: int
    pieces: list[Piece]
    last_year: Section
    is_changed: bool
    notes: list[ReviewNote]


@dataclass(frozen=True)
class ReviewPage:
    """One submitted report as an officer reads it."""

    copy: FrozenCopy
    copies: list[FrozenCopy]
    before: FrozenCopy | None
    show: str
    page: Mapping[str, Any]
    sections: list[SectionReview]
    changed_count: int
    open_count: int
    fingerprint: str
    last_year: str
    checks: list[PortalCheck]

    @property
    def is_latest(self) -> bool:
        """Whether this is the last version sent."""
        return self.copy == self.copies[-1]


def review_page(report: YearlyReport, notes: list[ReviewNote], asked: Mapping[str, str], language: str) -> ReviewPage:
    """The frozen copy asked for (the latest by default), each section beside the version before it."""
    copies = list(frozen_copies_of(report))
    number = asked.get("version", "")
    copy = next((each for each in copies if str(each.number) == number), copies[-1])
    before = next((each for each in copies if each.number == copy.number - 1), None)
    page = _page_of(copy, language)
    until = [each for each in copies if each.number <= copy.number]
    notes = with_answers(notes, report, sent=until, is_own=False)
    earlier = _sections_of(before, language)
    year = report_before(report, language)
    show = asked.get("show", "changed" if before is not None and not number else "all")
    only_changed = show == "changed" and before is not None
    sections = [
        _section_review(section, earlier.get(section["number"]), year, notes, only_changed=only_changed)
        for section in page["sections"]
    ]
    return ReviewPage(
        copy=copy,
        copies=copies,
        before=before,
        show="changed" if only_changed else "all",
        page=page,
        sections=[each for each in sections if not only_changed or each.is_changed or each.notes],
        changed_count=sum(each.is_changed for each in sections),
        open_count=sum(note.is_open for note in notes),
        fingerprint=" ".join((copy.fingerprint[:4], copy.fingerprint[4:8])),
        last_year=year.year,
        checks=portal_checks(report, page),
    )


@dataclass(frozen=True)
class ReadingNow:
    """A report as those at its table read it before they send it: as it stands, beside what was sent last."""

    before: FrozenCopy | None
    show: str
    sections: list[SectionReview]
    changed_count: int
    last_year: str


def reading_now(report: YearlyReport, asked: Mapping[str, str], language: str) -> ReadingNow:
    """The whole report as it stands now, or only what changed since it was sent last, where it ever was."""
    before = frozen_copies_of(report).last()
    earlier, year = _sections_of(before, language), report_before(report, language)
    only_changed = before is not None and asked.get("show") == "changed"
    with translation.override(language):
        page = plain(asdict(report_page(report)))
    sections = [
        _section_review(section, earlier.get(section["number"]), year, [], only_changed=only_changed)
        for section in page["sections"]
    ]
    return ReadingNow(
        before=before,
        show="changed" if only_changed else "all",
        sections=[each for each in sections if not only_changed or each.is_changed],
        changed_count=sum(each.is_changed for each in sections),
        last_year=year.year,
    )


def _sections_of(copy: FrozenCopy | None, language: str) -> dict[int, Section]:
    """The sections of a frozen copy by number; none where there is no copy."""
    page = _page_of(copy, language) if copy is not None else {"sections": ()}
    return {section["number"]: section for section in page["sections"]}


def _page_of(copy: FrozenCopy, language: str) -> dict[str, Any]:
    """A frozen page; lines frozen before reasons had a mark hold an empty one, so that they compare with later ones."""
    page: dict[str, Any] = body_of(copy)[language]
    for section in page["sections"]:
        section["lines"] = [{"reason_state": "", **line} for line in section["lines"]]
    return page


def _section_review(
    section: Section, before: Section | None, year: EarlierReport, notes: list[ReviewNote], *, only_changed: bool
) -> SectionReview:
    number = section["number"]
    lines = _lines(section["lines"], before["lines"] if before else None, year)
    drawn = [each for each in lines if each.is_changed] if only_changed else lines
    return SectionReview(
        section=section,
        facts=_facts(section, before),
        groups=figure_groups(
            section["figures"], was=before["figures"] if before else (), last_year=year.figures(number)
        ),
        lines=drawn,
        same_count=len(lines) - len(drawn),
        pieces=difference(before["text"], section["text"]) if before is not None else [],
        last_year=year.section(number),
        is_changed=before is not None and before != section,
        notes=[note for note in notes if note.section == number],
    )


def _facts(section: Section, before: Section | None) -> list[Mapping[str, str]]:
    """The lines of the cover, each with what stood there before if that was something else."""
    then = {fact["label"]: fact["value"] for fact in before["facts"]} if before is not None else {}
    return [
        {**fact, "was": then[fact["label"]] if then.get(fact["label"], fact["value"]) != fact["value"] else ""}
        for fact in section["facts"]
    ]


def _lines(
    lines: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]] | None, year: EarlierReport
) -> list[LineReview]:
    then = {line["code"]: line for line in before or ()}
    last = {fold(line["title"]): line for line in year.section(SectionNumber.PLAN).get("lines", ())}
    return [
        _line_review(line, then.get(line["code"]), last.get(fold(line["title"])), is_first=before is None)
        for line in lines
    ]


def _line_review(
    line: Mapping[str, Any], then: Mapping[str, Any] | None, last: Mapping[str, Any] | None, *, is_first: bool
) -> LineReview:
    standing = standing_of_line(then) if then else ""
    return LineReview(
        line=line,
        pieces=difference(then["reason"], line["reason"]) if then else [],
        was=standing if standing != standing_of_line(line) else "",
        last_year=standing_of_line(last) if last else "",
        is_changed=not is_first and then != line,
    )


def standing_of_line(line: Mapping[str, Any]) -> str:
    """How a line stood, in few words: “18 pairs. Carried over”."""
    done = ", ".join(f"{each['value']} {each['unit']}" for each in line["done"])
    return ". ".join(part for part in (done, line["state_label"]) if part)
