"""A partnership's page: what the public sees, and what more who works there sees."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from councils.choices import Role
from lipportal.audit.services import freeze
from lipportal.shared import clock
from lipportal.shared.components import shown
from reporting.queries.partnership_page import partnership_page
from reporting.queries.spheres import at_table_of
from tests.factories.actionplans import ActionFactory, ActionPlanFactory
from tests.factories.councils import (
    AgreementFactory,
    AliasFactory,
    BodyFactory,
    CommunityFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnerInitiativeFactory,
    PartnershipFactory,
    ReportingDateFactory,
    SeatFactory,
    SectorFactory,
    TermsOfReferenceFactory,
    UserFactory,
    person_with_role,
)
from tests.factories.reporting import YearlyReportFactory
from tests.factories.strategies import StrategyFactory

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture(autouse=True)
def _in_may(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 5, 11, 16, 0, tzinfo=UTC))


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


def names(page):
    return [line.name for line in page.documents]


def test_five_lines_come_from_the_adopted_plan_quick_wins_first(partnership):
    plan = ActionPlanFactory(strategy__partnership=partnership, in_year=True, year=2026)
    for number in range(6):
        ActionFactory(plan=plan, title_en=f"Action {number}", due_on=date(2026, 9, 1 + number))
    ActionFactory(plan=plan, title_en="Quick", is_quick_win=True)
    ActionFactory(plan=plan, title_en="Stopped", is_quick_win=True, state="stopped")
    ActionFactory(plan=plan, title_en="Taken out", ended_on=date(2026, 5, 1))

    page = partnership_page(partnership, VISITOR)

    assert [line.text for line in page.lines] == ["Quick", "Action 0", "Action 1", "Action 2", "Action 3"]
    assert page.plan_url == plan.get_absolute_url()


def test_a_year_whose_actions_all_stopped_does_not_show_last_years(partnership):
    last = ActionPlanFactory(strategy__partnership=partnership, in_year=True, year=2025)
    ActionFactory(plan=last, title_en="Last year")
    plan = ActionPlanFactory(strategy=last.strategy, in_year=True, year=2026)
    ActionFactory(plan=plan, title_en="Stopped", state="stopped")

    assert partnership_page(partnership, VISITOR).lines == []


def test_draft_plan_shows_the_public_no_line(partnership):
    ActionFactory(plan=ActionPlanFactory(strategy__partnership=partnership, year=2027), title_en="Not yet")

    page = partnership_page(partnership, VISITOR)

    assert (page.lines, names(page)) == ([], [])


def test_documents_are_what_is_public_and_drafts_only_for_the_table(partnership):
    strategy = StrategyFactory(
        partnership=partnership,
        first_year=2025,
        last_year=2027,
        state="active",
        adopted_on=date(2025, 3, 1),
        motion="Yes.",
    )
    ActionPlanFactory(strategy=strategy, in_year=True, year=2026)
    ActionPlanFactory(strategy=strategy, year=2027)
    council = BodyFactory(partnership=partnership, name_en="Council")
    TermsOfReferenceFactory(
        body=council,
        number=1,
        state="in_force",
        in_force_on=date(2025, 2, 1),
        adopted_on=date(2025, 1, 9),
        motion="Yes.",
    )
    TermsOfReferenceFactory(body=council, number=2)

    public = partnership_page(partnership, VISITOR)
    inside = partnership_page(partnership, person_with_role(Role.MEMBER, partnership))

    assert names(public) == ["Strategy 2025–\u206028", "Action plan 2026–\u206027", "Terms of reference, Council"]
    assert [line.word for line in inside.documents if line.kind == "draft"] == ["Draft", "Draft"]


def test_table_names_organizations_and_never_people(partnership):
    libraries, schools = SectorFactory(key="libraries"), SectorFactory(key="schools", name_en="Schools")
    organization = OrganizationFactory(partnership=partnership, name_en="Public library")
    organization.sectors.add(libraries)
    body = BodyFactory(partnership=partnership)
    MembershipFactory(seat=SeatFactory(body=body), organization=organization)

    page = partnership_page(partnership, VISITOR)

    assert [str(name) for name in page.at_table.organizations] == ["Public library"]
    assert {place.label: place.is_filled for place in page.at_table.ring.places} == {
        "Libraries": True,
        str(schools): False,
    }


def test_organizations_of_bodies_not_shown_to_the_public_are_not_named(partnership):
    libraries, schools = SectorFactory(key="libraries"), SectorFactory(key="schools", name_en="Schools")
    inner = BodyFactory(partnership=partnership, kind="executive", is_public=False)
    for body, sector, name in ((BodyFactory(partnership=partnership), libraries, "Library"), (inner, schools, "Quiet")):
        organization = OrganizationFactory(partnership=partnership, name_en=name)
        MembershipFactory(seat=SeatFactory(body=body, sector=sector), organization=organization)

    for user in (VISITOR, person_with_role(Role.COORDINATOR, partnership)):
        page = partnership_page(partnership, user)
        assert [str(name) for name in page.at_table.organizations] == ["Library"]
        assert [place.label for place in page.at_table.missing] == ["Schools"]
        assert page.at_table.people_count == 1
    assert at_table_of(partnership, with_names=False).people_count == 2


def test_published_results_are_the_frozen_ones(partnership):
    report = YearlyReportFactory(plan__partnership=partnership, plan__strategy__partnership=partnership, published=True)
    brief = {"number": 1, "text": "A good year.", "lang": "en", "figures": []}
    told = (("9", "actions in the plan"), ("4", "done"), ("2", "running"), ("1", "stopped"), ("2", "late"))
    figures = [{"value": value, "label": label} for value, label in told]
    plan = {"number": 5, "text": "", "lang": "en", "figures": figures}
    freeze(report, {lang: {"sections": [brief, plan]} for lang in ("en", "fr")}, schema_version=1, by=UserFactory())

    page = partnership_page(partnership, VISITOR)

    assert page.results.brief == "A good year."
    assert [(number, str(label)) for number, label in page.results.figures] == [
        ("9", "actions in the plan"),
        ("4", "done"),
        ("2", "running"),
        ("1", "stopped"),
        ("2", "late"),
    ]
    with translation.override("es"):
        _number, label = partnership_page(partnership, VISITOR).results.figures[0]
        assert "(en inglés)" in shown(label)
    assert "Yearly report 2026–\u206027" in names(page)


def test_unpublished_report_is_unknown_to_the_public(partnership):
    YearlyReportFactory(plan__partnership=partnership, plan__strategy__partnership=partnership, submitted=True)

    page = partnership_page(partnership, VISITOR)

    assert page.results is None
    assert not [name for name in names(page) if name.startswith("Yearly")]


def test_officer_learns_that_a_report_is_late_and_nothing_of_its_draft(partnership):
    YearlyReportFactory(plan__partnership=partnership, plan__strategy__partnership=partnership)
    ReportingDateFactory(agreement=AgreementFactory(partnership=partnership), year=2026, due_on=date(2027, 5, 7))
    officer = person_with_role(Role.OFFICER, partnership)

    page = partnership_page(partnership, officer)

    assert [(due.year, due.is_late) for due in page.report_days] == [("2026–\u206027", True)]
    assert not [name for name in names(page) if name.startswith("Yearly")]
    assert [label for label, url in page.desk] == ["Agreement and officer"]
    assert partnership_page(partnership, VISITOR).report_days == []


def test_names_places_and_initiatives_are_told(partnership):
    AliasFactory(partnership=partnership, name="Old Riverside")
    CommunityFactory(partnership=partnership, name="Milltown")
    PartnerInitiativeFactory(partnership=partnership, name_en="Neighbours’ week")

    page = partnership_page(partnership, VISITOR)

    assert (page.aliases, page.communities) == (["Old Riverside"], ["Milltown"])
    assert [str(one.name) for one in page.initiatives] == ["Neighbours’ week"]


def test_desk_opens_for_staff_and_stays_shut_for_strangers(partnership):
    staff = partnership_page(partnership, person_with_role(Role.COORDINATOR, partnership))
    stranger = partnership_page(partnership, person_with_role(Role.COORDINATOR, PartnershipFactory()))

    assert "Trail" in [label for label, url in staff.desk]
    assert staff.edit_url == "/en/p/riverside/edit/"
    assert (stranger.desk, stranger.edit_url) == ([], "")
