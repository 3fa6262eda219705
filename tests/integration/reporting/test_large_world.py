"""The large world of the benchmarks, in small: copies as good as what they were copied from, and made all or not at all."""

from hashlib import sha256

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse

from actionplans.models import Action, ActionPlan
from councils.choices import Role
from councils.models import Body, Meeting, Membership, Partnership, Person, ReportingDate, RoleHeld
from lipportal.accounts.models import User
from lipportal.audit.marks import fits
from lipportal.audit.models import Entry, FrozenCopy, Version
from lipportal.audit.plain import values_of
from lipportal.notices.models import Mail
from lipportal.shared import clock
from lipportal.shared.clock import FiscalYear
from lipportal.shared.codes import new_code
from reporting.demo.calendar import ZONE
from reporting.demo.large.kinds import LEFT_OUT, copied_models
from reporting.demo.large.shapes import A_HANDFUL
from reporting.demo.large.world import make_large_world
from reporting.models import YearlyReport
from tests.factories.councils import PartnershipFactory
from tests.people import signed_in_client

COUNT, YEARS, SEED = 12, 2, 7
# Each test works inside the world's own transaction, and what it does there is taken back.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("large")]


@pytest.fixture(scope="module")
def large(django_db_setup, django_db_blocker):
    """The world, made once for all tests that only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_large_world(partnerships=COUNT, years=YEARS, seed=SEED, size=A_HANDFUL)
        transaction.set_rollback(True)


def holders(role, **where):
    return RoleHeld.objects.filter(role=role, **where).select_related("user", "partnership").order_by("pk")


class TestWhatItHolds:
    def test_one_partnership_in_ten_is_of_londons_size_and_the_others_are_rural(self):
        assert Partnership.objects.count() == COUNT
        assert Partnership.objects.filter(setting="urban").count() == 2
        assert {Body.objects.filter(partnership=one, kind="table").count() for one in self.of("urban")} == {6}
        assert {Body.objects.filter(partnership=one, kind="table").count() for one in self.of("rural")} == {1}

    @staticmethod
    def of(setting):
        return Partnership.objects.filter(setting=setting)

    def test_every_year_up_to_this_one_has_its_plan_and_its_report(self):
        now = FiscalYear.of(clock.today(ZONE)).start
        for one in Partnership.objects.all():
            plans = dict(ActionPlan.objects.filter(partnership=one).values_list("year", "state"))
            assert plans == {now - 1: "closed", now: "in_year"}, one
            reports = dict(YearlyReport.objects.filter(partnership=one).values_list("year", "state"))
            assert reports == {now - 1: "published", now: "drafting"}, one
        assert Action.objects.count() == YEARS * (2 * 24 + 10 * 8)

    def test_rural_partnerships_lie_in_several_time_zones_and_report_on_several_days(self):
        assert len(set(self.of("rural").values_list("time_zone", flat=True))) == 3
        assert len(set(ReportingDate.objects.values_list("due_on", flat=True))) == 3 * YEARS

    def test_everybody_has_an_account_and_a_name_of_their_own(self):
        coordinators = holders(Role.COORDINATOR)
        assert len({held.user.pk for held in coordinators}) == COUNT
        assert all(held.user.email.endswith(f".{held.partnership.slug}@example.org") for held in coordinators)
        assert len(set(Person.objects.values_list("name", flat=True))) > Person.objects.count() / 2
        assert not User.objects.exclude(email__endswith="@example.org").exists()

    def test_an_officer_has_several_partnerships(self):
        assert holders(Role.OFFICER).count() == COUNT
        assert len(set(holders(Role.OFFICER).values_list("user", flat=True))) == 1

    def test_nobody_sits_beyond_their_term_and_meetings_have_their_attendance(self):
        assert Membership.objects.filter(state="active").exists()
        assert not Membership.objects.filter(state="active", ends_on__lt=clock.today(ZONE)).exists()
        assert Meeting.objects.filter(attendance__isnull=False).exists()

    def test_nothing_waits_to_be_sent_or_worked_off(self):
        assert not Mail.objects.exists()


class TestWhetherItIsWhole:
    def test_every_kind_of_record_is_copied_or_left_out_for_a_reason(self, large):
        labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
        assert labels - set(LEFT_OUT) == set(large.rows), "copy it by letting the pattern have one, or say why not"
        assert set(LEFT_OUT) <= labels
        assert all(LEFT_OUT.values())

    def test_no_row_refers_to_one_that_is_not_there(self):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []
        else:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_rows_refer_to_rows_of_their_own_partnership(self):
        for model in copied_models():
            related = {f.name: f.related_model for f in model._meta.concrete_fields if f.is_relation}
            if "partnership" not in related:
                continue
            for name, other in related.items():
                if any(f.name == "partnership" for f in other._meta.concrete_fields):
                    strangers = model._base_manager.filter(**{f"{name}__partnership__isnull": False})
                    same = strangers.filter(**{f"{name}__partnership": F("partnership")})
                    assert strangers.count() == same.count(), (model, name)

    def test_codes_are_given_once_in_the_whole_portal(self):
        found = []
        for model in copied_models():
            if any(f.name == "code" and f.default is new_code for f in model._meta.concrete_fields):
                found += model._base_manager.values_list("code", flat=True)
        assert len(found) == len(set(found))

    def test_no_word_of_the_pattern_is_left(self):
        slugs = set(Partnership.objects.values_list("slug", flat=True))
        for one in Person.objects.filter(user=None):
            assert one.email.partition(".")[2].removesuffix("@example.org") in slugs
            before = one.folded_names, one.folded_sort
            one.refold()
            assert (one.folded_names, one.folded_sort) == before
        for one in Partnership.objects.all():
            before = one.folded_names, one.folded_sort
            one.refold()
            assert (one.folded_names, one.folded_sort) == before

    def test_every_line_of_the_trail_has_a_mark_that_fits(self):
        for model in (Entry, Version, FrozenCopy):
            assert model.objects.exists()
            assert [line for line in model.objects.iterator() if not fits(line)] == []

    def test_the_trail_tells_of_the_copy_and_not_of_the_pattern(self):
        for one in Membership.objects.order_by("-pk")[:20]:
            kept = Version.objects.get(noun="councils.membership", record_code=one.code, number=one.version)
            assert kept.values == values_of(one)

    def test_frozen_copies_have_the_fingerprint_of_their_words(self):
        for copy in FrozenCopy.objects.all():
            assert sha256(copy.body.encode()).hexdigest() == copy.fingerprint
            if copy.noun == "reporting.yearlyreport":
                assert Partnership.objects.get(code=copy.partnership_code).name_en in copy.body


class TestLivingInIt:
    @pytest.fixture(params=["urban", "rural"])
    def held(self, request):
        return holders(Role.COORDINATOR, partnership__setting=request.param).last()

    def test_the_pages_of_a_copied_coordinator_open(self, held):
        browser, slug = signed_in_client(held.user), held.partnership.slug
        report = YearlyReport.objects.get(partnership=held.partnership, state="drafting")
        action = Action.objects.filter(partnership=held.partnership).last()
        body = Body.objects.filter(partnership=held.partnership).last()
        addresses = [
            reverse("home"),
            reverse("reporting:partnership_detail", args=[slug]),
            reverse("actionplans:plan_current", args=[slug]),
            reverse("actionplans:action_detail", args=[slug, action.code]),
            reverse("reporting:report_detail", args=[slug, report.code]),
            reverse("reporting:trail", args=[slug]),
            reverse("councils:body_detail", args=[slug, body.code]),
        ]
        assert {address: browser.get(address, follow=True).status_code for address in addresses} == dict.fromkeys(
            addresses, 200
        )

    def test_what_was_sent_opens_for_the_officer_and_for_everybody(self, held, client):
        sent = YearlyReport.objects.get(partnership=held.partnership, state="published")
        officer = holders(Role.OFFICER, partnership=held.partnership).get().user
        desk = signed_in_client(officer).get(
            reverse("reporting:review_detail", args=[held.partnership.slug, sent.code])
        )
        public = client.get(reverse("reporting:results_detail", args=[held.partnership.slug, sent.year]))
        for page in (desk, public):
            assert page.status_code == 200
            assert held.partnership.name_en in page.content.decode()

    def test_the_portal_counts_on_from_the_highest_key(self):
        assert PartnershipFactory().pk > Partnership.objects.order_by("pk")[COUNT - 1].pk
