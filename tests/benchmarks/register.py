"""The pages that `make bench` measures: add a line for every page people use daily."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Page:
    """One page: who looks at it, where it is, and the rows it lists.

    `address` may be a text or a function without arguments, asked once the world is there. `rows` gives the querysets
    of the records the page names, for the bare page it is compared with: the same people, the same place.
    """

    name: str
    role: str
    address: str | Callable[[], str]
    rows: Callable[[], Iterable[Any]]
    is_daily: bool = True
    most_queries: int = 12
    most_ratio: float = 2.5


def pages() -> list[Page]:
    """Every page to measure; models are imported where they are asked for, once Django is ready."""
    return [
        Page("My day, coordinator", "coordinator", "/en/", lambda: _day(notices_of="coordinator")),
        Page("My day, co-chair", "co-chair", "/en/", lambda: _day(notices_of="co-chair")),
        Page("My day, table lead", "table-lead", "/en/", lambda: _day(notices_of="table-lead")),
        Page("My day, member", "member", "/en/", lambda: _day(notices_of="member")),
        Page("My day, officer", "officer", "/en/", _queue),
        Page("Partnership", "coordinator", _place, _partnership),
        Page("Council", "coordinator", lambda: _body("council"), lambda: _table(kind="council")),
        Page("Table", "table-lead", _body, _table),
        Page("Actions of a table", "table-lead", lambda: f"{_body()}actions/", _actions_of_table),
        Page("Plan by state", "coordinator", lambda: f"{_plan()}?view=board", _plan_rows),
        Page("Plan as a list", "coordinator", lambda: f"{_plan()}?view=list", _plan_rows),
        Page("Plan as a year line", "coordinator", lambda: f"{_plan()}?view=line", _plan_rows),
        Page("Action", "table-lead", _action, _action_rows),
        Page("Officer's queue", "officer", "/en/review/", _queue),
        Page("Review of a report", "officer", _review, lambda: _sections("submitted")),
        Page("Directory", "member", "/en/partnerships/", _directory),
        Page("People", "coordinator", lambda: f"{_place()}people/", _people),
        Page("Search", "coordinator", "/en/search/?q=employment", _found),
        Page("Report workshop", "coordinator", _report, lambda: _sections("drafting"), is_daily=False),
        Page("Report, section 5", "coordinator", lambda: f"{_report()}sections/5/", _plan_rows, is_daily=False),
        Page("Report, section 2", "coordinator", lambda: f"{_report()}sections/2/", _members, is_daily=False),
        Page("A page without rows", "member", "/en/privacy/", list),
    ]


# --- who and where ---------------------------------------------------------------------------------------------------
def the_place() -> Any:
    """The partnership whose pages are measured: the one with the most people, in any world of London's size."""
    from django.db.models import Count

    from councils.models import Partnership

    return Partnership.objects.annotate(people=Count("person")).order_by("-people", "pk").first()


def the_person(role: str) -> Any:
    """Who holds this role there."""
    from councils.models import RoleHeld

    held = RoleHeld.objects.filter(role=role.replace("-", "_"), partnership=the_place(), last_on__isnull=True)
    return held.select_related("user").order_by("pk").first().user


def _place() -> str:
    return f"/en/p/{the_place().slug}/"


def _the_table(kind: str = "") -> Any:
    """The body of a kind, or the table of the table lead."""
    from councils.models import Body, RoleHeld

    if kind:
        return Body.objects.filter(partnership=the_place(), kind=kind).order_by("pk").first()
    return RoleHeld.objects.get(role="table_lead", partnership=the_place(), last_on__isnull=True).body


def _body(kind: str = "") -> str:
    return _the_table(kind).get_absolute_url()


def _this_years_plan() -> Any:
    from actionplans.models import ActionPlan

    return ActionPlan.objects.get(partnership=the_place(), state="in_year")


def _plan() -> str:
    return _this_years_plan().get_absolute_url()


def _one_action() -> Any:
    from actionplans.models import Action

    return (
        Action.objects.filter(plan=_this_years_plan(), body=_the_table(), updates__isnull=False).order_by("pk").first()
    )


def _action() -> str:
    return _one_action().get_absolute_url()


