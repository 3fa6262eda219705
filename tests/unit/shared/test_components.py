"""The component tags write the right words, roles and addresses, and never a style attribute."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from lipportal.shared import formats, icons
from lipportal.shared.samples import samples


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def drawn(source, query="", **context):
    request = RequestFactory().get(f"/{query}")
    return engines["django"].from_string(source).template.render(_plain(request, context)).strip()


def _plain(request, context):
    from django.template import Context

    return Context({"request": request, **context})


@dataclass
class Words:
    text: str
    lang: str = ""
    state: str = "there"
    asked: str = "en"


class SmallForm(forms.Form):
    title = forms.CharField(label="Title", help_text="A few words.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"data-words": "20"}))
    mail = forms.EmailField(label="E-mail", required=False)
    paper = forms.ChoiceField(label="Paper", widget=forms.RadioSelect, choices=[("one", "One"), ("both", "Both")])
    agreed = forms.BooleanField(label="I agree")


# --- shapes and states -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", [*icons.SHAPES, "mark"])
def test_icon_is_hidden_from_screen_readers(name):
    assert 'aria-hidden="true"' in icons.icon_svg(name)


def test_icon_that_points_is_mirrored_in_right_to_left():
    assert 'class="flip"' in icons.icon_svg("over")
    assert "flip" not in icons.icon_svg("done")


def test_state_is_a_shape_and_a_word():
    html = drawn('{% state "late" "Late" %}')

    assert html == f'<span class="st s-late">{icons.icon_svg("late")}Late</span>'


def test_state_with_wash_and_borrowed_colour():
    html = drawn('{% state "returned" "Returned" tag=True %}')

    assert html.startswith('<span class="st tag s-risk">')


def test_state_escapes_its_word():
    assert "&lt;b&gt;" in drawn("{% state 'done' word %}", word="<b>")


# --- notes -----------------------------------------------------------------------------------------------------
def test_note_wraps_plain_words_and_escapes_the_heading():
    html = drawn('{% note "warn" heading %}Wait.{% endnote %}', heading="A & B")

    assert html == '<div class="note warn"><p class="lead-in">A &amp; B</p><p>Wait.</p></div>'


def test_note_heading_takes_the_level_it_is_given():
    assert "<h3>Closed</h3>" in drawn('{% note "" "Closed" level=3 %}<p>Why.</p>{% endnote %}')


def test_note_escapes_what_a_person_wrote():
    assert "<script>" not in drawn("{% note '' %}{{ words }}{% endnote %}", words="<script>")


def test_empty_state_says_what_comes_next_also_inside_a_loop():
    html = drawn(
        '{% for one in none %}{{ one }}{% empty %}{% nothing "Nothing yet." %}Next.{% endnothing %}{% endfor %}'
    )

    assert html.endswith("<p><b>Nothing yet.</b><br>Next.</p></div>")


def test_saved_note_that_autosave_uses_is_a_live_region_with_its_words():
    html = drawn('{% saved "" live=True %}')

    assert 'role="status"' in html
    assert 'data-kept="Kept on this device; sends as soon as it can"' in html


def test_origin_is_closed_unless_asked():
    assert drawn('{% origin "Where from?" %}<p>Rows</p>{% endorigin %}') == (
        '<details class="origin"><summary>Where from?</summary><p>Rows</p></details>'
    )
    assert '<details class="origin" open>' in drawn('{% origin "W" open=True %}x{% endorigin %}')


# --- finding one's way -----------------------------------------------------------------------------------------
def test_crumbs_take_pairs_or_a_list_and_mark_the_page_one_is_on():
    pairs = drawn('{% crumbs "Plan" "/plan" "Guide" %}')
    listed = drawn("{% crumbs steps %}", steps=[("Plan", "/plan"), ("Guide", "")])

    assert pairs == listed
    assert '<a href="/plan">Plan</a>' in pairs
    assert '<span aria-current="page">Guide</span>' in pairs


def test_pager_keeps_the_query_and_marks_the_page():
    html = drawn("{% pager page %}", "?q=bus&page=2", page=Paginator(range(400), 25).page(2))

    assert 'href="?q=bus&amp;page=3" rel="next"' in html
    assert '<span aria-current="page">2</span>' in html
    assert "26 to 50 of 400" in html


def test_pager_of_one_page_only_counts():
    html = drawn("{% pager page %}", page=Paginator(range(8), 25).page(1))

    assert "8, all shown" in html
    assert "<a " not in html


@pytest.mark.parametrize(
    ("query", "aria", "to"),
    [
        ("", "", "?sort=due"),
        ("?sort=due&page=3", ' aria-sort="ascending"', "?sort=-due"),
        ("?q=a&sort=-due", ' aria-sort="descending"', "?q=a&amp;sort=due"),
    ],
)
def test_sort_header_turns_around_and_leaves_the_page(query, aria, to):
    html = drawn('{% sort_header "Due" "due" %}', query)

    assert html.startswith(f'<th role="columnheader" scope="col"{aria}><a href="{to}">Due ')


def test_sort_header_knows_the_order_in_force_without_a_query():
    assert 'aria-sort="descending"' in drawn('{% sort_header "Due" "due" default="-due" %}')


def test_chosen_filters_can_each_be_taken_away():
    html = drawn('{% chosen filters "2 of 9." "?" %}', filters=[("Employment", "?t=2")])

    assert '<a href="?t=2">Employment ' in html
    assert '<span class="vh">remove</span>' in html


def test_languages_are_links_or_carry_the_form_along():
    @dataclass
    class Language:
        code: str
        label: str
        url: str
        is_current: bool

    frame = {"languages": [Language("en", "English", "/en/", True), Language("fr", "Français", "/fr/", False)]}
    frame["keep_url"] = "/en/drafts/keep"

    plain = drawn("{% langs %}", frame=frame)
    kept = drawn("{% langs others_only=True %}", frame=frame, keep_form="report")

    assert '<a href="/fr/" hreflang="fr" lang="fr">Français</a>' in plain
    assert 'form="report" formaction="/en/drafts/keep"' in kept
    assert 'name="_go" value="/fr/" lang="fr"' in kept
    assert "English" not in kept


# --- figures and time ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "day", "moment", "number"),
    [
        ("en", "Tue 12\u00a0May", "Fri 22\u00a0May 2026, 15:12", "1,272"),
        ("fr", "mar. 12\u00a0mai", "ven. 22\u00a0mai 2026, 15\u00a0h\u00a012", "1\u00a0272"),
        ("es", "mar., 12\u00a0may.", "vie., 22\u00a0may. 2026, 15:12", "1,272"),
        ("ar", "الثلاثاء 12\u00a0مايو", "الجمعة 22\u00a0مايو 2026، 3:12\u00a0مساءً", "1,272"),
    ],
)
def test_days_moments_and_numbers_follow_the_language(language, day, moment, number):
    at = datetime(2026, 5, 22, 19, 12, tzinfo=UTC)

    with translation.override(language):
        assert formats.day_text(date(2026, 5, 12)) == day
        assert formats.moment_text(at, "America/Toronto") == moment
        assert formats.number_text(1272) == number


def test_moment_is_written_on_the_clock_of_the_zone_given():
    at = datetime(2026, 5, 23, 2, 0, tzinfo=UTC)

    assert formats.moment_text(at, "America/St_Johns") == "Fri 22\u00a0May 2026, 23:30"


def test_first_of_the_month_in_french():
    with translation.override("fr"):
        assert formats.day_text(date(2026, 4, 1), long=True, year=True) == "mercredi 1er\u00a0avril 2026"


def test_day_tag_names_the_day_to_machines_and_nothing_for_no_day():
    html = drawn("{% day on %}{% day none %}", on=date(2026, 5, 12), none=None)

    assert html == '<time class="nowrap" datetime="2026-05-12">Tue 12\u00a0May</time>'


def test_number_of_nothing_is_nothing_and_of_zero_is_zero():
    assert drawn("{% number none %}|{% number zero %}|{% number half %}", none=None, zero=0, half=2.5) == "|0|2.5"


# --- languages -------------------------------------------------------------------------------------------------
def test_shown_marks_a_text_in_the_other_language():
    html = drawn("{% shown text %}", text=Words("Bonjour", "fr", "missing"))

    assert html == '<span lang="fr-CA" dir="ltr">Bonjour</span> <small class="soft">(in French)</small>'


def test_shown_marks_a_translation_that_is_out_of_date():
    assert drawn("{% shown text %}", text=Words("Hello", "en", "out_of_date")) == (
        'Hello <small class="soft">(translation out of date)</small>'
    )


def test_shown_is_plain_when_all_is_well_and_escapes():
    assert drawn("{% shown text %}", text=Words("A & B", "en")) == "A &amp; B"


def test_page_language_is_canadian():
    with translation.override("fr"):
        assert drawn("{% page_lang %}") == "fr-CA"


# --- forms -----------------------------------------------------------------------------------------------------
def test_field_ties_hint_and_control_together():
    html = drawn("{% field form.title %}", form=SmallForm())

    assert 'id="id_title_helptext"' in html
    assert 'aria-describedby="id_title_helptext"' in html
    assert 'dir="auto"' in html
    assert "optional" not in html


def test_field_says_optional_and_counts_words():
    html = drawn("{% field form.note %}", form=SmallForm(initial={"note": "three small words"}))

    assert '<span class="opt">(optional)</span>' in html
    assert "3 of 20 words" in html
    assert 'aria-describedby="id_note_count"' in html


def test_mail_addresses_run_left_to_right():
    assert 'dir="ltr"' in drawn("{% field form.mail %}", form=SmallForm())


def test_failed_field_names_its_error_in_the_words_of_the_summary():
    form = SmallForm({"title": "", "paper": "one", "agreed": "on"})

    html = drawn("{% field form.title %}", form=form)
    summary = drawn("{% form_errors form %}", form=form)

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert '<span class="vh">Error: </span>“Title” needs an answer' in html
    assert '<a href="#id_title">“Title” needs an answer</a>' in summary
    assert "One thing needs correcting" in summary


def test_radio_buttons_are_a_group_and_the_summary_leads_to_the_first():
    form = SmallForm({"title": "x", "agreed": "on"})

    html = drawn("{% field form.paper %}", form=form)
    summary = drawn("{% form_errors form %}", form=form)

    assert "<legend>Paper</legend>" in html
    assert html.count('type="radio"') == 2
    assert 'href="#id_paper_0"' in summary


def test_summary_is_absent_while_nothing_was_sent_or_wrong():
    right = SmallForm({"title": "x", "paper": "one", "agreed": "on"})

    assert drawn("{% form_errors form %}", form=SmallForm()) == ""
    assert drawn("{% form_errors form %}", form=right) == ""


def test_title_begins_with_error_only_after_a_failed_submit():
    assert drawn("{% error_prefix form %}!", form=SmallForm({})) == "Error: !"
    assert drawn("{% error_prefix form %}!", form=SmallForm()) == "!"
    assert drawn("{% error_prefix nothing %}!") == "!"


# --- everything at once ----------------------------------------------------------------------------------------
def test_components_have_no_style_attribute_no_script_and_no_repeated_id():
    import re

    source = """{% year_line s.year %}{% year_line s.plain_year %}{% sector_ring s.ring %}{% chain s.chain %}
    {% stages s.stages %}{% stages_mini s.stages %}{% form_fields s.form %}{% form_fields s.failed %}
    {% form_errors s.failed %}{% figures s.figures %}{% progress 3 4 "Drawing" %}{% pager s.page %}{% tabs s.tabs %}"""

    html = drawn(source, s=samples())

    assert re.search(r"\sstyle=|<script|\son\w+=", html) is None
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_every_drawing_is_followed_by_its_table():
    for source in (
        "{% year_line s.year %}",
        "{% sector_ring s.ring %}",
        "{% chain s.chain %}",
        "{% stages s.stages %}",
    ):
        html = drawn(source, s=samples())

        assert html.count('<details class="astable">') == 1
        assert html.index("<details") < html.index("<table")


def test_positions_are_written_with_points_in_every_language():
    with translation.override("fr"):
        html = drawn("{% year_line s.year %}", s=samples())

    assert 'x1="8.22%"' in html
