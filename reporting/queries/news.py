"""What is new: what public partnerships adopted, put in force or published, newest first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, TruncDate
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan
from councils.models import TermsOfReference
from lipportal.shared import formats
from lipportal.shared.bilingual import Shown, shown
from lipportal.shared.clock import FiscalYear
from reporting.queries import published_reports
from reporting.queries.addresses import address
from strategies.models import Strategy

MOST = 200
COLUMNS = (
    "news_kind",
    "news_code",
    "news_on",
    "news_first",
    "news_last",
    "news_slug",
    "news_en",
    "news_fr",
    "news_body_en",
    "news_body_fr",
)


@dataclass(frozen=True)
class News:
    """One thing a partnership made public on a day."""

    kind: str
    code: str
    on: date
    first: int
    last: int
    slug: str
    name_en: str
    name_fr: str
    body_en: str
    body_fr: str

    @property
    def partnership(self) -> Shown:
        """Whose it is, in the page's language, or the other."""
        return shown(self, "name")

    @property
    def sentence(self) -> str:
        """What happened, in a sentence."""
        year = formats.fiscal_year_text(FiscalYear(self.first).first_day)
        if self.kind == "report":
            return _("Yearly report %(year)s published") % {"year": year}
        if self.kind == "plan":
            return _("Action plan %(year)s adopted") % {"year": year}
        if self.kind == "terms":
            return _("Terms of reference in force: %(body)s") % {"body": shown(self, "body").text}
        years = f"{self.first}–\u2060{(self.last + 1) % 100:02d}"
        return _("Strategy %(years)s adopted") % {"years": years}

    @property
    def url(self) -> str:
        """Where to read it."""
        if self.kind == "report":
            return address("reporting:results_detail", slug=self.slug, year=self.first)
        names = {"plan": "actionplans:plan_detail", "terms": "councils:terms_detail"}
        return address(names.get(self.kind, "strategies:strategy_detail"), slug=self.slug, code=self.code)


def news() -> list[News]:
    """The newest of everything public; one query."""
    public = {"partnership__is_public": True, "partnership__ended_on__isnull": True}
    adopted = {**public, "adopted_on__isnull": False}
    reports = published_reports().filter(**public, published_at__isnull=False)
    strategies = Strategy.objects.filter(**adopted).exclude(state__in=["drafting", "community_review"])
    plans = ActionPlan.objects.filter(**adopted).exclude(state__in=["drafting", "table_input"])
    terms = TermsOfReference.objects.filter(**public, state="in_force", body__is_public=True)
    parts = [
        _told(reports, "report", TruncDate("published_at"), F("year"), F("year")),
        _told(strategies, "strategy", F("adopted_on"), F("first_year"), F("last_year")),
        _told(plans, "plan", F("adopted_on"), F("year"), F("year")),
        _told(terms, "terms", F("in_force_on"), F("number"), Value(0, IntegerField()), "body__name_"),
    ]
    first, *others = parts
    rows = first.union(*others, all=True).order_by("-news_on", "news_slug")[:MOST]
    return [News(*row) for row in rows if row[2]]


def _told(  # noqa: PLR0917 - the columns of a line, in their order
    rows: QuerySet[Any], kind: str, on: Any, first: Any, last: Any, body: str = ""
) -> Any:
    nothing = Value("", output_field=CharField())
    told = rows.order_by().annotate(
        news_kind=Value(kind, output_field=CharField()),
        news_code=F("code"),
        news_on=Cast(on, DateField()),
        news_first=first,
        news_last=last,
        news_slug=F("partnership__slug"),
        news_en=F("partnership__name_en"),
        news_fr=F("partnership__name_fr"),
        news_body_en=F(f"{body}en") if body else nothing,
        news_body_fr=F(f"{body}fr") if body else nothing,
    )
    return told.values_list(*COLUMNS)
