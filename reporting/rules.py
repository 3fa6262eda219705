"""Is it fit: reasons why a yearly report cannot take a step, each a whole sentence; empty when it can."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from councils.choices import Role
from councils.permissions import AT_THE_TABLE, people_holding, roles_held
from lipportal.shared.bilingual import OFFICIAL, missing_languages, state_of
from lipportal.shared.once import once_a_page
from reporting.choices import ReportState, Severity
from reporting.models import ReportSection, ReviewNote, VarianceReason, YearlyReport

# Sections that stand on their own writing: each wants a text, or the honest "nothing to report".
WRITTEN_SECTIONS = (1, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14)
BRIEF_WORDS = 300
# While the partnership has the report, after a return.
ANSWERING_STATES = (ReportState.RETURNED, ReportState.COUNCIL_REVIEW, ReportState.APPROVED)


def unwritten_sections(report: YearlyReport) -> list[ReportSection]:
    """The sections that hold neither a text in the report's language nor "nothing to report"."""
    return [
        section
        for section in report.sections.all()
        if section.number in WRITTEN_SECTIONS
        and not section.is_nothing
        and not getattr(section, f"text_{report.language}").strip()
    ]


def problems_with_having_been_submitted(report: YearlyReport) -> list[Any]:
    """A first submission happens once."""
    return [_("This report was already submitted; send it again instead.")] if report.was_submitted else []


def problems_with_never_submitted(report: YearlyReport) -> list[Any]:
    """Only a report the officer has had can go back."""
    return [] if report.was_submitted else [_("This report was never submitted.")]


def problems_with_officer(report: YearlyReport) -> list[Any]:
    """Somebody must be there to receive it."""
    if people_holding(Role.OFFICER, report.partnership):
        return []
    return [_("No federal officer is assigned today. The regional lead or the administrator can assign one.")]


def awaits_answer() -> Q:
    """The notes that wait for an answer: must-fixes and questions that were sent, neither settled nor withdrawn.

    An answer from an earlier round that did not settle the note is not one: it is asked again.
    """
    is_open = Q(sent_at__isnull=False, ended_on__isnull=True, settled_at__isnull=True)
    is_silent = Q(reply="") | Q(replied_at__lt=F("report__returned_at"))
    return is_open & is_silent & ~Q(severity=Severity.PRAISE)


@once_a_page
def unanswered_notes(report: YearlyReport) -> list[ReviewNote]:
    """The officer's notes the partnership has still to answer, while it has the report."""
    if not report.was_submitted or report.state not in ANSWERING_STATES:
        return []
    return list(report.notes.filter(awaits_answer()))


def problems_with_open_answers(report: YearlyReport) -> list[Any]:
    """Every must-fix and question the officer sent has an answer before the report goes on."""
    count = len(unanswered_notes(report))
    if not count:
        return []
    words = ngettext(
        "Answer %(count)s note of the officer first.", "Answer %(count)s notes of the officer first.", count
    )
    return [words % {"count": count}]


def problems_with_lost_approval(report: YearlyReport) -> list[Any]:
    """Answers go alone only while the approval of what was sent still stands."""
    if report.adopted_on is not None:
        return []
    return [_("The approval was taken off the report, so the co-chairs approve it again first.")]


def open_must_fixes(report: YearlyReport) -> int:
    """How many must-fix notes are neither settled nor withdrawn."""
    notes: Any = ReviewNote.objects.filter(report=report, severity=Severity.MUST_FIX)
    return int(notes.filter(settled_at__isnull=True, ended_on__isnull=True).count())


def problems_with_nothing_to_fix(report: YearlyReport) -> list[Any]:
    """A return without a note would leave the partnership guessing."""
    wanting = report.notes.filter(settled_at__isnull=True, ended_on__isnull=True).exclude(severity=Severity.PRAISE)
    return [] if wanting.exists() else [_("Write at least one must-fix or question first, tied to a section.")]


def problems_with_open_must_fix(report: YearlyReport) -> list[Any]:
    """A report with an open must-fix is not acceptable yet."""
    count = open_must_fixes(report)
    if not count:
        return []
    words = ngettext("Settle %(count)s must-fix note first.", "Settle %(count)s must-fix notes first.", count)
    return [words % {"count": count}]


Text = ReportSection | VarianceReason


@once_a_page
def _texts(report: YearlyReport) -> list[Text]:
    """What the partnership wrote: every section and reason that is not simply “nothing to report”."""
    texts: list[Text] = [*report.sections.all(), *report.reasons.select_related("action")]
    return [text for text in texts if not text.is_nothing]


def one_sided_texts(report: YearlyReport) -> list[Text]:
    """The sections and reasons written in one official language, without the visible exception for the other."""
    return [text for text in _texts(report) if len(missing_languages(text, "text")) == 1]


def stale_texts(report: YearlyReport) -> list[Text]:
    """The sections and reasons one language of which was rewritten since the other was."""
    return [text for text in _texts(report) if stale_languages(text)]


def stale_languages(text: Text) -> list[str]:
    """The languages in which a text is there but behind the other."""
    return [language for language in OFFICIAL if state_of(text, "text", language) == "out_of_date"]


def name_of_text(text: Text) -> Any:
    """What a reader calls a section, or the reason beside an action."""
    if isinstance(text, ReportSection):
        return text.get_number_display()
    return _("Why “%(action)s” went otherwise") % {"action": text.action.title}


def names_of_texts(texts: Iterable[Text]) -> str:
    """The names of several, one after the other."""
    return "; ".join(str(name_of_text(text)) for text in texts)


def problems_with_public_languages(report: YearlyReport) -> list[Any]:
    """What is published has both official languages side by side, or a visible exception (design 2.11)."""
    problems: list[Any] = []
    if alone := names_of_texts(one_sided_texts(report)):
        words = _("In one language only: %(parts)s. Tick that they stay so; readers are told beside each.")
        problems.append(words % {"parts": alone})
    if behind := names_of_texts(stale_texts(report)):
        words = _("Translation out of date: %(parts)s. Tick that they stay so; readers are told beside each.")
        problems.append(words % {"parts": behind})
    return problems


def problems_with_own_partnership(user: Any, partnership: Any) -> list[Any]:
    """Nobody reviews their own partnership: whoever holds a role at its table reads, and another officer decides."""
    if any(held.role in AT_THE_TABLE and held.partnership_id == partnership.pk for held in roles_held(user)):
        return [_("You sit at this partnership’s table, so another officer or the regional lead reviews its report.")]
    return []
