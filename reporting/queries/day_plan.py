"""Papers, actions, people and meetings in My day: what waits for a step, a word or a decision."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.choices import ActionState
from actionplans.queries import is_quiet, quiet_since, running_actions, with_asks_help
from councils.choices import Role
from councils.models import Partnership
from councils.permissions import CHAIRS, STAFF, Held
from lipportal.shared.clock import FiscalYear, local_day
from reporting.queries.addresses import address
from reporting.queries.day_items import DayItem, item, when_words
from reporting.queries.papers import Paper

MOST_ACTIONS = 5
OF_THE_TABLE = (Role.TABLE_LEAD, Role.MEMBER, Role.NEWCOMER_ADVISOR)


# --- actions ----------------------------------------------------------------------------------------------------
def waiting_actions(held: Sequence[Held], known: Mapping[Any, Any], today: date) -> list[Any]:
    """The unfinished actions somebody answers for that are late, quiet, or ask the council for help; one query.

    Who leads a table also finds what is at risk there.
    """
    staffed = [each.partnership_id for each in held if each.role in STAFF]
    chaired = [each.partnership_id for each in held if each.role in CHAIRS]
    led = [each.body_id for each in held if each.role == Role.TABLE_LEAD and each.body_id]
    if not (staffed or chaired or led):
        return []
    mine = Q(partnership__in=staffed) | Q(body__in=led)
    rows: QuerySet[Any] = running_actions().select_related(None).select_related("body", "lead")
    rows = with_asks_help(rows)
    at_risk = Q(body__in=led, state=ActionState.AT_RISK)
    wanted = at_risk | (mine & (Q(due_on__lt=today) | quiet_since(today))) | Q(partnership__in=chaired, asks_help=True)
    actions = list(rows.filter(wanted).order_by("due_on", "pk")[:60])
    for action in actions:
        action.partnership = known[action.partnership_id]
    return actions


def action_items(actions: Iterable[Any], roles: set[str], today: date, rest_url: str) -> list[DayItem]:
    """The lines of one partnership's waiting actions: the most urgent few, and how many more there are."""
    is_chair, others = bool(roles & set(CHAIRS)), roles - set(CHAIRS)
    items = []
    for action in actions:
        if is_chair and action.asks_help:
            items.append(_help(action, today))
        elif others:
            items.append(_waiting(action, today))
    shown, rest = items[:MOST_ACTIONS], len(items) - MOST_ACTIONS
    if rest > 0:
        words = ngettext("%(count)s more action waits for a word.", "%(count)s more actions wait for a word.", rest)
        shown.append(item(words % {"count": rest}, rest_url, _("See the plan"), today=today, group="later"))
    return shown


def _waiting(action: Any, today: date) -> DayItem:
    if action.due_on < today:
        return _late(action, today)
    return _quiet(action, today) if is_quiet(action, today) else _at_risk(action, today)


def _at_risk(action: Any, today: date) -> DayItem:
    sentence = _("“%(title)s” is at risk.") % {"title": action.title.text}
    url = _update_url(action)
    return item(sentence, url, _("Say how it goes"), today=today, why=_by(action), kind="risk", group="week")


def _late(action: Any, today: date) -> DayItem:
    sentence = _("“%(title)s” was due and is not done.") % {"title": action.title.text}
    return item(sentence, _update_url(action), _("Say how it goes"), today=today, on=action.due_on, why=_by(action))


def _quiet(action: Any, today: date) -> DayItem:
    last = action.last_update_on or action.starts_on
    days = (today - last).days
    sentence = _("“%(title)s” has been quiet for %(count)s days.") % {"title": action.title.text, "count": days}
    url = _update_url(action)
    return item(
        sentence,
        url,
        _("Say how it goes"),
        today=today,
        why=_by(action),
        kind="risk",
        group="week",
        when=when_words(last, today),
    )


def _help(action: Any, today: date) -> DayItem:
    sentence = _("“%(title)s” asks the council for help.") % {"title": action.title.text}
    return item(
        sentence, action.get_absolute_url(), _("See what would help"), today=today, why=_by(action), kind="risk"
    )


def _update_url(action: Any) -> str:
    return address("actionplans:update_create", slug=action.partnership.slug, code=action.code)


def _by(action: Any) -> str:
    named = [str(each) for each in (action.body, action.lead) if each is not None]
    return _("Led by %(who)s.") % {"who": ", ".join(named)} if named else ""


# --- papers and people ------------------------------------------------------------------------------------------
def paper_items(papers: Sequence[Paper], partnership: Partnership, roles: set[str], today: date) -> list[DayItem]:
    """The lines terms, strategies, plans, proposals and invitations give somebody with these roles."""
    if not roles & {*STAFF, *CHAIRS}:
        return _for_leads(papers, partnership, today) if Role.TABLE_LEAD in roles else []
    items = [_terms(paper, partnership, today) for paper in papers if paper.kind == "terms"]
    items += [_strategy(paper, partnership, papers, today) for paper in papers if paper.kind == "strategy"]
    items += [_plan(paper, partnership, today) for paper in papers if paper.kind == "plan"]
    items.append(_people(papers, partnership, today))
    if roles & set(STAFF):
        items.append(_invitations(papers, partnership, today))
        items.append(_first_step(papers, partnership, today))
    return [each for each in items if each is not None]


