"""Agreements, fiscal years, reporting dates."""

from datetime import date

import pytest

from councils.queries import agreement_for, agreement_on, reporting_date_for
from councils.services import create_agreement, edit_agreement, end_agreement, set_reporting_dates
from lipportal.audit.queries import history_of
from lipportal.shared.clock import FiscalYear
from lipportal.shared.errors import Conflict, Refused
from tests.factories.councils import AgreementFactory, PartnershipFactory, UserFactory

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
