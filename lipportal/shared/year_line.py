"""The year line as geometry: a fiscal year, its dates and actions in, percentages across and pixels down out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lipportal.shared import formats

Anchor = Literal["start", "middle", "end"]
MarkKind = Literal["meeting", "deadline"]

# Pixels down; across, everything is a percentage so that letters never shrink.
BARS_FROM: Final = 130
BAR_STEP: Final = 40
HEAD_HEIGHT: Final = 118
LABEL_ROWS: Final = (84, 101)
TICK_ENDS: Final = (80, 97)

# Over bars, a label that starts past this share of the width is anchored at its end.
TURN_AT: Final = 48.0
# On narrow screens a label is the day alone, under its mark, so that nobody reads it as another one's; near an edge it
# turns inwards. It stands so far lower that its tick ends above it.
NARROW_EDGE: Final = 8.0
NARROW_DROP: Final = 8
# Where there is room, a date's label turns back only near the end of the year.
TURN_BACK_AT: Final = 88.0
FURTHEST: Final = 101.0
# What one letter takes, against the narrowest width at which every label is shown.
LETTER: Final = 6.7
WIDE: Final = 928.0
LONGEST_TITLE: Final = 46
LONGEST_BRIEF_TITLE: Final = 30


# --- the year line: what goes in ---------------------------------------------------------------------------------
class Mark(NamedTuple):
    """A meeting or a deadline: when, and what people call it."""

    on: date
    label: str
    url: str = ""


@dataclass(frozen=True)
class Bar:
    """An action across the year: its bed runs from start to due, filled by the share of outputs done."""

    title: str
    starts_on: date
    due_on: date
    share_done: float
    state_kind: str
    state_label: str
    url: str = ""


@dataclass(frozen=True)
class YearLine:
    """One fiscal year: today, its meetings and deadlines and, where wanted, its actions."""

    starts_on: date
    today: date
    meetings: Sequence[Mark | tuple[date, str]] = ()
    deadlines: Sequence[Mark | tuple[date, str]] = ()
    bars: Sequence[Bar] = ()
    is_rtl: bool | None = None
    key: str = "year"

    @property
    def ends_on(self) -> date:
        """The last day of the fiscal year, 31 March."""
        return self.starts_on.replace(year=self.starts_on.year + 1) - timedelta(days=1)

    @property
    def days(self) -> int:
        """365, or 366 when the year holds a 29 February."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def runs_right_to_left(self) -> bool:
        """As told, or as the language in force runs."""
        return translation.get_language_bidi() if self.is_rtl is None else self.is_rtl

    def share_before(self, on: date) -> float:
        """How much of the year lies before a day, 0 to 100, whichever way the text runs."""
        days = (on - self.starts_on).days
        return round(min(max(days / self.days * 100, 0.0), 100.0), 2)

    def x(self, on: date) -> float:
        """Where a day stands across the drawing: measured from the right where text runs that way."""
        share = self.share_before(on)
        return round(100 - share, 2) if self.runs_right_to_left else share

    def holds(self, on: date) -> bool:
        """Whether a day lies in this fiscal year."""
        return self.starts_on <= on <= self.ends_on


# --- the year line: what comes out -------------------------------------------------------------------------------
@dataclass(frozen=True)
class DrawnMonth:
    """The line a month begins with and its name, whole and as one letter."""

    x: float
    name: str
    letter: str


@dataclass(frozen=True)
class DrawnMark:
    """A ring or a diamond on the line, with its label when there is room for one."""

    x: float
    kind: MarkKind
    is_past: bool
    label: str = ""
    row: int = 0
    anchor: Anchor = "start"
    dx: int = 6
    narrow_label: str = ""
    narrow_anchor: Anchor = "start"
    narrow_dx: int = 6
    is_next: bool = False

    @property
    def label_y(self) -> int:
        """The line the label is written on."""
        return LABEL_ROWS[self.row]

    @property
    def narrow_y(self) -> int:
        """The line the day alone is written on."""
        return self.label_y + NARROW_DROP

    @property
    def tick_y(self) -> int:
        """How far down the tick reaches."""
        return TICK_ENDS[self.row]


@dataclass(frozen=True)
class DrawnBar:
    """An action's bed, its filled part and where its label stands."""

    bar: Bar
    title: str
    brief_title: str
    y: int
    x: float
    width: float
    done_x: float
    done_width: float
    label_x: float
    anchor: Anchor

    @property
    def bar_y(self) -> int:
        """Just under the label."""
        return self.y + 6


@dataclass(frozen=True)
class DrawnToday:
    """The one ink line, with its date in a box that never leaves the drawing."""

    x: float
    text: str
    box_x: int
    box_width: int

    @property
    def text_x(self) -> float:
        """The middle of the box."""
        return self.box_x + self.box_width / 2


