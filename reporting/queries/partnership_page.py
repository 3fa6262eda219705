"""A partnership's public page: who it is, this year, where it stands, who sits there, last results, documents."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, Value, When
from django.utils.translation import gettext as _

from actionplans.models import Action
from actionplans.queries import actions_visible_to
from councils.choices import BodyKind
from councils.models import Alias, Community, PartnerInitiative, Partnership
from councils.permissions import AT_THE_TABLE, FEDERAL, holds_role
from councils.queries.agreements import agreement_on
from councils.queries.bodies import bodies_visible_to
from lipportal.audit.models import FrozenCopy
from lipportal.audit.queries import body_of
from lipportal.shared import formats
from lipportal.shared.bilingual import OFFICIAL, Shown, shown
from lipportal.shared.clock import FiscalYear
from lipportal.shared.drawings import Stages, seven_stages
from reporting.choices import REPORT_SHAPES, ReportState, SectionNumber
from reporting.queries.addresses import address
from reporting.queries.papers import Paper, papers_of
from reporting.queries.spheres import AtTable, at_table_of

FIVE = 5
ADOPTED_PLANS = ("adopted", "in_year", "closed")
ADOPTED_STRATEGIES = ("adopted", "active", "mid_term_review", "renewed", "closed")


@dataclass(frozen=True)
class PublicBody:
    """A body, or a partner initiative, as the page lists it."""

    kind: str
    code: str
    name_en: str
    name_fr: str
    link: str
    label_en: str
    label_fr: str
    written_in: str = "en"

    @property
    def name(self) -> Shown:
        """The name in the page's language, or the other."""
        return shown(self, "name")

    @property
    def label(self) -> Shown:
        """What the partnership calls it, if it said so."""
        return shown(self, "label")


@dataclass(frozen=True)
class DocumentLine:
    """One document anyone here may read: its name, where it stands, and since when."""

    name: str
    url: str
    note: str = ""
    kind: str = ""
    word: str = ""


@dataclass(frozen=True)
class Results:
    """Last year's published report in short."""

    year: str
    url: str
    approved_on: date | None
    brief: str
    lang: str
    figures: list[tuple[str, Shown]] = field(default_factory=list)


@dataclass(frozen=True)
class ReportDay:
    """What an officer sees of a report before it is submitted: due or late, nothing else (design 2.7)."""

    year: str
    on: date
    is_late: bool


@dataclass(frozen=True)
class PartnershipPage:
    """Everything the page shows one person."""

    stages: Stages
    lines: list[Shown]
    lines_year: str
    plan_url: str
    at_table: AtTable
    tables: list[PublicBody]
    initiatives: list[PublicBody]
    documents: list[DocumentLine]
    results: Results | None
    aliases: list[str]
    communities: list[str]
    profile: list[tuple[str, str]]
    desk: list[tuple[str, str]]
    edit_url: str = ""
    report_days: list[ReportDay] = field(default_factory=list)
    is_federal: bool = False
    agreement_until: str = ""


def partnership_page(partnership: Partnership, user: Any) -> PartnershipPage:
    """The page of `partnership` as `user`, or a visitor, may see it; a fixed number of queries."""
    today = partnership.today()
    papers = papers_of(user, [partnership.pk])
    actions = _this_years_actions(partnership, user, today)
    bodies = _bodies(partnership, user)
    names = _other_names(partnership)
    plan = actions[0].plan if actions else None
    is_federal = any(holds_role(user, role, partnership) for role in FEDERAL)
    is_at_table = any(holds_role(user, role, partnership) for role in AT_THE_TABLE)
    return PartnershipPage(
        stages=seven_stages(partnership.stages, _stage_notes(papers, today)),
        lines=[action.title for action in actions[:FIVE]],
        lines_year=formats.fiscal_year_text(plan.fiscal_year.first_day) if plan else "",
        plan_url=address("actionplans:plan_detail", slug=partnership.slug, code=plan.code) if plan else "",
        at_table=at_table_of(partnership),
        tables=[row for row in bodies if row.kind not in ("initiative", BodyKind.COUNCIL)],
        initiatives=[row for row in bodies if row.kind == "initiative"],
        documents=_documents(papers, partnership, is_federal=is_federal),
        results=_results(papers, partnership),
        aliases=[name for kind, name in names if kind == "alias"],
        communities=[name for kind, name in names if kind == "community"],
        profile=_profile(partnership),
        desk=_desk(partnership, user, is_at_table=is_at_table),
        edit_url=_edit_url(partnership, user),
        report_days=_report_days(papers, today),
        is_federal=is_federal,
        agreement_until=_agreement_until(partnership, today) if is_at_table else "",
    )


