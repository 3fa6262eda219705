"""My day: everything that needs one person, sorted by when, with the year around it; a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councils.choices import Role
from councils.models import Body, Meeting, Partnership
from councils.permissions import CHAIRS, FEDERAL, STAFF
from councils.queries.meetings import meetings_visible_to
from lipportal.health.queries import is_timetable_silent
from lipportal.jobs.choices import JobState
from lipportal.jobs.models import Job
from lipportal.notices.models import Notice
from lipportal.notices.queries import mails_to_decide_on, unread_notices
from lipportal.shared import clock, formats
from lipportal.shared.clock import FiscalYear, day_begins, local_day
from lipportal.shared.drawings import Mark, YearLine
from reporting.choices import REPORT_SHAPES, ReportState
from reporting.queries.addresses import address
from reporting.queries.day_items import GROUPS, NEAR, DayItem, in_order, item, lede
from reporting.queries.day_plan import action_items, meeting_items, paper_items, waiting_actions
from reporting.queries.day_reports import due_items, next_due, report_items, reports_at_work, unplanned_items
from reporting.queries.papers import Paper, papers_of
from reporting.queries.review import QueueRow, queue_of
from reporting.queries.spheres import AtTable, at_table_of
from reporting.queries.standing import Standing, standing_of

MOST_NOTICES = 6
MOST_ROWS = 8
LATE_FOR = timedelta(days=365)
_WANTING = ("returned", "approved", "council_review", "drafting", "resubmitted", "submitted")


@dataclass(frozen=True)
class DayGroup:
    """The lines of one stretch of time."""

    key: str
    label: str
    items: list[DayItem]


@dataclass(frozen=True)
class RailReport:
    """The yearly report in the rail: how it stands, in a word and a sentence."""

    title: str
    kind: str
    word: str
    sentence: str
    url: str


@dataclass(frozen=True)
class DayPage:
    """My day for one person."""

    heading: str
    lede: str
    groups: list[DayGroup]
    notices: list[Notice]
    more_notices: bool
    partnership: Partnership | None = None
    year: YearLine | None = None
    report: RailReport | None = None
    next_meeting: Meeting | None = None
    at_table: AtTable | None = None
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        """Whether nothing waits for the person, now or later."""
        return self.is_empty and not any(group.key == "later" for group in self.groups)

    @property
    def is_empty(self) -> bool:
        """Whether nothing needs the person."""
        return not any(group.items for group in self.groups if group.key in NEAR)


def day_page(user: Any) -> DayPage:
    """Everything My day shows `user`, over all the roles they hold today."""
    standing = standing_of(user)
    table = _Table(user, standing, standing.partnership) if standing.partnership else None
    today = table.today if table else clock.today(user.time_zone)
    items = table.items() if table else []
    if any(each.role in FEDERAL for each in standing.held):
        items += _federal_items(user, today)
    if standing.is_administrator:
        items += _administrator_items(today)
    unread = list(unread_notices(user)[: MOST_NOTICES + 1])
    return DayPage(
        heading=capfirst(formats.day_text(today, long=True)),
        lede=lede(items, table.due if table else None, today) or _nothing_now(items),
        groups=_grouped(items),
        notices=unread[:MOST_NOTICES],
        more_notices=len(unread) > MOST_NOTICES,
        **(table.around() if table else {"links": _links_elsewhere(standing)}),
    )


def _nothing_now(items: Sequence[DayItem]) -> str:
    """That nothing is to be done today, and how much comes later all the same."""
    later = sum(each.group == "later" for each in items)
    if not later:
        return _("Nothing needs you today.")
    words = ngettext(
        "Nothing needs you today; one thing comes later.",
        "Nothing needs you today; %(count)s things come later.",
        later,
    )
    return words % {"count": later}


def _grouped(items: Sequence[DayItem]) -> list[DayGroup]:
    labels = {"today": _("Today"), "week": _("This week"), "later": _("Later"), "know": _("Good to know")}
    groups = [DayGroup(key, labels[key], in_order(each for each in items if each.group == key)) for key in GROUPS]
    return [group for group in groups if group.items]


class _Table:
    """What the day of somebody at a table is made of, read once for all their partnerships."""

    def __init__(self, user: Any, standing: Standing, partnership: Partnership) -> None:
        self.user, self.standing, self.partnership = user, standing, partnership
        self.today: date = partnership.today()
        self.known = standing.known
        here = {key: standing.known[key] for key in standing.table_ids}
        roles = {each.role for each in standing.held}
        self.papers = papers_of(user, here, _wanted_papers(roles))
        self.reports = reports_at_work(user, here, with_counts=bool(roles & {*STAFF}))
        self.actions = waiting_actions(standing.held, here, self.today)
        self.meetings = _meetings(user, here, self.today)
        self.due = next_due(self._here("due"), self.today) if self._roles() & {*STAFF, *CHAIRS} else None

    def _roles(self) -> set[str]:
        return self.standing.roles_in(self.partnership.pk)

    def _here(self, kind: str) -> list[Paper]:
        return [paper for paper in self.papers if paper.kind == kind and paper.partnership_id == self.partnership.pk]

    def items(self) -> list[DayItem]:
        """Every line, partnership by partnership."""
        found = meeting_items(self.meetings, self.standing.held, self.today)
        for key in self.standing.table_ids:
            found += self._items_of(self.known[key])
        return found

    def _items_of(self, partnership: Any) -> list[DayItem]:
        roles, today = self.standing.roles_in(partnership.pk), partnership.today()
        papers = [paper for paper in self.papers if paper.partnership_id == partnership.pk]
        reports = [report for report in self.reports if report.partnership_id == partnership.pk]
        actions = [action for action in self.actions if action.partnership_id == partnership.pk]
        items = report_items(reports, roles, today)
        if roles & {*STAFF, *CHAIRS}:
            due = [paper for paper in papers if paper.kind == "due"]
            planned = {paper.first for paper in papers if paper.kind == "plan" and paper.on}
            items += due_items([paper for paper in due if paper.first in planned], reports, partnership.slug, today)
            items += unplanned_items([paper for paper in due if paper.first not in planned], partnership.slug, today)
        items += paper_items(papers, partnership, roles, today)
        return items + action_items(actions, roles, today, address("actionplans:plan_current", slug=partnership.slug))

    def around(self) -> dict[str, Any]:
        """The year line and the rail of the partnership one works in first."""
        here = [one for one in self.meetings if one.partnership_id == self.partnership.pk]
        coming = [one for one in here if local_day(one.starts_at, self.partnership.time_zone) >= self.today]
        return {
            "partnership": self.partnership,
            "year": self._year_line(here),
            "report": self._rail_report(),
            "next_meeting": min(coming, key=lambda one: one.starts_at, default=None),
            "at_table": at_table_of(self.partnership, with_names=False),
            "links": [*_tables_of(self.standing, self.partnership), *_links_at_table(self.user, self.partnership)],
        }

    def _year_line(self, meetings: Sequence[Any]) -> YearLine:
        zone = self.partnership.time_zone
        council = [one for one in meetings if one.body.kind == "council"]
        marks = [Mark(local_day(one.starts_at, zone), str(one.body), one.get_absolute_url()) for one in council]
        days = {paper.until: _("Report due") for paper in self._here("due") if paper.until}
        days |= {report.due_on: _("Report due") for report in self._reports_here() if report.due_on}
        return YearLine(
            starts_on=FiscalYear.of(self.today).first_day,
            today=self.today,
            meetings=sorted(marks),
            deadlines=[Mark(on, label) for on, label in sorted(days.items())],
            key="day",
        )

    def _reports_here(self) -> list[Any]:
        return [report for report in self.reports if report.partnership_id == self.partnership.pk]

    def _rail_report(self) -> RailReport | None:
        report = min(self._reports_here(), key=_urgency, default=None)
        if report is None:
            return None
        return RailReport(
            title=_("Yearly report %(year)s") % {"year": report.fiscal_year},
            kind=REPORT_SHAPES[report.state],
            word=str(report.get_state_display()),
            sentence=_report_sentence(report),
            url=report.get_absolute_url(),
        )


def _urgency(report: Any) -> tuple[int, int]:
    """The report that wants something first; among equals the older one, of those finished the newest."""
    rank = _WANTING.index(report.state) if report.state in _WANTING else len(_WANTING)
    return rank, report.year if rank < len(_WANTING) else -report.year


def _report_sentence(report: Any) -> str:
    """Who has the report now and what they see of it, as it is in its state and round."""
    if not report.was_submitted:
        return _("Only your partnership can see it.")
    if report.state in (ReportState.COUNCIL_REVIEW, ReportState.APPROVED):
        return _("The officer still reads the version sent before; this one is with you until it is sent.")
    if report.state == "returned" and report.answer_due_on:
        return _("It is back with you; answer by %(day)s.") % {"day": formats.day_text(report.answer_due_on, long=True)}
    if report.state in ("accepted", "published"):
        return _("The officer accepted it.")
    return _("The officer reads it exactly as it was submitted.")


def _wanted_papers(roles: set[str]) -> list[str]:
    """The papers the day of somebody with these roles is made of; what would never be shown is not asked."""
    if roles & {*STAFF, *CHAIRS}:
        return ["due", "terms", "strategy", "plan", "proposed", "invited"]
    return ["due", "plan"] if Role.TABLE_LEAD in roles else ["due"]


def _meetings(user: Any, known: Mapping[Any, Any], today: date) -> list[Meeting]:
    """The meetings of this fiscal year and of the two months after it, if they still hold."""
    year = FiscalYear.of(today)
    first = day_begins(year.first_day, "America/Toronto") - timedelta(days=1)
    after = day_begins(year.last_day, "America/Toronto") + timedelta(days=62)
    rows = meetings_visible_to(user).filter(partnership__in=list(known), ended_on__isnull=True)
    rows = rows.filter(starts_at__gte=first, starts_at__lt=after).select_related(None).select_related("body")
    meetings = list(rows.order_by("starts_at"))
    for meeting in meetings:
        meeting.partnership = known[meeting.partnership_id]
    return meetings


def _tables_of(standing: Standing, partnership: Partnership) -> list[tuple[str, str]]:
    """The actions of each table the person leads or sits at; no query for who has none."""
    ids = [each.body_id for each in standing.held if each.partnership_id == partnership.pk and each.body_id]
    return [
        (
            _("Actions: %(table)s") % {"table": body.name},
            address("actionplans:body_action_list", slug=partnership.slug, code=body.code),
        )
        for body in (Body.objects.filter(pk__in=ids).order_by("place", "pk") if ids else ())
    ]


def _links_at_table(user: Any, partnership: Partnership) -> list[tuple[str, str]]:
    slug = partnership.slug
    pairs = [
        (_("The partnership’s page"), partnership.get_absolute_url()),
        (_("Strategy"), address("strategies:strategy_list", slug=slug)),
        (_("Research and findings"), address("strategies:research_list", slug=slug)),
    ]
    asked = (
        ("councils.view_organization", _("Organizations"), "councils:organization_list"),
        ("councils.view_person", _("People"), "councils:person_list"),
        ("councils.view_agreement", _("Agreement and officer"), "councils:agreement_list"),
        ("councils.view_role", _("Roles"), "councils:role_list"),
        ("reporting.view_trail", _("Trail"), "reporting:trail"),
    )
    held = [each for each in asked if user.has_perm(each[0], partnership)]
    return pairs + [(label, address(name, slug=slug)) for _permission, label, name in held]


def _links_elsewhere(standing: Standing) -> list[tuple[str, str]]:
    pairs = [(str(one.name), one.get_absolute_url()) for one in standing.known.values()]
    pairs.append((_("All partnerships"), address("councils:directory")))
    return pairs[-20:]


# --- officers and leads -------------------------------------------------------------------------------------------
def _federal_items(user: Any, today: date) -> list[DayItem]:
    """Reports to read, the most urgent first, and those that are late; never anything of a draft (design 2.7)."""
    page = queue_of(user)
    queue = reverse("reporting:review_queue")
    items = [_to_read(row, today) for row in page.to_read[:MOST_ROWS]]
    late = [row for row in page.awaited if row.shape == "late" and row.answer_by and row.answer_by >= today - LATE_FOR]
    items += [_awaited(row, queue, today) for row in late[:MOST_ROWS]]
    rest = max(len(page.to_read) - MOST_ROWS, 0) + max(len(late) - MOST_ROWS, 0)
    if rest:
        words = ngettext("%(count)s more in the queue.", "%(count)s more in the queue.", rest) % {"count": rest}
        items.append(item(words, queue, _("Open the queue"), today=today, group="later"))
    return items


def _to_read(row: QueueRow, today: date) -> DayItem:
    sentence = _("%(partnership)s, report %(year)s: to read.") % {"partnership": row.partnership, "year": row.year}
    return item(sentence, row.url, _("Read it"), today=today, on=row.answer_by, why=row.look_at, kind="submitted")


def _awaited(row: QueueRow, queue: str, today: date) -> DayItem:
    sentence = _("%(partnership)s: the report %(year)s has not come.") % {
        "partnership": row.partnership,
        "year": row.year,
    }
    days = (today - row.answer_by).days if row.answer_by else 0
    why = ngettext("Due %(count)s day ago.", "Due %(count)s days ago.", days) % {"count": days}
    return item(sentence, queue, _("See the queue"), today=today, why=why, kind="risk", group="know")


# --- administrators -----------------------------------------------------------------------------------------------
def _administrator_items(today: date) -> list[DayItem]:
    """Mail that could not leave, work that failed this week, and a timetable that stands still."""
    items = []
    mails = mails_to_decide_on().count()
    since = clock.now() - timedelta(days=7)
    jobs = Job.objects.filter(state=JobState.FAILED, finished_at__gte=since).count()
    if mails:
        words = ngettext("%(count)s mail did not leave.", "%(count)s mails did not leave.", mails) % {"count": mails}
        url = f"{reverse('notices:mail_list')}?state=failed"
        items.append(item(words, url, _("Open the outbox"), today=today, kind="risk"))
    if jobs:
        words = ngettext(
            "%(count)s piece of work failed this week.", "%(count)s pieces of work failed this week.", jobs
        )
        why = _("Whoever asked for it was told and can ask again.")
        items.append(item(words % {"count": jobs}, "", "", today=today, why=why, group="know"))
    if is_timetable_silent():
        why = _("No reminder is written and no mail leaves until it runs again.")
        items.append(item(_("The timetable stands still."), "", "", today=today, why=why, kind="risk"))
    return items
