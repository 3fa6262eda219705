"""Pages people use daily ask at most twelve queries, however much there is to show (design 8)."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from actionplans.models import Action, ActionPlan
from councils.models import Body
from lipportal.notices.models import Notice
from lipportal.shared import clock
from tests.benchmarks.register import pages, the_person, the_place
from tests.factories.actionplans import (
    ActionFactory,
    EvidenceFactory,
    OutputCountFactory,
    PlannedOutputFactory,
    UpdateFactory,
)
from tests.factories.councils import (
    AgreementFactory,
    AliasFactory,
    CommunityFactory,
    MeetingFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnerInitiativeFactory,
    PartnershipFactory,
    PersonFactory,
    ReportingDateFactory,
    SeatFactory,
    UserFactory,
)
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db

PAGES = {page.name: page for page in pages()}


def address_of(page) -> str:
    return page.address() if callable(page.address) else page.address


def queries_of(page) -> int:
    client = signed_in_client(the_person(page.role))
    address = address_of(page)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def one_more_of_everything(page) -> None:
    """One more row of each kind that a page lists, in the same places as those that are there."""
    london, now = the_place(), clock.now()
    table = Body.objects.get(partnership=london, name_en="Employment")
    council = Body.objects.get(partnership=london, kind="council")
    for body in (table, council):
        person = PersonFactory(partnership=london, name="One More")
        organization = OrganizationFactory(partnership=london)
        MembershipFactory(seat=SeatFactory(body=body), person=person, organization=organization)
        SeatFactory(body=body)
        for days in (-20, 5):
            MeetingFactory(body=body, starts_at=now + timedelta(days=days))
    plan = ActionPlan.objects.get(partnership=london, state="in_year")
    known = plan.actions.filter(body=table).first()
    action = ActionFactory(plan=plan, partnership=london, direction=known.direction, body=table, lead=known.lead)
    action.partners.add(organization)
    for each in [action, *Action.objects.filter(plan=plan, body=table).exclude(pk=action.pk)]:
        update = UpdateFactory(action=each, on=london.today(), author=UserFactory())
        EvidenceFactory(update=update)
        OutputCountFactory(output=PlannedOutputFactory(action=each), update=update)
    AliasFactory(partnership=london)
    CommunityFactory(partnership=london)
    PartnerInitiativeFactory(partnership=london)
    PartnershipFactory(name_en="Employment Bay", is_public=True)
    ReportingDateFactory(agreement=AgreementFactory(partnership=london), year=plan.year - 1, due_on=london.today())
    Notice.objects.create(user=the_person(page.role), kind="report_asks_approval", params={})


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.is_daily])
def test_a_daily_page_asks_at_most_twelve_queries(world, name):
    assert queries_of(PAGES[name]) <= PAGES[name].most_queries


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_asks_as_often_for_three_rows_more(world, name):
    page = PAGES[name]
    with transaction.atomic():
        one_more_of_everything(page)
        with_one = queries_of(page)
        for _more in range(2):
            one_more_of_everything(page)
        with_three = queries_of(page)
        transaction.set_rollback(True)

    assert with_three == with_one
