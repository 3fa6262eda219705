"""The four drawings put every day, place and link where it belongs."""

import itertools
from datetime import date

import pytest
from django.utils import translation

from lipportal.shared.drawings import (
    Bar,
    Link,
    Mark,
    Place,
    Ring,
    YearLine,
    drawn_ring,
    drawn_year,
    seven_stages,
)
from lipportal.shared.year_line import shortened

APRIL = date(2026, 4, 1)
OCTOBER = date(2026, 10, 14)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def year(**changes):
    return YearLine(**{"starts_on": APRIL, "today": OCTOBER, **changes})


def bar(starts_on, due_on, share_done=0.5):
    return Bar("Welcome map", starts_on, due_on, share_done, "track", "On track")


# --- the year line ---------------------------------------------------------------------------------------------
def test_x_is_days_since_april_over_days_in_the_year():
    assert year().x(APRIL) == 0
    assert year().x(OCTOBER) == 53.7
    assert year().x(date(2026, 5, 21)) == 13.7


def test_x_counts_366_days_when_the_year_holds_29_february():
    leap = YearLine(starts_on=date(2027, 4, 1), today=date(2027, 4, 1))

    assert leap.days == 366
    assert leap.ends_on == date(2028, 3, 31)


def test_x_is_mirrored_right_to_left():
    assert year(is_rtl=True).x(OCTOBER) == 46.3
    assert year(is_rtl=True).x(APRIL) == 100


def test_direction_follows_the_language_unless_told():
    with translation.override("ar"):
        assert year().runs_right_to_left is True
        assert year(is_rtl=False).runs_right_to_left is False


def test_what_is_gone_is_shaded_from_the_start_of_the_year():
    drawn = drawn_year(year())
    mirrored = drawn_year(year(is_rtl=True))

    assert (drawn.gone_x, drawn.gone_width) == (0, 53.7)
    assert (mirrored.gone_x, mirrored.gone_width) == (46.3, 53.7)


def test_height_grows_by_forty_pixels_a_bar():
    bars = [bar(APRIL, OCTOBER)] * 8

    assert drawn_year(year()).height == 118
    assert drawn_year(year(bars=bars)).height == 438


def test_months_run_from_april_to_march():
    months = drawn_year(year()).months

    assert [month.name for month in months] == [
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        "Jan",
        "Feb",
        "Mar",
    ]
    assert months[1].x == 8.22
    assert months[11].letter == "M"


def test_bar_is_filled_by_outputs_done_not_by_time():
    drawn = drawn_year(year(bars=[bar(date(2026, 4, 20), date(2026, 9, 29), 0.7)])).bars[0]

    assert (drawn.x, drawn.width, drawn.done_width) == (5.21, 44.65, 31.25)
    assert (drawn.y, drawn.bar_y) == (130, 136)


def test_bar_right_to_left_is_filled_from_the_right():
    drawn = drawn_year(year(is_rtl=True, bars=[bar(APRIL, date(2027, 3, 31), 0.25)])).bars[0]

    assert (drawn.x, drawn.width) == (0, 100)
    assert (drawn.done_x, drawn.done_width) == (75, 25)
    assert drawn.label_x == 100


def test_bar_is_kept_inside_the_year_and_its_share_inside_its_bed():
    drawn = drawn_year(year(bars=[bar(date(2025, 1, 1), date(2028, 1, 1), 1.4)])).bars[0]

    assert (drawn.x, drawn.width, drawn.done_width) == (0, 100, 100)


def test_bar_label_is_anchored_at_the_end_past_48_per_cent():
    early, late = drawn_year(
        year(bars=[bar(date(2026, 9, 1), date(2027, 2, 1)), bar(date(2027, 1, 4), date(2027, 3, 31))])
    ).bars

    assert (early.anchor, early.label_x) == ("start", 41.92)
    assert (late.anchor, late.label_x) == ("end", 100)


def test_dates_outside_the_year_are_left_out():
    drawn = drawn_year(year(meetings=[Mark(date(2026, 3, 31), "Before"), (date(2027, 4, 1), "After")]))

    assert drawn.rows == ()
    assert drawn.marks == ()


def test_marks_stand_in_the_order_of_their_days_and_know_what_is_past():
    drawn = drawn_year(
        year(meetings=[(date(2026, 11, 19), "Council"), (date(2026, 4, 16), "Council")], deadlines=[(OCTOBER, "Due")])
    )

    assert [(mark.kind, mark.is_past) for mark in drawn.marks] == [
        ("meeting", True),
        ("deadline", False),
        ("meeting", False),
    ]


def test_the_next_two_dates_always_have_a_label_in_different_rows():
    drawn = drawn_year(
        year(meetings=[(date(2026, 10, 15), "Council of the whole partnership"), (date(2026, 10, 16), "Council again")])
    )

    nearest = [mark for mark in drawn.marks if mark.is_next]
    assert [mark.label for mark in nearest] == [
        "Council of the whole partnership, Thu 15\u00a0Oct",
        "Council again, Fri 16\u00a0Oct",
    ]
    assert {mark.row for mark in nearest} == {0, 1}


