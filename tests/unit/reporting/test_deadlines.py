"""The yearly report's deadline: found for its writers, once, and never after it was submitted."""

from datetime import date, timedelta

import pytest

from councils.models import Agreement, ReportingDate
from lipportal.notices.models import Mail, Reminder
from lipportal.notices.services import find_reminders
from lipportal.shared import clock
from reporting.deadlines import is_report_still_due, reports_due
from tests.factories.councils import AgreementFactory, ReportingDateFactory
from tests.unit.reporting.conftest import DUE

pytestmark = pytest.mark.django_db


def morning(season, days_before):
    return clock.day_begins(DUE - timedelta(days=days_before), season.partnership.time_zone) + timedelta(hours=9)


def test_the_writers_of_a_report_are_reminded(season):
    season.person("co_chair")
    season.person("member")

    (due,) = reports_due(morning(season, 14))

    assert set(due.people) == {season.person("coordinator"), season.person("co_chair")}
    assert due.record_code == f"{season.partnership.code}-2026"


def test_find_reminders_reminds_each_writer_once(season):
    for _turn in range(3):
        find_reminders(at=morning(season, 14))

    mails = Mail.objects.filter(template="report_due")
    assert [mail.to_user for mail in mails] == [season.person("coordinator")]


def test_a_day_put_off_is_reminded_of_again(season):
    find_reminders(at=morning(season, 14))
    ReportingDate.objects.update(due_on=DUE + timedelta(days=30))

    for _turn in range(2):
        find_reminders(at=morning(season, -16))

    assert Mail.objects.filter(template="report_due").count() == 2


def test_find_reminders_is_silent_once_the_report_was_submitted(season):
    season.submit()

    find_reminders(at=morning(season, 14))

    assert not Mail.objects.filter(template="report_due").exists()
    assert not Reminder.objects.filter(record_code=f"{season.partnership.code}-2026", state="made").exists()


def test_a_report_is_still_due_until_it_was_first_submitted(season):
    code = f"{season.partnership.code}-2026"
    assert is_report_still_due(code)

    season.submit()

    assert not is_report_still_due(code)


def test_a_returned_report_is_not_due_again(season):
    season.submit()
    season.give_back()

    assert list(reports_due(morning(season, 14))) == []


def test_an_agreement_that_ended_before_the_year_reminds_nobody(season):
    Agreement.objects.update(ended_on=date(2026, 3, 31), ended_because="Merged")

    assert list(reports_due(morning(season, 14))) == []
    assert not is_report_still_due(f"{season.partnership.code}-2026")


def test_two_agreements_in_one_year_remind_of_one_report(season):
    Agreement.objects.update(ended_on=date(2026, 9, 30), ended_because="Handed over")
    later = AgreementFactory(partnership=season.partnership, starts_on=date(2026, 10, 1))
    ReportingDateFactory(agreement=later, year=2026, due_on=DUE + timedelta(days=7))

    (due,) = reports_due(morning(season, 14))

    assert due.due_at == clock.day_ends(DUE + timedelta(days=7), season.partnership.time_zone)
