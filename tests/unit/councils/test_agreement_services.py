"""Agreements, fiscal years, reporting dates."""

from datetime import date

import pytest

from councils.models import Agreement
from councils.queries import agreement_for, agreement_on, reporting_date_for, reporting_dates_in_force
from councils.services import create_agreement, edit_agreement, end_agreement, set_reporting_dates
from lipportal.audit.queries import history_of
from lipportal.shared.clock import FiscalYear
from lipportal.shared.errors import Conflict, Refused
from tests.factories.councils import AgreementFactory, PartnershipFactory, ReportingDateFactory, UserFactory

pytestmark = pytest.mark.django_db
VALUES = {"holder": "City", "number": "S1", "starts_on": date(2025, 7, 1), "ends_on": date(2027, 6, 30)}


def test_fiscal_years_follow_from_the_dates():
    agreement = AgreementFactory(starts_on=date(2025, 7, 1), ends_on=date(2027, 6, 30))

    assert [str(year) for year in agreement.fiscal_years] == ["2025–26", "2026–27", "2027–28"]


def test_create_agreement_refuses_a_number_twice_in_a_partnership():
    partnership, by = PartnershipFactory(), UserFactory()
    create_agreement(partnership, VALUES, by=by)

    with pytest.raises(Refused):
        create_agreement(partnership, VALUES, by=by)
    assert create_agreement(PartnershipFactory(), VALUES, by=by).pk


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2025, 7, 1), date(2027, 6, 30)),
        (date(2027, 6, 30), date(2029, 6, 29)),
        (date(2024, 1, 1), date(2025, 7, 1)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2024, 1, 1), date(2030, 12, 31)),
    ],
)
def test_create_agreement_refuses_days_another_one_covers_and_names_it(first, last):
    partnership, by = PartnershipFactory(), UserFactory()
    create_agreement(partnership, VALUES, by=by)

    with pytest.raises(Refused, match="Agreement S1 runs from"):
        create_agreement(partnership, {**VALUES, "number": "S2", "starts_on": first, "ends_on": last}, by=by)

    assert Agreement.objects.get().number == "S1"


def test_agreements_follow_each_other_and_others_have_their_own():
    partnership, by = PartnershipFactory(), UserFactory()
    create_agreement(partnership, VALUES, by=by)
    before = {"number": "S0", "starts_on": date(2023, 7, 1), "ends_on": date(2025, 6, 30)}
    after = {"number": "S2", "starts_on": date(2027, 7, 1), "ends_on": date(2029, 6, 30)}

    for place, values in ((partnership, before), (partnership, after), (PartnershipFactory(), {"number": "S1"})):
        create_agreement(place, {**VALUES, **values}, by=by)

    assert Agreement.objects.filter(partnership=partnership).count() == 3


def test_an_agreement_ended_early_leaves_its_remaining_days_to_the_next():
    partnership, by = PartnershipFactory(), UserFactory()
    first = create_agreement(partnership, VALUES, by=by)
    end_agreement(first, by=by, on=date(2026, 5, 31), because="Another lead")
    following = {**VALUES, "number": "S2", "ends_on": date(2028, 3, 31)}

    with pytest.raises(Refused, match=r"to 31\sMay 2026"):
        create_agreement(partnership, {**following, "starts_on": date(2026, 5, 31)}, by=by)
    second = create_agreement(partnership, {**following, "starts_on": date(2026, 6, 1)}, by=by)

    assert agreement_on(partnership, date(2026, 6, 1)) == second
    assert edit_agreement(Agreement.objects.get(number="S1"), {"notes": "Over"}, by=by, version=2).notes == "Over"


def test_edit_agreement_refuses_days_another_one_covers_and_may_keep_its_own():
    partnership, by = PartnershipFactory(), UserFactory()
    create_agreement(partnership, VALUES, by=by)
    following = {**VALUES, "number": "S2", "starts_on": date(2027, 7, 1), "ends_on": date(2029, 6, 30)}
    second = create_agreement(partnership, following, by=by)

    with pytest.raises(Refused, match="Agreement S1 runs from"):
        edit_agreement(second, {"starts_on": date(2027, 6, 30)}, by=by, version=1)
    kept = edit_agreement(second, {**following, "holder": "County"}, by=by, version=1)

    assert (kept.holder, kept.starts_on, kept.version) == ("County", date(2027, 7, 1), 2)


def test_an_agreement_keeps_its_federal_funder_the_department_unless_said_otherwise(settings):
    settings.DEPARTMENT_NAME_EN, settings.DEPARTMENT_NAME_FR = "Immigration", "Immigration Canada"
    by = UserFactory()

    plain = create_agreement(PartnershipFactory(), VALUES, by=by)
    named = create_agreement(PartnershipFactory(), {**VALUES, "funder_en": "Health", "funder_fr": "Santé"}, by=by)

    assert (plain.funder_en, plain.funder_fr) == ("Immigration", "Immigration Canada")
    assert (named.funder_en, named.funder_fr, str(named.funder)) == ("Health", "Santé", "Health")


