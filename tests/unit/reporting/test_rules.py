"""Is it fit: why a yearly report cannot take a step, each a whole sentence."""

from datetime import timedelta

import pytest

from councils.choices import Role
from lipportal.shared import clock
from lipportal.shared.errors import Refused
from reporting import rules, services
from reporting.models import YearlyReport
from tests.factories.councils import RoleHeldFactory


def said(reasons):
    return [str(reason) for reason in reasons]


def test_unwritten_sections_are_those_with_neither_a_text_nor_nothing(season):
    season.write(6, text_en="One door.")
    season.write(7, is_nothing=True)

    unwritten = {section.number for section in rules.unwritten_sections(season.report)}

    assert unwritten == {1, 3, 8, 9, 10, 11, 12, 13, 14}


def test_a_text_in_the_other_language_alone_leaves_a_section_unwritten(season):
    season.write(6, text_fr="Une seule porte.")

    assert 6 in {section.number for section in rules.unwritten_sections(season.report)}


def test_a_report_needs_an_officer_to_go_to(season):
    assert "No federal officer" in said(rules.problems_with_officer(season.report))[0]

    season.person("officer")

    assert rules.problems_with_officer(season.report) == []


def test_open_answers_count_must_fixes_and_questions_never_praise(season):
    season.submit()
    season.note("question", section=9)
    season.note("praise", section=13)
    note = season.give_back()

    assert said(rules.problems_with_open_answers(season.report)) == ["Answer 2 notes of the officer first."]
    season.answer(note)

    assert said(rules.problems_with_open_answers(season.report)) == ["Answer 1 note of the officer first."]


def test_an_answer_of_an_earlier_round_is_asked_again(season, monkeypatch):
    season.submit()
    note = season.give_back()
    season.answer(note)
    services.submit_report(season.report, by=season.person("coordinator"))
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    services.return_report(season.report, by=season.person("officer"))

    assert said(rules.problems_with_open_answers(season.report)) == ["Answer 1 note of the officer first."]


def test_a_settled_note_wants_no_answer_after_another_return(season):
    season.submit()
    note = season.give_back()
    season.answer(note)
    services.submit_report(season.report, by=season.person("coordinator"))
    note.refresh_from_db()
    services.settle_note(note, by=season.person("officer"), settled=True, version=note.version)
    season.note("question", section=9)
    services.return_report(season.report, by=season.person("officer"))

    assert said(rules.problems_with_open_answers(season.report)) == ["Answer 1 note of the officer first."]


def test_praise_alone_is_nothing_to_return_a_report_for(season):
    season.submit()
    season.note("praise")

    with pytest.raises(Refused, match="at least one must-fix or question"):
        services.return_report(season.report, by=season.person("officer"))


def test_an_open_must_fix_stops_acceptance_until_it_is_settled_or_withdrawn(season):
    season.submit()
    note = season.note()
    assert said(rules.problems_with_open_must_fix(season.report)) == ["Settle 1 must-fix note first."]

    services.withdraw_note(note, by=season.person("officer"), because="Found in section 6.")

    assert rules.problems_with_open_must_fix(season.report) == []


def test_a_question_does_not_stop_acceptance(season):
    season.submit()
    season.note("question")

    services.accept_report(season.report, by=season.person("officer"))

    assert season.report.state == "accepted"


@pytest.mark.parametrize("number", range(1, 15))
def test_publication_wants_both_languages_of_each_section_or_an_exception(season, number):
    season.submit()
    section = season.report.sections.filter(number=number)
    section.update(is_nothing=False, text_en="Two doors.", text_fr="")
    name = section.get().get_number_display()
    assert said(rules.problems_with_public_languages(season.report)) == [
        f"In one language only: {name}. Tick that they stay so; readers are told beside each."
    ]

    section.update(language_notes={"text": {"fr": "excepted"}})

    assert rules.problems_with_public_languages(season.report) == []


def test_publication_wants_both_languages_of_the_reasons_too(season):
    season.submit()
    season.report.reasons.update(text_en="")
    assert season.action.title.text in said(rules.problems_with_public_languages(season.report))[0]

    season.report.reasons.update(language_notes={"text": {"en": "excepted"}})

    assert rules.problems_with_public_languages(season.report) == []


def test_a_report_in_one_language_is_published_only_with_its_exceptions_said(season):
    season.submit()
    season.report.sections.filter(number=6).update(is_nothing=False, text_fr="Deux portes.")
    season.report.reasons.update(text_fr="")
    services.accept_report(season.report, by=season.person("officer"))
    coordinator = season.person("coordinator")
    with pytest.raises(Refused, match="In one language only"):
        services.publish_report(season.report, by=coordinator)

    services.publish_report(season.report, by=coordinator, in_one_language=True)

    assert season.report.state == "published"
    assert season.section(6).language_notes == {"text": {"en": "excepted"}}
    assert season.report.reasons.get().language_notes == {"text": {"fr": "excepted"}}
    assert season.section(1).language_notes == {}


@pytest.mark.parametrize("seat", [Role.MEMBER, Role.CO_CHAIR, Role.COORDINATOR, Role.NEWCOMER_ADVISOR])
@pytest.mark.parametrize("who", ["officer", "regional_lead"])
def test_nobody_reviews_their_own_partnership(season, who, seat):
    season.submit()
    reviewer = season.person(who)
    RoleHeldFactory(user=reviewer, role=seat, partnership=season.partnership)
    reviewer.__dict__.pop("_roles_held", None)
    values = {"section": 6, "severity": "must_fix", "text": "For whom?", "language": "en"}

    for do in (
        lambda: services.write_note(season.report, values, by=reviewer),
        lambda: services.return_report(season.report, by=reviewer),
        lambda: services.accept_report(season.report, by=reviewer),
    ):
        with pytest.raises(Refused, match="another officer or the regional lead"):
            do()

    assert YearlyReport.objects.get(plan=season.plan).state == "submitted"


def test_a_role_at_another_table_does_not_stop_a_review(season):
    season.submit()
    officer = season.person("officer")
    RoleHeldFactory(user=officer, role=Role.MEMBER)
    officer.__dict__.pop("_roles_held", None)

    services.accept_report(season.report, by=officer)

    assert season.report.state == "accepted"


def test_the_regional_lead_reviews_like_an_officer(season):
    season.submit()
    lead = season.person("regional_lead")
    values = {"section": 6, "severity": "question", "text": "For whom?", "language": "en"}
    services.write_note(season.report, values, by=lead)

    services.return_report(season.report, by=lead)

    assert season.report.returned_by == lead


def test_notes_are_answered_only_while_the_report_is_returned(season):
    season.submit()
    note = season.give_back()
    season.answer(note)
    services.submit_report(season.report, by=season.person("coordinator"))

    with pytest.raises(Refused, match="while the report is returned"):
        season.answer(note, "Another word.")


def test_a_sent_note_is_not_rewritten(season):
    season.submit()
    note = season.give_back()
    season.answer(note)
    services.submit_report(season.report, by=season.person("coordinator"))
    note.refresh_from_db()

    with pytest.raises(Refused, match="sent or withdrawn"):
        services.write_note(
            season.report, {"text": "Softer."}, by=season.person("officer"), note=note, version=note.version
        )


def test_only_a_note_that_was_sent_can_be_settled(season):
    season.submit()
    note = season.note()

    with pytest.raises(Refused, match="has received"):
        services.settle_note(note, by=season.person("officer"), settled=True, version=note.version)


def test_a_submitted_report_is_not_written_in(season):
    season.submit()

    with pytest.raises(Refused, match="cannot be changed now"):
        season.write(6, text_en="New words.")
