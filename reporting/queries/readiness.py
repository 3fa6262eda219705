"""What still stands between a yearly report and its next step, with where to mend each gap."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lipportal.audit.plain import canonical, plain
from lipportal.audit.queries import body_of, frozen_copies_of, history_of
from lipportal.shared.bilingual import OFFICIAL, SIGNS_A_WORD, missing_languages
from reporting.choices import SectionNumber
from reporting.models import ReportSection, ReviewNote, VarianceReason, YearlyReport
from reporting.queries.report_page import PlanLine, plan_lines, reasons_of, report_body
from reporting.rules import (
    BRIEF_WORDS,
    stale_languages,
    unanswered_notes,
    unwritten_sections,
)

READ_DIGITS = 8  # as many as a form carries of the version it was opened on


@dataclass(frozen=True)
class Gap:
    """One thing missing: how badly, in words, the section it stands in, and where it is mended."""

    kind: str
    says: Any
    section: int
    url: str


def gaps_of(report: YearlyReport) -> list[Gap]:
    """Everything missing, worst first: answers, then reasons, sections to write, and the other language."""
    brief = next((s for s in report.sections.all() if s.number == SectionNumber.YEAR_IN_BRIEF), None)
    return [
        *(_answer_gap(report, note) for note in unanswered_notes(report)),
        *(_reason_gap(report, line) for line in plan_lines(report) if line.wants_reason),
        *(
            _section_gap(report, section.number, _("Write: %(title)s") % {"title": section.get_number_display()})
            for section in unwritten_sections(report)
        ),
        *(_section_gap(report, SectionNumber.YEAR_IN_BRIEF, says) for says in _languages_wanted(brief)),
        *_one_sided(report),
        *_stale(report),
    ]


def _answer_gap(report: YearlyReport, note: ReviewNote) -> Gap:
    where = {"slug": report.partnership.slug, "code": note.code}
    says = _("Note of the officer: %(title)s") % {"title": note.get_section_display()}
    return Gap("returned", says, note.section, reverse("reporting:note_reply", kwargs=where))


def _reason_gap(report: YearlyReport, line: PlanLine) -> Gap:
    where = {"slug": report.partnership.slug, "code": report.code, "action": line.code}
    says = _("Reason: %(title)s") % {"title": line.title}
    return Gap("late", says, SectionNumber.PLAN, reverse("reporting:reason_edit", kwargs=where))


def _section_gap(report: YearlyReport, number: int, says: Any) -> Gap:
    where = {"slug": report.partnership.slug, "code": report.code, "number": int(number)}
    return Gap("risk", says, number, reverse("reporting:section_edit", kwargs=where))


def _one_sided(report: YearlyReport) -> list[Gap]:
    """The other language of every section but the brief, and of every reason, told while it can still be written.

    It stops nobody: a council may approve in the language it works in, and translate until the report is published,
    where the other language or the visible exception is asked for. But such a section is not called ready.
    """
    unwritten = {section.number for section in unwritten_sections(report)}
    told = {*unwritten, SectionNumber.YEAR_IN_BRIEF}
    sections = [section for section in report.sections.all() if section.number not in told]
    gaps = []
    texts: list[ReportSection | VarianceReason] = [*sections, *reasons_of(report)]
    for text in texts:
        wanted = missing_languages(text, "text")
        if len(wanted) == 1 and not text.is_nothing:
            gaps.append(_language_gap(report, text, wanted[0][1]))
    return gaps


def _stale(report: YearlyReport) -> list[Gap]:
    """Each section and reason one language of which was rewritten since the other was; it stops nobody either."""
    texts: list[ReportSection | VarianceReason] = [*report.sections.all(), *reasons_of(report)]
    written = [text for text in texts if not text.is_nothing]
    return [_stale_gap(report, text, language) for text in written for language in stale_languages(text)]


def _language_gap(report: YearlyReport, text: ReportSection | VarianceReason, language: str) -> Gap:
    """One language still to write, of a section or of a reason, and where."""
    if isinstance(text, ReportSection):
        words = {"en": _("English of “%(title)s”"), "fr": _("French of “%(title)s”")}
        return _section_gap(report, text.number, words[language] % {"title": text.get_number_display()})
    words = {"en": _("English of the reason: %(title)s"), "fr": _("French of the reason: %(title)s")}
    return _reason_language_gap(report, text, words[language])


def _stale_gap(report: YearlyReport, text: ReportSection | VarianceReason, language: str) -> Gap:
    """One language that is behind the other, of a section or of a reason, and where."""
    if isinstance(text, ReportSection):
        words = {"en": _("English of “%(title)s” is out of date"), "fr": _("French of “%(title)s” is out of date")}
        return _section_gap(report, text.number, words[language] % {"title": text.get_number_display()})
    words = {
        "en": _("English of the reason is out of date: %(title)s"),
        "fr": _("French of the reason is out of date: %(title)s"),
    }
    return _reason_language_gap(report, text, words[language])


def _reason_language_gap(report: YearlyReport, reason: VarianceReason, words: Any) -> Gap:
    where = {"slug": report.partnership.slug, "code": report.code, "action": reason.action.code}
    says = words % {"title": reason.action.title}
    return Gap("risk", says, SectionNumber.PLAN, reverse("reporting:reason_edit", kwargs=where))


def _languages_wanted(brief: ReportSection | None) -> list[Any]:
    if brief is None or brief.is_nothing or not (brief.text_en or brief.text_fr):
        return []
    words = {"en": _("English of the year in brief"), "fr": _("French of the year in brief")}
    return [words[lang] for _name, lang in missing_languages(brief, "text")]


def problems_with_gaps(report: YearlyReport) -> list[Any]:
    """What is still missing before anybody can approve the report."""
    problems: list[Any] = []
    if sections := unwritten_sections(report):
        words = ngettext(
            "Write section %(numbers)s, or choose “Nothing to report” there.",
            "Write sections %(numbers)s, or choose “Nothing to report” there.",
            len(sections),
        )
        problems.append(words % {"numbers": ", ".join(str(section.number) for section in sections)})
    if count := sum(line.wants_reason for line in plan_lines(report)):
        words = ngettext(
            "Say why %(count)s action was late, stopped, carried over or short.",
            "Say why %(count)s actions were late, stopped, carried over or short.",
            count,
        )
        problems.append(words % {"count": count})
    brief = next((s for s in report.sections.all() if s.number == SectionNumber.YEAR_IN_BRIEF), None)
    if brief and any(_is_too_long(text) for text in (brief.text_en, brief.text_fr)):
        problems.append(_("“Year in brief” has room for 300 words."))
    return problems


def _is_too_long(brief: str) -> bool:
    return len(brief.split()) > BRIEF_WORDS or len(brief) > BRIEF_WORDS * SIGNS_A_WORD


def problems_with_changed_words(report: YearlyReport) -> list[Any]:
    """After a return, changed words or figures need the co-chairs again; answers alone do not (design 2.13)."""
    copy = frozen_copies_of(report).last()
    if copy is not None:
        then, now = body_of(copy), _body_now(report)
        if all(_words(then[language]) == _words(now[language]) for language in OFFICIAL):
            return []
    return [_("The report has changed since it was submitted, so the co-chairs approve it again first.")]


def _words(page: dict[str, Any]) -> Any:
    """Everything the co-chairs approved: all sections but the cover, which names officers who may change."""
    sections = [section for section in plain(page["sections"]) if section["number"] != SectionNumber.COVER]
    return [{**section, "lines": [_line_words(line) for line in section["lines"]]} for section in sections]


def _line_words(line: dict[str, Any]) -> dict[str, Any]:
    """A line without an empty mark on its reason: what was frozen before there were such marks holds none."""
    return {name: value for name, value in line.items() if name != "reason_state" or value}


WORDS_APPROVED = "report.words_approved"


def _body_now(report: YearlyReport) -> dict[str, Any]:
    """The words and figures as they stand; where a service has built them to freeze them, those very ones."""
    built: dict[str, Any] | None = getattr(report, "body_built", None)
    return report_body(report) if built is None else built


def fingerprint_of_words(report: YearlyReport) -> str:
    """What the co-chairs approve, as one fingerprint: every word and figure in both languages, but the cover."""
    body = _body_now(report)
    text = canonical([_words(body[language]) for language in OFFICIAL])
    return hashlib.sha256(text.encode()).hexdigest()


def number_read(report: YearlyReport, fingerprint: str) -> int:
    """One number a page carries for what it shows: another once a word, a figure or the report's state is another.

    A figure moves with an update, a seat or a meeting, and none of them touches the report's own version.
    """
    text = f"{report.code}:{report.version}:{fingerprint}"
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10**READ_DIGITS


def problems_with_words_since_approval(report: YearlyReport) -> list[Any]:
    """What is sent is what the co-chairs approved: an update that moved a figure since then asks for them again."""
    approval = history_of(report).filter(action=WORDS_APPROVED).last()
    if approval is None or approval.after.get("fingerprint") == fingerprint_of_words(report):
        return []
    return [_("A figure has changed since the co-chairs approved the report. Take it back, and ask them again.")]
