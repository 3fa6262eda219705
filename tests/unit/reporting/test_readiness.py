"""What still stands between a report and its next step, and what the co-chairs' approval covers."""

import json

import pytest

from councils.choices import Role
from lipportal.audit import services as audit
from lipportal.audit.plain import plain
from lipportal.audit.queries import body_of, frozen_copies_of
from lipportal.shared.errors import Refused
from reporting import services
from reporting.models import VarianceReason
from reporting.queries.desk import section_links
from reporting.queries.readiness import gaps_of, problems_with_changed_words, problems_with_gaps
from reporting.queries.report_page import report_body
from tests.factories.actionplans import OutputCountFactory, UpdateFactory
from tests.factories.councils import person_with_role


def test_gaps_name_the_reason_first_and_where_each_is_mended(season):
    gaps = gaps_of(season.report)

    assert [gap.kind for gap in gaps] == ["late"] + ["risk"] * 11
    assert gaps[0].url.endswith(f"/reasons/{season.action.code}/")
    assert gaps[1].url.endswith("/sections/1/")


def test_a_filled_report_has_no_gap(season):
    season.fill()

    assert gaps_of(season.report) == []
    assert problems_with_gaps(season.report) == []


def test_the_missing_language_of_the_brief_is_a_gap_that_stops_nobody(season):
    season.fill()
    season.write(1, text_fr="")

    assert [str(gap.says) for gap in gaps_of(season.report)] == ["French of the year in brief"]
    assert problems_with_gaps(season.report) == []


def test_a_section_in_one_language_is_listed_until_it_is_said_to_stay_so(season):
    season.fill()
    season.write(6, is_nothing=False, text_en="Newcomers are sent to one door.")
    gaps = gaps_of(season.report)
    kinds = {link.number: link.kind for link in section_links(season.report, gaps)}

    assert [str(gap.says) for gap in gaps] == ["French of “Results”"]
    assert (kinds[6], problems_with_gaps(season.report)) == ("risk", [])
    season.write(6, language_notes={"text": {"fr": "excepted"}})
    assert gaps_of(season.report) == []


def test_a_reason_in_one_language_is_listed_where_it_is_mended(season):
    season.fill()
    VarianceReason.objects.update(text_fr="")

    [gap] = gaps_of(season.report)

    assert str(gap.says) == f"French of the reason: {season.action.title}"
    assert (gap.section, gap.url.endswith(f"/reasons/{season.action.code}/")) == (5, True)
    assert problems_with_gaps(season.report) == []


def test_a_translation_left_behind_is_listed_and_stops_nobody(season):
    season.fill()
    season.write(1, text_en="Two doors instead of three.")
    reason = VarianceReason.objects.get()
    texts = {"text_en": "Two partners left."}
    services.give_reason(season.report, season.action, texts, by=season.person("coordinator"), version=reason.version)

    assert [str(gap.says) for gap in gaps_of(season.report)] == [
        "French of “Year in brief” is out of date",
        f"French of the reason is out of date: {season.action.title}",
    ]
    assert problems_with_gaps(season.report) == []
    season.write(1, text_fr="Deux portes au lieu de trois.")
    assert len(gaps_of(season.report)) == 1


def test_a_report_frozen_before_reasons_had_marks_is_not_changed_by_them(season):
    season.submit()
    season.give_back()
    copy = frozen_copies_of(season.report).get()
    older = copy.body.replace(',"reason_state":""', "")
    assert older != copy.body
    audit.freeze(season.report, json.loads(older), schema_version=2, by=season.person("coordinator"))

    assert problems_with_changed_words(season.report) == []


def test_an_unanswered_note_is_a_gap_of_its_section_praise_is_none(season):
    season.submit()
    season.note("praise", section=13)
    note = season.give_back()
    (gap,) = gaps_of(season.report)
    states = {link.number: link.kind for link in section_links(season.report, [gap])}

    assert (gap.kind, str(gap.says), gap.section) == ("returned", "Note of the officer: Results", 6)
    assert gap.url.endswith(f"/notes/{note.code}/reply/")
    assert (states[6], states[13]) == ("returned", "done")
    season.answer(note)
    assert gaps_of(season.report) == []


def test_once_accepted_a_question_without_an_answer_is_no_gap(season):
    season.submit()
    season.note("question", section=9)
    services.accept_report(season.report, by=season.person("officer"))

    assert gaps_of(season.report) == []


def test_problems_name_the_sections_by_number(season):
    season.fill()
    season.write(6, is_nothing=False)
    season.write(12, is_nothing=False)

    assert [str(reason) for reason in problems_with_gaps(season.report)] == [
        "Write sections 6, 12, or choose “Nothing to report” there."
    ]


def test_a_brief_of_more_than_300_words_is_too_long(season):
    season.fill()
    season.write(1, text_en="word " * 301)

    assert [str(reason) for reason in problems_with_gaps(season.report)] == ["“Year in brief” has room for 300 words."]


def test_nothing_to_report_is_an_answer_to_why(season):
    VarianceReason.objects.all().delete()
    season.give_reason(season.action.code, is_nothing=True)

    assert [gap for gap in gaps_of(season.report) if gap.kind == "late"] == []


def count_three_more(season):
    OutputCountFactory(output=season.action.planned_outputs.get(), update=UpdateFactory(action=season.action), amount=3)


def test_a_figure_that_moved_after_the_approval_asks_the_co_chairs_again(season):
    season.person("officer")
    season.fill()
    season.approve()
    count_three_more(season)

    with pytest.raises(Refused, match="A figure has changed since the co-chairs approved"):
        services.submit_report(season.report, by=season.person("coordinator"))


def test_the_report_goes_once_the_co_chairs_have_approved_the_new_figure(season):
    season.person("officer")
    season.fill()
    season.approve()
    count_three_more(season)
    services.take_back_report(season.report, by=season.person("coordinator"))
    season.approve()

    services.submit_report(season.report, by=season.person("coordinator"))

    assert season.report.state == "submitted"


def test_what_is_frozen_is_the_very_body_that_was_held_against_the_approval(season, monkeypatch):
    """A figure may move between two readings of one transaction."""
    season.person("officer")
    season.fill()
    season.approve()
    built = []

    def build(report):
        built.append(report_body(report))
        count_three_more(season)
        return built[-1]

    monkeypatch.setattr("reporting.services.reports.report_body", build)
    monkeypatch.setattr("reporting.queries.readiness.report_body", build)

    services.submit_report(season.report, by=season.person("coordinator"))

    assert len(built) == 1
    assert body_of(frozen_copies_of(season.report).get()) == plain(built[0])


def test_answers_alone_need_no_second_approval(season):
    season.submit()
    note = season.give_back()
    season.answer(note)

    assert problems_with_changed_words(season.report) == []
    services.submit_report(season.report, by=season.person("coordinator"))

    assert season.report.state == "resubmitted"


def test_changed_words_after_a_return_need_the_co_chairs_again(season):
    season.submit()
    note = season.give_back()
    season.answer(note)
    season.write(6, text_en="Newcomers are sent to one door.", is_nothing=False)

    with pytest.raises(Refused, match="changed since it was submitted"):
        services.submit_report(season.report, by=season.person("coordinator"))
    season.approve()
    services.submit_report(season.report, by=season.person("coordinator"))

    assert season.report.state == "resubmitted"


def test_another_officer_on_the_cover_is_no_change_of_words(season):
    season.submit()
    season.give_back()
    person_with_role(Role.OFFICER, season.partnership)

    assert problems_with_changed_words(season.report) == []