def test_set_reporting_dates_replaces_them_with_one_line_and_a_new_version():
    by = UserFactory()
    agreement = create_agreement(PartnershipFactory(), VALUES, by=by)

    first = set_reporting_dates(agreement, {2025: date(2026, 5, 29), 2026: None}, by=by, version=1)
    second = set_reporting_dates(agreement, {2026: date(2027, 5, 31)}, by=by, version=first.version)

    assert second.version == 3
    assert dict(agreement.reportingdate_set.values_list("year", "due_on")) == {
        2025: date(2026, 5, 29),
        2026: date(2027, 5, 31),
    }
    assert history_of(second).last().after == {"reporting_dates": {"2025": "2026-05-29", "2026": "2027-05-31"}}


def test_set_reporting_dates_the_same_again_writes_nothing_and_stale_is_a_conflict():
    by = UserFactory()
    agreement = create_agreement(PartnershipFactory(), VALUES, by=by)
    saved = set_reporting_dates(agreement, {2025: date(2026, 5, 29)}, by=by, version=1)

    again = set_reporting_dates(agreement, {2025: date(2026, 5, 29)}, by=by, version=saved.version)

    assert again.version == saved.version
    with pytest.raises(Conflict):
        set_reporting_dates(agreement, {2025: None}, by=by, version=1)


def test_a_year_outside_the_agreement_is_refused_also_by_shortening_it():
    by = UserFactory()
    agreement = create_agreement(PartnershipFactory(), VALUES, by=by)

    with pytest.raises(Refused):
        set_reporting_dates(agreement, {2030: date(2031, 5, 29)}, by=by, version=1)
    saved = set_reporting_dates(agreement, {2027: date(2028, 5, 29)}, by=by, version=1)
    with pytest.raises(Refused, match="2027"):
        edit_agreement(agreement, {"ends_on": date(2026, 3, 31)}, by=by, version=saved.version)


def test_agreement_for_a_year_is_the_latest_that_touches_it():
    partnership = PartnershipFactory()
    old = AgreementFactory(partnership=partnership, starts_on=date(2020, 4, 1), ends_on=date(2025, 3, 31))
    new = AgreementFactory(partnership=partnership, starts_on=date(2025, 4, 1), ends_on=date(2030, 3, 31))
    AgreementFactory(starts_on=date(2025, 4, 1))

    assert agreement_for(partnership, FiscalYear(2024)) == old
    assert agreement_for(partnership, 2025) == new
    assert agreement_for(partnership, 2031) is None
    assert agreement_on(partnership, date(2025, 3, 31)) == old


def test_agreement_ended_early_asks_for_nothing_in_later_years():
    partnership, by = PartnershipFactory(), UserFactory()
    agreement = AgreementFactory(partnership=partnership, starts_on=date(2025, 4, 1), ends_on=date(2030, 3, 31))

    end_agreement(agreement, by=by, on=date(2026, 6, 1), because="Merged")

    assert agreement_for(partnership, 2026) == agreement
    assert agreement_for(partnership, 2027) is None


def test_reporting_date_for_reads_the_latest_agreement():
    by = UserFactory()
    partnership = PartnershipFactory()
    agreement = create_agreement(partnership, VALUES, by=by)
    set_reporting_dates(agreement, {2025: date(2026, 5, 29)}, by=by, version=1)

    assert reporting_date_for(partnership, 2025).due_on == date(2026, 5, 29)
    assert reporting_date_for(partnership, FiscalYear(2026)) is None


@pytest.mark.parametrize(
    ("ended_on", "years"),
    [
        (date(2026, 3, 31), [2025]),
        (date(2026, 4, 1), [2025, 2026]),
        (date(2027, 1, 15), [2025, 2026]),
        (date(2025, 3, 31), []),
    ],
)
def test_a_reporting_date_counts_unless_its_agreement_ended_before_its_year(ended_on, years):
    agreement = AgreementFactory(starts_on=date(2025, 1, 1), ended_on=ended_on, ended_because="Merged")
    for year in (2025, 2026, 2027):
        ReportingDateFactory(agreement=agreement, year=year, due_on=date(year + 1, 5, 31))

    assert list(reporting_dates_in_force().values_list("year", flat=True)) == years


def test_of_two_agreements_in_a_year_the_later_one_says_the_day():
    partnership = PartnershipFactory()
    first = AgreementFactory(partnership=partnership, ended_on=date(2026, 9, 30), ended_because="Handed over")
    second = AgreementFactory(partnership=partnership, starts_on=date(2026, 10, 1))
    ReportingDateFactory(agreement=first, due_on=date(2027, 5, 1))
    ReportingDateFactory(agreement=second, due_on=date(2027, 6, 15))
    elsewhere = ReportingDateFactory(due_on=date(2027, 5, 31))

    found = reporting_dates_in_force().exclude(pk=elsewhere.pk)

    assert [each.due_on for each in found] == [date(2027, 6, 15)]
    assert reporting_date_for(partnership, 2026).due_on == date(2027, 6, 15)
    assert elsewhere in reporting_dates_in_force()
