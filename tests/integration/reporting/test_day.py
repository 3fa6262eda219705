"""The first page: start for a visitor, My day for who is signed in."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.choices import Role
from lipportal.notices.models import Notice
from lipportal.notices.services import notify
from lipportal.shared import clock
from tests.factories.actionplans import ActionFactory, ActionPlanFactory
from tests.factories.councils import MeetingFactory, MembershipFactory, PartnershipFactory, person_with_role
from tests.factories.reporting import YearlyReportFactory
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Find your partnership"), ("fr", "fr"), ("es", "es"), ("ar", 'dir="rtl"')],
)
def test_visitor_meets_the_start_page_in_four_languages(client, language, words):
    response = client.get(f"/{language}/")

    assert response.status_code == 200
    assert words in response.content.decode()


def test_start_page_leads_to_the_directory_and_to_signing_in(client):
    page = client.get("/en/").content.decode()

    assert 'action="/en/partnerships/"' in page
    assert 'href="/en/account/login/"' in page


def test_day_shows_the_line_with_its_action_right_there():
    partnership = PartnershipFactory(slug="riverside")
    action = ActionFactory(
        plan=ActionPlanFactory(strategy__partnership=partnership, in_year=True),
        title_en="Mentoring pilot",
        starts_on=date(2020, 4, 1),
        due_on=date(2020, 5, 1),
    )

    page = signed_in_client(person_with_role(Role.COORDINATOR, partnership)).get("/en/").content.decode()

    assert "“Mentoring pilot” was due and is not done." in page
    assert f"/en/p/riverside/actions/{action.code}/updates/create/" in page
    assert page.partition("<main")[2].count('class="btn small"') == 1


def test_day_of_another_partnership_says_nothing():
    ActionFactory(
        plan=ActionPlanFactory(in_year=True), title_en="Not theirs", starts_on=date(2020, 4, 1), due_on=date(2020, 5, 1)
    )

    page = signed_in_client(person_with_role(Role.COORDINATOR, PartnershipFactory())).get("/en/").content.decode()

    assert "Not theirs" not in page
    assert "Begin with the council and its seats." in page


def test_day_is_never_kept_by_a_browser():
    response = signed_in_client(person_with_role(Role.MEMBER, PartnershipFactory())).get("/en/")

    assert response["Cache-Control"] == "private, no-store"


def test_day_in_a_language_it_is_not_offered_in_leads_to_ones_own():
    reader = person_with_role(Role.MEMBER, PartnershipFactory())

    assert signed_in_client(reader).get("/ar/")["Location"] == "/en/"


def test_notices_on_the_day_can_be_marked_as_read():
    reader = person_with_role(Role.MEMBER, PartnershipFactory())
    notify(reader, "report_accepted", "/en/", year="2026–27")
    browser = signed_in_client(reader)

    page = browser.get("/en/").content.decode()
    browser.post("/en/notices/read/")

    assert "The officer accepted the yearly report 2026–27." in page
    assert Notice.objects.filter(read_at=None).count() == 0


def _rows(partnership, count):
    plan = ActionPlanFactory(strategy__partnership=partnership, in_year=True, year=2020 + count)
    YearlyReportFactory(plan=plan)
    for _number in range(count):
        ActionFactory(plan=plan, starts_on=date(2020, 4, 1), due_on=date(2020, 5, 1))
        meeting = MeetingFactory(body__partnership=partnership, starts_at=clock.now())
        MembershipFactory(seat__body=meeting.body, state="proposed")
        MembershipFactory(seat__body=meeting.body)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CO_CHAIR, Role.MEMBER, Role.OFFICER])
def test_day_costs_the_same_with_one_row_and_with_many(role):
    few, many = PartnershipFactory(), PartnershipFactory()
    _rows(few, 1)
    _rows(many, 3)
    counts = []
    for partnership in (few, many):
        person = person_with_role(role, partnership)
        notify(person, "report_accepted", "/en/", year="2026–27")
        browser = signed_in_client(person)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/en/").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= MOST_QUERIES
