"""An officer's notes against a decision taken meanwhile: what is sent is sent, whatever page is still open."""

import pytest

from lipportal.shared.errors import Refused
from reporting import services
from reporting.models import ReviewNote, YearlyReport


def as_opened(note):
    """The note as a page holds it that was opened before the decision."""
    return ReviewNote.objects.select_related("report__partnership", "partnership").get(pk=note.pk)


def test_a_note_opened_before_a_colleague_returned_the_report_is_not_changed_after(season):
    season.submit()
    opened = as_opened(season.note())
    services.return_report(season.report, by=season.person("officer"))
    values = {"section": 6, "severity": "must_fix", "text": "Other words.", "language": "en"}

    with pytest.raises(Refused):
        services.write_note(opened.report, values, by=season.person("officer"), note=opened, version=opened.version)

    assert as_opened(opened).text == "For whom?"


def test_no_note_is_settled_or_withdrawn_once_a_colleague_accepted_the_report(season):
    season.submit()
    season.answer(season.give_back())
    services.submit_report(season.report, by=season.person("coordinator"))
    officer, opened = season.person("officer"), as_opened(ReviewNote.objects.get())
    question = as_opened(season.note("question"))
    services.settle_note(opened, by=officer, settled=True, version=opened.version)
    services.accept_report(season.report, by=officer)

    with pytest.raises(Refused):
        services.settle_note(opened, by=officer, settled=False, version=as_opened(opened).version)
    with pytest.raises(Refused):
        services.withdraw_note(question, by=officer, because="Found it.")

    assert as_opened(opened).settled_at is not None
    assert as_opened(question).ended_on is None


def test_no_note_is_answered_once_the_answers_went_off(season):
    season.submit()
    note = season.give_back()
    season.answer(note)
    opened = as_opened(note)
    services.submit_report(season.report, by=season.person("coordinator"))

    with pytest.raises(Refused):
        services.reply_note(opened, "Late words.", by=season.person("coordinator"), version=opened.version)

    assert as_opened(note).reply == "Added."


@pytest.mark.parametrize("decide", [services.return_report, services.accept_report])
def test_a_note_that_is_sent_moves_on_a_version(season, decide):
    season.submit()
    note = season.note("question")
    report = YearlyReport.objects.select_related("partnership").get(pk=season.report.pk)

    decide(report, by=season.person("officer"))

    assert as_opened(note).sent_at is not None
    assert as_opened(note).version == note.version + 1