@dataclass(frozen=True)
class DateRow:
    """A line of the table under the drawing."""

    on: date
    label: str
    url: str
    kind: MarkKind
    is_past: bool


@dataclass(frozen=True)
class DrawnYear:
    """The year line with every position settled."""

    year: YearLine
    height: int
    gone_x: float
    gone_width: float
    months: tuple[DrawnMonth, ...]
    marks: tuple[DrawnMark, ...]
    bars: tuple[DrawnBar, ...]
    today: DrawnToday | None
    rows: tuple[DateRow, ...]
    title: str
    is_rtl: bool
    brief_icon_x: int = 0
    states: tuple[tuple[str, str], ...] = field(default=())

    @property
    def title_id(self) -> str:
        """Where the drawing's own sentence stands."""
        return f"{self.year.key}-title"

    @property
    def name(self) -> str:
        """“2026–27”."""
        return formats.fiscal_year_text(self.year.starts_on)

    @property
    def has_meetings(self) -> bool:
        """Whether the key needs to explain the ring."""
        return any(row.kind == "meeting" for row in self.rows)

    @property
    def has_deadlines(self) -> bool:
        """Whether the key needs to explain the diamond."""
        return any(row.kind == "deadline" for row in self.rows)


def drawn_year(year: YearLine) -> DrawnYear:
    """Settle every position of a year line."""
    rows = _date_rows(year)
    bars = tuple(_drawn_bar(year, bar, BARS_FROM + BAR_STEP * index) for index, bar in enumerate(year.bars))
    gone = year.share_before(year.today)
    return DrawnYear(
        year=year,
        height=HEAD_HEIGHT + BAR_STEP * len(bars),
        gone_x=round(100 - gone, 2) if year.runs_right_to_left else 0,
        gone_width=gone,
        months=_drawn_months(year),
        marks=_drawn_marks(year, rows),
        bars=bars,
        today=_drawn_today(year),
        rows=rows,
        title=_spoken_title(year, rows),
        is_rtl=year.runs_right_to_left,
        brief_icon_x=-11 if year.runs_right_to_left else 0,
        states=tuple(dict.fromkeys((bar.state_kind, bar.state_label) for bar in year.bars)),
    )


def _date_rows(year: YearLine) -> tuple[DateRow, ...]:
    """Meetings and deadlines of this year in the order they come."""
    rows = [
        DateRow(mark.on, mark.label, mark.url, kind, mark.on < year.today)
        for kind, marks in _kinds(year)
        for mark in (Mark(*given) for given in marks)
        if year.holds(mark.on)
    ]
    return tuple(sorted(rows, key=lambda row: (row.on, row.kind)))


def _kinds(year: YearLine) -> tuple[tuple[MarkKind, Sequence[Mark | tuple[date, str]]], ...]:
    return (("meeting", year.meetings), ("deadline", year.deadlines))


