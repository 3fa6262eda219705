"""A text in two languages: which is there, out of date, excepted, and which is shown."""

import pytest
from django.utils import translation

from councils.models import Body
from lipportal.shared import bilingual


def body(**texts):
    return Body(**{"name_en": "", "name_fr": "", **texts})


def test_shown_gives_the_language_that_was_asked_for():
    with translation.override("fr"):
        text = bilingual.shown(body(name_en="Health", name_fr="Santé"), "name")

    assert (text.text, text.lang, text.state) == ("Santé", "fr", "there")


def test_shown_falls_back_and_says_so():
    with translation.override("fr"):
        text = bilingual.shown(body(name_en="Health"), "name")

    assert (text.text, text.lang, text.state, text.asked) == ("Health", "en", "missing", "fr")


@pytest.mark.parametrize("language", ["es", "ar"])
def test_shown_gives_the_language_it_was_written_in_to_other_readers(language):
    record = body(name_en="Health", name_fr="Santé", written_in="fr")

    with translation.override(language):
        assert bilingual.shown(record, "name").lang == "fr"


def test_a_text_changed_in_one_language_leaves_the_other_out_of_date():
    record = body(name_en="Health and housing", name_fr="Santé")

    notes = bilingual.notes_after(record, {"name_en": "Health", "name_fr": "Santé"})

    assert notes == {"name": {"fr": "out_of_date"}}


def test_a_text_changed_in_both_languages_is_there_again():
    record = body(name_en="B", name_fr="B", language_notes={"name": {"fr": "out_of_date"}})

    assert bilingual.notes_after(record, {"name_en": "A", "name_fr": "A"}) == {}


def test_a_translation_brought_up_to_date_leaves_the_original_alone():
    record = body(name_en="B", name_fr="B fr", language_notes={"name": {"fr": "out_of_date"}})

    assert bilingual.notes_after(record, {"name_en": "B", "name_fr": "A fr"}) == {}


@pytest.mark.parametrize(("was", "becomes"), [("", "Santé"), ("Santé", "")])
def test_a_translation_written_or_erased_leaves_the_original_alone(was, becomes):
    record = body(name_en="Health", name_fr=becomes)

    assert bilingual.notes_after(record, {"name_en": "Health", "name_fr": was}) == {}


def test_a_text_erased_with_an_exception_keeps_the_exception():
    record = body(name_en="Health", name_fr="", language_notes={"name": {"fr": "excepted"}})

    assert bilingual.notes_after(record, {"name_en": "Health", "name_fr": "Santé"}) == {"name": {"fr": "excepted"}}


def test_an_exception_lasts_until_the_text_is_written():
    record = body(name_en="B", language_notes={"name": {"fr": "excepted"}})
    assert bilingual.notes_after(record, {"name_en": "A", "name_fr": ""}) == {"name": {"fr": "excepted"}}

    record.name_fr = "B"
    assert bilingual.notes_after(record, {"name_en": "A", "name_fr": ""}) == {}


def test_missing_languages_names_what_is_neither_there_nor_excepted():
    record = body(name_en="A", label_en="B", language_notes={"label": {"fr": "excepted"}})

    assert bilingual.missing_languages(record, "name", "label") == [("name", "fr")]
