"""The demonstration opens on what design.md part 9 promises; in full, with everybody."""

from datetime import date

import pytest

from actionplans.models import Action
from councils.choices import Role
from councils.models import Body, PartnerInitiative, Partnership, Person
from councils.permissions import people_holding
from lipportal.audit.models import Entry, FrozenCopy
from lipportal.shared import clock
from reporting.demo.cast import PARTS
from reporting.demo.world import make_world
from reporting.models import YearlyReport
from strategies.models import Direction

LONDON = "london-and-middlesex"


def reports_of(slug):
    return sorted(YearlyReport.objects.filter(partnership__slug=slug).values_list("state", flat=True))


@pytest.mark.usefixtures("world")
class TestTheSmallWorld:
    def test_it_holds_the_directory_and_four_partnerships_that_live(self):
        assert Partnership.objects.filter(ended_on=None).count() == 48
        living = Partnership.objects.filter(body__isnull=False).distinct()
        assert {one.slug: one.kind for one in living} == {
            LONDON: "community_wide",
            "huron": "community_wide",
            "agincourt": "toronto_neighbourhood",
            "reseau-nord": "francophone_network",
        }
        assert Partnership.objects.get(slug="huron").setting == "rural"
        assert len({one.furthest_stage for one in living}) > 1

    def test_newcomers_find_an_invented_address_wherever_a_partnership_lives(self):
        for one in Partnership.objects.filter(body__isnull=False).distinct():
            assert one.contact_email.endswith(".example"), one

    def test_london_has_its_facts_of_the_seeds(self):
        of_london = {"partnership__slug": LONDON}
        assert PartnerInitiative.objects.filter(**of_london).count() == 6
        assert Direction.objects.filter(**of_london, strategy__state="active").count() == 6
        assert Body.objects.filter(**of_london, kind="council", ended_on=None).count() == 1
        assert Body.objects.filter(**of_london, kind="table", ended_on=None).count() == 6
        assert Action.objects.filter(**of_london).exists()

    def test_reports_stand_in_each_state_and_what_was_sent_is_frozen(self):
        assert reports_of(LONDON) == ["drafting", "published", "returned"]
        assert reports_of("agincourt") == ["submitted"]
        for report in YearlyReport.objects.exclude(first_submitted_at=None):
            assert FrozenCopy.objects.filter(record_code=report.code).exists(), report
            steps = Entry.objects.filter(record_code=report.code).values_list("action", flat=True)
            assert any("submit" in step for step in steps), list(steps)

    def test_every_role_has_somebody(self):
        for role in Role:
            place = (
                None if role in (Role.ADMINISTRATOR, Role.REGIONAL_LEAD, Role.MODERATOR, Role.RESEARCHER) else LONDON
            )
            partnership = Partnership.objects.get(slug=place) if place else None
            assert people_holding(role, partnership), role
        assert len({part.key for part in PARTS}) == len(PARTS) >= 14


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2026, 11, 21)])
def test_the_full_world_has_about_five_hundred_people_and_stands_at_its_day(today):
    make_world(today=today)

    people = Person.objects.filter(partnership__slug=LONDON).count()
    members = Person.objects.filter(partnership__slug=LONDON, membership__seat__body__kind="table").distinct().count()
    assert 450 <= people <= 550
    assert members > 200
    assert max(Entry.objects.values_list("at", flat=True)).date() <= clock.now().date()