def _report() -> str:
    from reporting.models import YearlyReport

    return YearlyReport.objects.filter(partnership=the_place(), state="drafting").latest("pk").get_absolute_url()


def _review() -> str:
    from django.urls import reverse

    from reporting.models import YearlyReport

    sent = YearlyReport.objects.filter(partnership__roleheld__user=the_person("officer"), submitted_at__isnull=False)
    report = sent.select_related("partnership").order_by("-year", "pk").first()
    return reverse("reporting:review_detail", args=[report.partnership.slug, report.code])


# --- which rows ------------------------------------------------------------------------------------------------------
def _day(*, notices_of: str) -> list[Any]:
    """The meetings of the year, the reports, and what the person was told."""
    from councils.models import Meeting
    from lipportal.notices.models import Notice
    from reporting.models import YearlyReport

    return [
        Meeting.objects.filter(partnership=the_place(), body__kind="council").select_related("body")[:12],
        YearlyReport.objects.filter(partnership=the_place()),
        Notice.objects.filter(user=the_person(notices_of), read_at__isnull=True)[:6],
    ]


def _partnership() -> list[Any]:
    from councils.models import Alias, Body, Community, Organization, PartnerInitiative, Sector

    here = {"partnership": the_place()}
    rows = [model.objects.filter(**here) for model in (Body, PartnerInitiative, Organization, Alias, Community)]
    return [*rows, Sector.objects.filter(partnership__isnull=True), _this_years_plan().actions.all()[:5]]


def _table(kind: str = "") -> list[Any]:
    from councils.models import Meeting, Membership, Sector

    body = _the_table(kind)
    held = Membership.objects.filter(seat__body=body).exclude(state="ended")
    spheres = Sector.objects.filter(partnership__isnull=True) if kind else Sector.objects.filter(seat__body=body)
    return [
        held.select_related("person", "organization", "seat__sector"),
        spheres.distinct(),
        Meeting.objects.filter(body=body).select_related("body")[:4],
    ]


def _actions_of_table() -> list[Any]:
    from actionplans.models import Action, PlannedOutput

    actions = Action.objects.filter(body=_the_table(), plan__state="in_year")
    return [actions, PlannedOutput.objects.filter(action__in=actions)]


def _plan_rows() -> list[Any]:
    from actionplans.models import OutputCount, PlannedOutput

    plan = _this_years_plan()
    return [
        plan.actions.select_related("direction", "body", "lead"),
        PlannedOutput.objects.filter(action__plan=plan),
        OutputCount.objects.filter(output__action__plan=plan).select_related("output"),
    ]


def _action_rows() -> list[Any]:
    from actionplans.models import Evidence, PlannedOutput, Update

    action = _one_action()
    return [
        Update.objects.filter(action=action).select_related("action"),
        PlannedOutput.objects.filter(action=action),
        Evidence.objects.filter(update__action=action),
    ]


def _queue() -> list[Any]:
    from councils.models import ReportingDate
    from reporting.models import YearlyReport

    sent = YearlyReport.objects.filter(
        partnership__roleheld__user=the_person("officer"), first_submitted_at__isnull=False
    )
    awaited = ReportingDate.objects.filter(agreement__partnership__roleheld__user=the_person("officer"))
    return [
        sent.select_related("partnership").order_by("-year", "pk")[:50],
        awaited.select_related("agreement__partnership").order_by("-due_on", "pk")[:25],
    ]


def _sections(state: str) -> list[Any]:
    from reporting.models import ReportSection

    return [ReportSection.objects.filter(report__state=state)[:16]]


def _directory() -> list[Any]:
    from councils.models import Partnership

    return [Partnership.objects.order_by("folded_sort")[:24]]


def _people() -> list[Any]:
    from councils.models import Person

    return [Person.objects.filter(partnership=the_place()).order_by("folded_sort")[:24]]


def _found() -> list[Any]:
    from councils.models import Body

    return [Body.objects.filter(name_en__icontains="employment")]


def _members() -> list[Any]:
    from councils.models import Membership

    here = Membership.objects.filter(partnership=the_place()).exclude(state="ended")
    return [here.select_related("person", "organization", "seat__sector", "seat__body")]