def _drawn_months(year: YearLine) -> tuple[DrawnMonth, ...]:
    language = formats.page_language()
    months = []
    for offset in range(12):
        months_on = year.starts_on.month - 1 + offset
        first = date(year.starts_on.year + months_on // 12, months_on % 12 + 1, 1)
        name = formats.SHORT_MONTHS[language][first.month - 1]
        months.append(DrawnMonth(year.x(first), name.rstrip("."), name[0].upper()))
    return tuple(months)


def _anchor(share: float) -> Anchor:
    return "end" if share > TURN_AT else "start"


def _offset(anchor: str, *, is_rtl: bool) -> int:
    """Six pixels away from the tick, on the side the letters run to."""
    return 6 if (anchor == "start") is not is_rtl else -6


# --- labels: two rows, no letter over another, no line through a word where there is room ---------------------------
class _Span(NamedTuple):
    """What a label takes of its row, in shares of the year, when it is anchored one way or the other."""

    row: int
    anchor: Anchor
    left: float
    right: float
    tick: float


def _spans(share: float, label: str) -> list[_Span]:
    """Every way to hang a label that stays inside the drawing, the best way first.

    A label that runs away from its tick hangs low first, so that the tick of the next one does not cross it.
    """
    width = (len(label) * LETTER + 14) / WIDE * 100
    onward = [_Span(row, "start", share, share + width, share) for row in (1, 0) if share + width <= FURTHEST]
    backward = [_Span(row, "end", share - width, share, share) for row in (0, 1) if share - width >= 0]
    return onward + backward if share < TURN_BACK_AT else backward + onward


def _clash(one: _Span, other: _Span) -> bool:
    """Whether two labels overlap, or the tick of the lower one goes through the upper one."""
    if one.row == other.row:
        return one.left < other.right and other.left < one.right
    upper, lower = (one, other) if one.row == 0 else (other, one)
    return upper.left < lower.tick < upper.right


def _drawn_marks(year: YearLine, rows: Sequence[DateRow]) -> tuple[DrawnMark, ...]:
    """Every mark; labels go to the next two first, then to what comes, then to what is past, while there is room."""
    coming = [index for index, row in enumerate(rows) if not row.is_past]
    past = [index for index, row in enumerate(rows) if row.is_past]
    nearest = coming[:2]
    placed: dict[int, _Span] = {}
    for index in [*nearest, *coming[2:], *reversed(past)]:
        span = _free_span(year, rows[index], is_next=index in nearest, placed=list(placed.values()))
        if span is not None:
            placed[index] = span
    return tuple(_drawn_mark(year, row, placed.get(index), is_next=index in nearest) for index, row in enumerate(rows))


def _free_span(year: YearLine, row: DateRow, *, is_next: bool, placed: Sequence[_Span]) -> _Span | None:
    """Where a label has room. The next two always get a row each; others go without, and stand in the table."""
    share = year.share_before(row.on)
    spans = _spans(share, _mark_label(row, is_next=is_next))
    if is_next:
        spans = [span for span in spans if span.row not in {other.row for other in placed}]
    free = [span for span in spans if not any(_clash(span, other) for other in placed)]
    today = year.share_before(year.today) if year.holds(year.today) else -1.0
    clear = [span for span in free if not span.left < today < span.right]
    if clear or free:
        return (clear or free)[0]
    return spans[0] if is_next and spans else None


def _mark_label(row: DateRow, *, is_next: bool) -> str:
    return f"{row.label}{_comma()} {formats.day_text(row.on, weekday=is_next)}"


def _comma() -> str:
    return "،" if formats.page_language() == "ar" else ","


def _drawn_mark(year: YearLine, row: DateRow, span: _Span | None, *, is_next: bool) -> DrawnMark:
    share = year.share_before(row.on)
    narrow: Anchor = "end" if share > 100 - NARROW_EDGE else "start" if share < NARROW_EDGE else "middle"
    anchor = span.anchor if span else "start"
    is_rtl = year.runs_right_to_left
    return DrawnMark(
        x=year.x(row.on),
        kind=row.kind,
        is_past=row.is_past,
        label=_mark_label(row, is_next=is_next) if span else "",
        row=span.row if span else 0,
        anchor=anchor,
        dx=_offset(anchor, is_rtl=is_rtl),
        narrow_label=formats.day_text(row.on, weekday=False) if span and is_next else "",
        narrow_anchor=narrow,
        narrow_dx=0 if narrow == "middle" else _offset(narrow, is_rtl=is_rtl),
        is_next=is_next,
    )


# --- bars, today, the spoken sentence ----------------------------------------------------------------------------
def shortened(text: str, longest: int) -> str:
    """A title cut at a word, with an ellipsis, when it would leave the drawing."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[longest // 2 :] else cut}…"


def _drawn_bar(year: YearLine, bar: Bar, y: int) -> DrawnBar:
    start = year.share_before(bar.starts_on)
    end = max(year.share_before(bar.due_on + timedelta(days=1)), start)
    width = round(end - start, 2)
    done = round(width * min(max(bar.share_done, 0.0), 1.0), 2)
    anchor = _anchor(start)
    label = start if anchor == "start" else end
    is_rtl = year.runs_right_to_left
    return DrawnBar(
        bar=bar,
        title=shortened(bar.title, LONGEST_TITLE),
        brief_title=shortened(bar.title, LONGEST_BRIEF_TITLE),
        y=y,
        x=round(100 - end, 2) if is_rtl else start,
        width=width,
        done_x=round(100 - start - done, 2) if is_rtl else start,
        done_width=done,
        label_x=round(100 - label, 2) if is_rtl else label,
        anchor=anchor,
    )


def _drawn_today(year: YearLine) -> DrawnToday | None:
    if not year.holds(year.today):
        return None
    text = formats.day_text(year.today)
    width = round(len(text) * LETTER) + 24
    x = year.x(year.today)
    if x < 15:  # closer to the edge than half a box on the narrowest phone
        box = -1
    elif x > 85:
        box = 1 - width
    else:
        box = -width // 2
    return DrawnToday(x, text, box, width)


def _spoken_title(year: YearLine, rows: Sequence[DateRow]) -> str:
    """The drawing in two or three short sentences, for whoever does not see it."""
    sentences = [_("The year %(year)s from April to March.") % {"year": formats.fiscal_year_text(year.starts_on)}]
    if year.holds(year.today):
        sentences.append(_("Today is %(day)s.") % {"day": formats.day_text(year.today, long=True)})
    coming = [row for row in rows if not row.is_past][:2]
    if coming:
        named = "; ".join(_mark_label(row, is_next=True) for row in coming)
        sentences.append(_("Next: %(dates)s.") % {"dates": named})
    if year.bars:
        count = len(year.bars)
        sentences.append(ngettext("One action as a bar.", "%(count)s actions as bars.", count) % {"count": count})
    return " ".join(sentences)
