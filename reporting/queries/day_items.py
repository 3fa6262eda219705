"""What needs a person, one line each: what, since or by when, why, and where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lipportal.shared import formats

Group = Literal["today", "week", "later", "know"]
NEAR: tuple[Group, ...] = ("today", "week")
GROUPS: tuple[Group, ...] = ("today", "week", "later", "know")


@dataclass(frozen=True)
class DayItem:
    """One line of the day. `kind` is the shape; `word` the state said in front, only where it must be seen."""

    sentence: str
    url: str
    label: str
    on: date | None = None
    when: str = ""
    why: str = ""
    kind: str = "new"
    word: str = ""
    group: Group = "today"


def item(
    sentence: str,
    url: str,
    label: str,
    *,
    today: date,
    on: date | None = None,
    why: str = "",
    kind: str = "new",
    group: Group | None = None,
    when: str = "",
) -> DayItem:
    """A line placed by its day: late and today first, then this week, then later."""
    is_late, placed = on is not None and on < today, group or group_of(on, today)
    return DayItem(
        sentence=sentence,
        url=url,
        label=label,
        on=on,
        when=when or when_words(on, today) or (_("Today") if placed == "today" else ""),
        why=why,
        kind="late" if is_late else kind,
        word=_("Late") if is_late else "",
        group=placed,
    )


def group_of(on: date | None, today: date) -> Group:
    """Today when it is late, due today or has no day of its own; this week within seven days; otherwise later."""
    if on is None or on <= today:
        return "today"
    return "week" if on <= today + timedelta(days=7) else "later"


def when_words(on: date | None, today: date) -> str:
    """“Since Fri 8 May”, “Today”, “Thu 14 May”; nothing where no day matters."""
    if on is None:
        return ""
    if on == today:
        return _("Today")
    is_near = on.year == today.year
    day = formats.day_text(on, year=not is_near, weekday=is_near)
    return _("Since %(day)s") % {"day": day} if on < today else day


def in_order(items: Iterable[DayItem]) -> list[DayItem]:
    """By day, what is late first; lines without a day after those of today."""
    return sorted(items, key=lambda each: (each.on is None, each.on or date.max))


def lede(items: Iterable[DayItem], report_due: date | None, today: date) -> str:
    """In a sentence: “5 things need you, one of them late. The yearly report is due in 17 days”."""
    wanted = [each for each in items if each.group in NEAR]
    if not wanted:
        return ""
    count, late = len(wanted), sum(each.kind == "late" for each in wanted)
    said = ngettext("One thing needs you", "%(count)s things need you", count) % {"count": count}
    if late and late == count:
        said = ngettext("One thing needs you, and it is late", "%(count)s things need you, all late", count) % {
            "count": count
        }
    elif late:
        said += ", " + ngettext("one of them late", "%(count)s of them late", late) % {"count": late}
    return f"{said}. {_due_words(report_due, today)}".strip()


def _due_words(due: date | None, today: date) -> str:
    days = (due - today).days if due else -1
    if not 0 <= days <= 60:
        return ""
    if days == 0:
        return _("The yearly report is due today.")
    words = ngettext("The yearly report is due tomorrow.", "The yearly report is due in %(count)s days.", days)
    return words % {"count": days}