def test_narrow_labels_are_the_day_alone_under_its_mark_and_turn_inwards_near_an_edge():
    """A whole label on a phone ran across today, under the dots of months gone by."""
    marks = [Mark(date(2026, 4, 9), "Council"), Mark(date(2026, 12, 24), "Council"), Mark(date(2027, 3, 18), "Council")]

    __, early, late = drawn_year(YearLine(date(2026, 4, 1), date(2026, 11, 22), meetings=marks)).marks
    first, *__ = drawn_year(YearLine(date(2026, 4, 1), date(2026, 4, 1), meetings=marks)).marks

    assert (early.label, early.narrow_label) == ("Council, Thu 24\u00a0Dec", "24\u00a0Dec")
    assert (early.narrow_anchor, early.narrow_dx) == ("middle", 0)
    assert early.narrow_y > early.tick_y + 10
    assert (late.narrow_anchor, late.narrow_dx) == ("end", -6)
    assert (first.narrow_anchor, first.narrow_dx) == ("start", 6)


def test_label_offsets_are_mirrored_right_to_left():
    mark = drawn_year(year(is_rtl=True, today=APRIL, meetings=[(date(2026, 5, 21), "Council")])).marks[0]

    assert (mark.anchor, mark.dx) == ("start", -6)


def test_no_two_labels_overlap_when_a_council_meets_every_week():
    weekly = [(date.fromordinal(APRIL.toordinal() + 7 * week), "Council meeting") for week in range(52)]

    drawn = drawn_year(year(today=APRIL, meetings=weekly))

    labelled = [mark for mark in drawn.marks if mark.label]
    widths = {mark.x: (len(mark.label) * 6.7 + 14) / 928 * 100 for mark in labelled}
    for row in (0, 1):
        spans = sorted(
            (mark.x, mark.x + widths[mark.x]) if mark.anchor == "start" else (mark.x - widths[mark.x], mark.x)
            for mark in labelled
            if mark.row == row
        )
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    assert len(labelled) >= 6


def test_today_has_one_line_and_its_box_never_leaves_the_drawing():
    first = drawn_year(year(today=APRIL)).today
    middle = drawn_year(year()).today
    last = drawn_year(year(today=date(2027, 3, 31))).today

    assert first.box_x == -1
    assert middle.text == "Wed 14\u00a0Oct"
    assert middle.text_x == pytest.approx(0, abs=1)
    assert last.box_x + last.box_width == 1


def test_today_in_another_year_is_not_drawn():
    drawn = drawn_year(year(today=date(2027, 6, 1)))

    assert drawn.today is None
    assert drawn.gone_width == 100


def test_title_says_the_year_today_and_what_is_next():
    drawn = drawn_year(year(deadlines=[(date(2026, 10, 30), "Call closes")], bars=[bar(APRIL, OCTOBER)]))

    assert drawn.title == (
        "The year 2026–\u206027 from April to March. Today is Wednesday 14\u00a0October. "
        "Next: Call closes, Fri 30\u00a0Oct. One action as a bar."
    )


def test_shortened_cuts_at_a_word():
    assert shortened("Welcome map", 20) == "Welcome map"
    assert shortened("Settlement agencies’ shared calendar", 22) == "Settlement agencies’…"
    assert len(shortened("x" * 80, 36)) == 36


# --- the ring ---------------------------------------------------------------------------------------------------
def test_ring_begins_at_the_top_and_a_free_place_stands_further_out():
    seats = drawn_ring(Ring([Place("Schools", True), Place("Libraries", True), Place("Police", False)])).seats

    assert (seats[0].x, seats[0].y) == (150, 26)
    assert (seats[2].x, seats[2].y) == (37.4, 215)
    assert [seat.no for seat in seats] == [1, 2, 3]


def test_ring_counts_and_names_what_is_free():
    ring = drawn_ring(Ring([Place("Schools", True, 4), Place("Employers", False, 0, date(2026, 3, 1))]))

    assert ring.centre == "1 of 2"
    assert ring.title == "Round table with 2 places. Free: 2 Employers."
    assert ring.seats[1].state_label == "Free since March 2026"
    assert ring.has_counts is True


def test_full_ring_says_so():
    assert drawn_ring(Ring([Place("Schools", True)])).title == "Round table with one place. Every place is taken."


def test_empty_ring_is_drawn_without_seats():
    assert drawn_ring(Ring([])).seats == ()


# --- chain and stages -------------------------------------------------------------------------------------------
def test_link_counts_the_others_of_its_kind():
    assert Link("Action", "Guide", count=3).more_count == 2
    assert Link("Action", "Guide").more_count == 0


def test_seven_stages_show_the_steps_of_both_older_lists():
    stages = seven_stages({"council": "done", "plan": "now"})

    assert [(stage.five_step, stage.six_step) for stage in stages.stages] == [
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
        ("4", "4"),
        ("–", "5"),
        ("–", "6"),
        ("5", "–"),
    ]
    assert [stage.state for stage in stages.stages] == ["done", "later", "later", "now", "later", "later", "later"]


def test_furthest_stage_is_the_last_one_begun():
    assert seven_stages({"council": "done", "plan": "now"}).furthest.name == "Plan"
    assert seven_stages({}).furthest is None


def test_stage_dots_are_twelve_apart_and_filled_when_begun():
    stages = seven_stages({"council": "done", "terms": "now"})

    assert stages.dots[:3] == ((6, True), (18, True), (30, False))
    assert stages.begun_words == "2 of 7"