def _this_years_actions(partnership: Partnership, user: Any, today: date) -> list[Action]:
    """The actions of the adopted plan of this year, or of the newest: quick wins first, then by day, none stopped."""
    rows = actions_visible_to(user).filter(
        partnership=partnership, plan__state__in=ADOPTED_PLANS, ended_on__isnull=True, plan__year__lte=_year(today)
    )
    is_stopped = Case(When(state="stopped", then=1), default=0)
    ordered = rows.select_related("plan").order_by("-plan__year", is_stopped, "-is_quick_win", "due_on", "pk")[:FIVE]
    found = list(ordered)
    return [action for action in found if action.plan_id == found[0].plan_id and action.state != "stopped"]


def _year(today: date) -> int:
    return FiscalYear.of(today).start


def _bodies(partnership: Partnership, user: Any) -> list[PublicBody]:
    """The bodies this person sees and the partner initiatives, in one query."""
    here = {"partnership": partnership, "ended_on__isnull": True}
    nothing = Value("", output_field=CharField())
    columns = ("kind_of", "code", "name_en", "name_fr", "link_to", "said_en", "said_fr", "written_in")
    bodies = bodies_visible_to(user).select_related(None).filter(**here).order_by()
    told = bodies.annotate(kind_of=F("kind"), link_to=nothing, said_en=F("label_en"), said_fr=F("label_fr"))
    initiatives = PartnerInitiative.objects.filter(**here).order_by()
    others = initiatives.annotate(
        kind_of=Value("initiative", output_field=CharField()), link_to=F("link"), said_en=nothing, said_fr=nothing
    )
    rows = told.values_list(*columns).union(others.values_list(*columns), all=True)
    return [PublicBody(*row) for row in rows]


def _other_names(partnership: Partnership) -> list[tuple[str, str]]:
    aliases = Alias.objects.filter(partnership=partnership).annotate(kind=Value("alias", output_field=CharField()))
    places = Community.objects.filter(partnership=partnership).annotate(
        kind=Value("community", output_field=CharField())
    )
    rows = aliases.order_by().values_list("kind", "name").union(places.order_by().values_list("kind", "name"), all=True)
    return sorted((str(kind), str(name)) for kind, name in rows)


def _profile(partnership: Partnership) -> list[tuple[str, str]]:
    """What the entry tells of how the partnership is built (R37), each text under its name; the unsaid is left out."""
    told = [
        (_("How it began"), partnership.starting_conditions),
        (_("How the council is built"), partnership.council_structure),
        (_("How the council works"), partnership.council_process),
        (_("How it is led"), partnership.leadership_dynamics),
    ]
    return [(label, text) for label, text in told if text.strip()]


def _stage_notes(papers: Sequence[Paper], today: date) -> dict[str, str]:
    """A word under three of the stages: what is in force."""
    notes = {}
    strategy = next(
        (one for one in papers if one.kind == "strategy" and one.state in ("active", "mid_term_review")), None
    )
    plan = next((one for one in papers if one.kind == "plan" and one.first == _year(today)), None)
    if strategy:
        notes["strategy"] = _("In force to %(year)s") % {"year": strategy.last + 1}
    if plan and plan.state in ADOPTED_PLANS:
        notes["plan"] = _("%(years)s adopted") % {"years": plan.years}
    return notes


# --- documents and results ----------------------------------------------------------------------------------------
def _documents(papers: Sequence[Paper], partnership: Partnership, *, is_federal: bool) -> list[DocumentLine]:
    """What may be read here: strategies, plans, reports and terms, newest of each kind first."""
    report_line = _submitted_line if is_federal else _report_line
    made = {"strategy": _strategy_line, "plan": _plan_line, "report": report_line, "terms": _terms_line}
    return [made[kind](paper, partnership.slug) for kind in made for paper in papers if paper.kind == kind]


def _adopted_words(paper: Paper) -> str:
    if paper.on is None:
        return ""
    return _("adopted %(day)s") % {"day": formats.day_text(paper.on, year=True, weekday=False)}


def _draft_words() -> dict[str, str]:
    return {"kind": "draft", "word": _("Draft")}


def _strategy_line(paper: Paper, slug: str) -> DocumentLine:
    url = address("strategies:strategy_detail", slug=slug, code=paper.code)
    draft = {} if paper.state in ADOPTED_STRATEGIES else _draft_words()
    return DocumentLine(_("Strategy %(years)s") % {"years": paper.years}, url, _adopted_words(paper), **draft)


def _plan_line(paper: Paper, slug: str) -> DocumentLine:
    url = address("actionplans:plan_detail", slug=slug, code=paper.code)
    draft = {} if paper.state in ADOPTED_PLANS else _draft_words()
    return DocumentLine(_("Action plan %(year)s") % {"year": paper.years}, url, _adopted_words(paper), **draft)


def _report_line(paper: Paper, slug: str) -> DocumentLine:
    name = _("Yearly report %(year)s") % {"year": paper.years}
    if paper.state == "published":
        return DocumentLine(name, address("reporting:results_detail", slug=slug, year=paper.first), _("as accepted"))
    url = address("reporting:report_detail", slug=slug, code=paper.code)
    return DocumentLine(name, url, kind="draft", word=_("Not public yet"))