def _first_step(papers: Sequence[Paper], partnership: Partnership, today: date) -> DayItem | None:
    """Where a partnership begins that has written nothing down yet: the first of the seven stages."""
    if any(paper.kind in ("terms", "strategy", "plan") for paper in papers):
        return None
    sentence = _("Nothing is written down here yet. Begin with the council and its seats.")
    why = _("Then come its terms of reference, and the strategy.")
    url = address("councils:body_list", slug=partnership.slug)
    return item(sentence, url, _("Open the tables"), today=today, why=why)


def _for_leads(papers: Sequence[Paper], partnership: Partnership, today: date) -> list[DayItem]:
    return [
        item(
            _("The plan %(years)s is with the tables. Draft your actions.") % {"years": paper.years},
            address("actionplans:plan_detail", slug=partnership.slug, code=paper.code),
            _("Open the plan"),
            today=today,
        )
        for paper in papers
        if paper.kind == "plan" and paper.state == "table_input"
    ]


def _terms(paper: Paper, partnership: Partnership, today: date) -> DayItem | None:
    says = {
        "endorsed": _("The terms of %(body)s are endorsed. Record their adoption when the body has decided."),
        "adopted": _("The terms of %(body)s are adopted. They can be put in force."),
    }
    url = address("councils:terms_detail", slug=partnership.slug, code=paper.code)
    if paper.state in says:
        return item(says[paper.state] % {"body": paper.name.text}, url, _("Open the terms"), today=today)
    if paper.state == "in_force" and paper.until and paper.until <= today + timedelta(days=60):
        sentence = _("The terms of %(body)s are to be reviewed.") % {"body": paper.name.text}
        return item(sentence, url, _("Open the terms"), today=today, on=paper.until)
    return None


def _strategy(paper: Paper, partnership: Partnership, papers: Sequence[Paper], today: date) -> DayItem | None:
    url = address("strategies:strategy_detail", slug=partnership.slug, code=paper.code)
    named = {"years": paper.years}
    if paper.state == "adopted":
        return item(_("The strategy %(years)s is adopted. Put it into action.") % named, url, _("Open it"), today=today)
    last_day = FiscalYear(paper.last).last_day
    is_followed = any(one.kind == "strategy" and one.last > paper.last for one in papers)
    is_ending = paper.state in ("active", "mid_term_review") and last_day <= today + timedelta(days=365)
    if is_ending and not is_followed:
        why = _("Research and the community’s word take most of a year.")
        url = address("strategies:strategy_list", slug=partnership.slug)
        sentence = _("The strategy %(years)s comes to its end. Begin the next one.") % named
        return item(sentence, url, _("Open strategies"), today=today, on=last_day, why=why, group="later")
    return None


def _plan(paper: Paper, partnership: Partnership, today: date) -> DayItem | None:
    year = FiscalYear(paper.first)
    url = address("actionplans:plan_detail", slug=partnership.slug, code=paper.code)
    named = {"years": paper.years}
    if paper.state == "table_input":
        sentence = _("The plan %(years)s is with the tables. The council adopts it before the year begins.") % named
        return item(sentence, url, _("Open the plan"), today=today, on=year.first_day)
    if paper.state == "adopted" and year.first_day <= today:
        return item(
            _("The year of the plan %(years)s has begun. Open it.") % named, url, _("Open the plan"), today=today
        )
    if paper.state == "in_year" and year.last_day < today:
        return item(
            _("The year of the plan %(years)s is over. Close it.") % named, url, _("Open the plan"), today=today
        )
    return None


def _people(papers: Sequence[Paper], partnership: Partnership, today: date) -> DayItem | None:
    proposed = next((paper for paper in papers if paper.kind == "proposed"), None)
    if proposed is None:
        return None
    words = ngettext(
        "%(count)s person is proposed for a seat.", "%(count)s people are proposed for a seat.", proposed.first
    )
    slug, code = partnership.slug, proposed.code
    is_one = proposed.first == 1
    url = (
        address("councils:membership_detail", slug=slug, code=code)
        if is_one
        else address("councils:body_list", slug=slug)
    )
    return item(words % {"count": proposed.first}, url, _("Decide"), today=today)


def _invitations(papers: Sequence[Paper], partnership: Partnership, today: date) -> DayItem | None:
    invited = next((paper for paper in papers if paper.kind == "invited"), None)
    if invited is None:
        return None
    words = ngettext(
        "%(count)s invitation waits for an answer.", "%(count)s invitations wait for an answer.", invited.first
    )
    url = address("councils:role_list", slug=partnership.slug)
    return item(words % {"count": invited.first}, url, _("See them"), today=today, group="know")


# --- meetings ---------------------------------------------------------------------------------------------------
def meeting_items(meetings: Iterable[Any], held: Sequence[Held], today: date) -> list[DayItem]:
    """The meetings of this week: the council's, and those of the bodies somebody sits at or leads."""
    bodies = {each.body_id for each in held if each.role in OF_THE_TABLE}
    items = []
    for meeting in meetings:
        day = local_day(meeting.starts_at, meeting.partnership.time_zone)
        is_mine = meeting.body.kind == "council" or meeting.body_id in bodies
        if is_mine and today <= day <= today + timedelta(days=7):
            sentence = _("%(body)s meets.") % {"body": meeting.body}
            why = meeting.place
            items.append(
                item(sentence, meeting.get_absolute_url(), _("Open the meeting"), today=today, on=day, why=why)
            )
    return items
