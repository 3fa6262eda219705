"""What people type in the report: two languages, nothing to report, and how many words fit."""

from django.http import QueryDict

from reporting.forms import ApprovalForm, NoteForm, ReasonForm, SectionForm
from reporting.models import VarianceReason
from reporting.queries.readiness import problems_with_gaps


def section_form(season, number, posted, language="en"):
    return SectionForm(QueryDict(posted), instance=season.section(number), language=language)


def test_nothing_to_report_is_one_press(season):
    form = section_form(season, 6, "is_nothing=on&text_en=&text_fr=")

    assert form.is_valid()
    assert form.values()["is_nothing"] is True


def test_nothing_to_report_is_refused_kindly_where_a_text_stands(season):
    form = section_form(season, 6, "is_nothing=on&text_en=One+door&text_fr=")

    assert not form.is_valid()
    assert "There is a text here." in form.errors["text_en"][0]


def test_an_empty_save_leaves_nothing_to_report_standing(season):
    season.write(6, is_nothing=True)
    form = section_form(season, 6, "text_en=&text_fr=")

    assert form.is_valid()
    assert form.values()["is_nothing"] is True


def test_writing_takes_nothing_to_report_off(season):
    season.write(6, is_nothing=True)
    form = section_form(season, 6, "text_en=One+door&text_fr=")

    assert form.is_valid()
    assert form.values()["is_nothing"] is False


def test_the_year_in_brief_has_room_for_300_words(season):
    form = section_form(season, 1, "text_en=" + "word+" * 301)

    assert not form.is_valid()
    assert form.errors["text_en"] == ["301 words; there is room for 300."]


def test_a_word_without_blanks_has_its_limit_too(season):
    form = section_form(season, 1, "text_en=" + "w" * 3001)
    fresh = VarianceReason(report=season.report, partnership=season.partnership, action=season.action)
    reason = ReasonForm(QueryDict("text_en=" + "w" * 601), instance=fresh, language="en")

    assert [list(form.errors), list(reason.errors)] == [["text_en"], ["text_en"]]
    season.fill()
    season.write(1, text_en="w" * 3001)
    assert len(problems_with_gaps(season.report)) == 1


def test_other_sections_have_no_count(season):
    assert section_form(season, 6, "text_en=" + "word+" * 301).is_valid()


def test_the_exception_is_kept_only_while_the_other_language_is_missing(season):
    alone = section_form(season, 6, "text_en=One+door&text_fr=&exception=on")
    both = section_form(season, 6, "text_en=One+door&text_fr=Une+porte&exception=on")

    assert alone.is_valid()
    assert both.is_valid()
    assert alone.values()["language_notes"] == {"text": {"fr": "excepted"}}
    assert both.values()["language_notes"].get("text", {}) == {}


def test_a_translation_left_behind_stays_marked_until_it_is_written_or_said_to_be_right(season):
    season.write(6, text_en="One door.", text_fr="Une porte.", is_nothing=False)
    season.write(6, text_en="Two doors.")
    both = "text_en=Two+doors.&text_fr=Une+porte."
    untouched, right = section_form(season, 6, both), section_form(season, 6, f"{both}&still_right=on")
    anew = section_form(season, 6, "text_en=Two+doors.&text_fr=Deux+portes.")

    assert [form.is_valid() for form in (untouched, right, anew)] == [True] * 3
    assert untouched.values()["language_notes"] == {"text": {"fr": "out_of_date"}}
    assert right.values()["language_notes"].get("text", {}) == {}
    season.write(6, **anew.values())
    assert season.section(6).language_notes == {}


def test_the_language_of_the_report_comes_first(season):
    form = SectionForm(instance=season.section(6), language="fr")

    assert [text.name for text in form.texts] == ["text_fr", "text_en"]


def test_a_reason_is_a_word_or_the_honest_nothing(season):
    fresh = VarianceReason(report=season.report, partnership=season.partnership, action=season.action)
    empty = ReasonForm(QueryDict("text_en=&text_fr="), instance=fresh, language="en")

    assert not empty.is_valid()
    assert list(empty.errors) == ["text_en"]


def test_an_approval_is_a_motion_or_the_reason_why_there_was_none():
    both = ApprovalForm({"on": "2027-05-14", "motion": "Motion 9", "no_motion_reason": "No quorum."})
    neither = ApprovalForm({"on": "2027-05-14"})
    one = ApprovalForm({"on": "2027-05-14", "motion": "Motion 9"})

    assert [both.is_valid(), neither.is_valid(), one.is_valid()] == [False, False, True]


def test_a_note_names_its_section_by_number(season):
    labels = dict(NoteForm().fields["section"].choices)

    assert labels[6] == "6. Results"