def _submitted_line(paper: Paper, slug: str) -> DocumentLine:
    name = _("Yearly report %(year)s") % {"year": paper.years}
    word = str(ReportState(paper.state).label)
    url = address("reporting:review_detail", slug=slug, code=paper.code)
    return DocumentLine(name, url, _("as submitted"), kind=REPORT_SHAPES[paper.state], word=word)


def _terms_line(paper: Paper, slug: str) -> DocumentLine:
    name = _("Terms of reference, %(body)s") % {"body": paper.name.text}
    url = address("councils:terms_detail", slug=slug, code=paper.code)
    if paper.state != "in_force" or paper.on is None:
        return DocumentLine(name, url, kind="draft", word=_("Draft"))
    return DocumentLine(
        name, url, _("in force since %(day)s") % {"day": formats.day_text(paper.on, year=True, weekday=False)}
    )


def _results(papers: Sequence[Paper], partnership: Partnership) -> Results | None:
    """The newest published report: its figures and its year in brief, as they were frozen."""
    paper = next((one for one in papers if one.kind == "report" and one.state == "published"), None)
    if paper is None:
        return None
    copies = FrozenCopy.objects.filter(noun="reporting.yearlyreport", record_code=paper.code)
    copy = copies.order_by("-number").first()
    page = body_of(copy)[_official(paper)] if copy else {"sections": []}
    sections = {section["number"]: section for section in page["sections"]}
    brief = sections.get(SectionNumber.YEAR_IN_BRIEF, {})
    told = (sections.get(number, {}).get("figures", []) for number in (SectionNumber.PLAN, SectionNumber.PARTNERSHIP))
    figures: list[dict[str, Any]] = next((part for part in told if part), [])
    return Results(
        year=paper.years,
        url=address("reporting:results_detail", slug=partnership.slug, year=paper.first),
        approved_on=paper.on,
        brief=brief.get("text", ""),
        lang=brief.get("lang", "en"),
        figures=[(one["value"], _frozen_words(one["label"], _official(paper))) for one in figures if one.get("value")],
    )


def _frozen_words(text: str, language: str) -> Shown:
    """Words as they were frozen in one of the two languages, marked on a page in another."""
    return Shown(text, language, "there", formats.page_language())


def _official(paper: Paper) -> str:
    language = formats.page_language()
    return language if language in OFFICIAL else "en"


def _report_days(papers: Sequence[Paper], today: date) -> list[ReportDay]:
    """Reports that are due or late; for those who may see the agreement."""
    due = [one for one in papers if one.kind == "due" and one.until and FiscalYear(one.first).last_day < today]
    return [ReportDay(one.years, one.until, one.until < today) for one in due if one.until]


# --- those who work here ------------------------------------------------------------------------------------------
def _agreement_until(partnership: Partnership, today: date) -> str:
    """The last day of the agreement that covers today (R84): for everybody at the table, its number for fewer."""
    agreement = agreement_on(partnership, today)
    return formats.day_text(agreement.last_day, year=True, long=True, weekday=False) if agreement else ""


def _desk(partnership: Partnership, user: Any, *, is_at_table: bool) -> list[tuple[str, str]]:
    """The links of the desk, each only for who may open it."""
    slug = partnership.slug
    may = {name: user.has_perm(name, partnership) for name in _DESK_PERMISSIONS}
    pairs = [
        (is_at_table, _("Tables and seats"), "councils:body_list"),
        (is_at_table, _("Meetings"), "councils:meeting_list"),
        (is_at_table, _("Strategies"), "strategies:strategy_list"),
        (is_at_table, _("Research and findings"), "strategies:research_list"),
        (is_at_table, _("Action plans"), "actionplans:plan_list"),
        (is_at_table, _("Yearly reports"), "reporting:report_list"),
        (is_at_table, _("Organizations"), "councils:organization_list"),
        (may["councils.edit_person"], _("People"), "councils:person_list"),
        (is_at_table, _("Signatures and contacts"), "councils:involvement_list"),
        (may["councils.view_agreement"], _("Agreement and officer"), "councils:agreement_list"),
        (may["councils.view_role"], _("Roles"), "councils:role_list"),
        (may["reporting.view_trail"], _("Trail"), "reporting:trail"),
    ]
    return [(label, address(name, slug=slug)) for is_open, label, name in pairs if is_open]


_DESK_PERMISSIONS = ("councils.edit_person", "councils.view_agreement", "councils.view_role", "reporting.view_trail")


def _edit_url(partnership: Partnership, user: Any) -> str:
    may_edit = user.has_perm("councils.edit_partnership", partnership)
    return address("councils:partnership_edit", slug=partnership.slug) if may_edit else ""
