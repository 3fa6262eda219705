"""The queue and the reading of a submitted report."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import Agreement, ReportingDate
from lipportal.shared import clock
from reporting import services
from reporting.models import ReviewNote, YearlyReport
from reporting.queries import due_day_of, notes_visible_to, with_due_day
from reporting.queries.day import day_page
from reporting.queries.reading import review_page
from reporting.queries.review import queue_page
from tests.factories.councils import AgreementFactory, ReportingDateFactory
from tests.factories.reporting import YearlyReportFactory
from tests.unit.reporting.conftest import new_action


def read(season, **asked):
    notes = list(ReviewNote.objects.filter(report=season.report))
    return review_page(season.report, notes, asked, "en")


def test_a_draft_is_awaited_and_nothing_of_it_is_seen(season):
    season.fill()

    queue = queue_page(season.person("officer"), {})

    assert (queue.to_read, queue.decided) == ([], [])
    assert [(row.partnership, row.look_at, row.url) for row in queue.awaited] == [
        (str(season.partnership.name), "", "")
    ]


def test_no_report_is_awaited_under_an_agreement_that_had_ended_before_its_year(season):
    Agreement.objects.update(ended_on=date(2026, 3, 31), ended_because="Merged")

    assert queue_page(season.person("officer"), {}).awaited == []


def test_one_report_is_awaited_where_two_agreements_meet_in_a_year(season):
    Agreement.objects.update(ended_on=date(2026, 9, 30), ended_because="Handed over")
    later = AgreementFactory(partnership=season.partnership, starts_on=date(2026, 10, 1))
    ReportingDateFactory(agreement=later, year=2026, due_on=date(2027, 6, 15))

    (row,) = queue_page(season.person("officer"), {}).awaited

    assert row.answer_by == date(2027, 6, 15)


def test_a_submitted_report_is_to_read_with_a_day_to_answer_by(season):
    season.submit()

    (row,) = queue_page(season.person("officer"), {}).to_read

    assert row.look_at == "New"
    assert row.answer_by > season.partnership.today()


def test_another_officer_sees_nothing_of_it(season):
    season.submit()

    queue = queue_page(season.person("other_officer"), {})

    assert (queue.to_read, queue.awaited, queue.decided) == ([], [], [])


def test_the_regional_lead_sees_it_too(season):
    season.submit()

    assert len(queue_page(season.person("regional_lead"), {}).to_read) == 1


def test_the_queue_finds_by_folded_name_and_by_year(season):
    season.submit()
    officer, name = season.person("officer"), str(season.partnership.name)

    assert len(queue_page(officer, {"find": name.upper()[:4]}).to_read) == 1
    assert queue_page(officer, {"find": "zzz"}).to_read == []
    assert queue_page(officer, {"year": "2024"}).to_read == []


@pytest.mark.parametrize("year", ["²²²²", "99999999999999999999", "-1", "x", "20 26"])
def test_a_year_that_is_none_finds_nothing(season, year):
    season.submit()

    assert queue_page(season.person("officer"), {"year": year}).to_read == []


def test_what_is_done_comes_page_by_page_and_is_counted_whole(season, monkeypatch):
    monkeypatch.setattr("reporting.queries.review.DONE_ON_A_PAGE", 2)
    lead = season.person("regional_lead")
    for _one in range(5):
        YearlyReportFactory(published=True)

    first, last = queue_page(lead, {}), queue_page(lead, {"page": "3"})

    assert (len(first.decided), len(last.decided), first.pages.paginator.count) == (2, 1, 5)
    assert not {row.url for row in first.decided} & {row.url for row in last.decided}
    assert len(queue_page(lead, {"page": "no page"}).decided) == 2


def test_a_first_version_is_read_whole(season):
    season.submit()

    page = read(season)

    assert (page.show, len(page.sections), page.before) == ("all", 16, None)


def test_a_second_version_opens_on_what_changed(season):
    season.submit()
    note = season.give_back()
    season.answer(note)
    season.write(12, text_en="We meet less often now.", is_nothing=False)
    season.approve()
    services.submit_report(season.report, by=season.person("coordinator"))

    page = read(season)

    assert page.show == "changed"
    changed = {each.section["number"] for each in page.sections if each.is_changed}
    assert changed - {0} == {12}
    assert 6 in {each.section["number"] for each in page.sections}


def test_a_changed_fact_of_the_cover_is_shown_with_what_it_was(season):
    season.submit()
    season.answer(season.give_back())
    services.ask_approval(season.report, by=season.person("coordinator"))
    day = season.partnership.today()
    services.approve_report(season.report, by=season.person("co_chair"), on=day, motion="Motion 12")
    services.submit_report(season.report, by=season.person("coordinator"))

    cover = read(season, show="all").sections[0]

    assert [(fact["was"], fact["value"]) for fact in cover.facts if fact["was"]] == [("Motion 9", "Motion 12")]


def test_a_changed_reason_is_shown_as_struck_and_added(season):
    season.submit()
    note = season.give_back()
    season.answer(note)
    reason = season.report.reasons.get()
    services.give_reason(
        season.report,
        season.action,
        {"text_en": "A partner left in May."},
        by=season.person("coordinator"),
        version=reason.version,
    )
    season.approve()
    services.submit_report(season.report, by=season.person("coordinator"))

    plan = next(each for each in read(season).sections if each.section["number"] == 5)

    assert [(piece.kind, piece.text) for piece in plan.lines[0].pieces if piece.kind != "same"] == [
        ("gone", "left. "),
        ("added", "left in May."),
    ]


def test_the_first_version_stays_readable(season):
    season.submit()
    note = season.give_back()
    season.answer(note)
    services.submit_report(season.report, by=season.person("coordinator"))

    page = read(season, version="1")

    assert (page.copy.number, page.show, page.is_latest) == (1, "all", False)


def test_the_portal_says_whether_it_came_on_time(season):
    season.submit()

    assert read(season).checks[0].kind == "done"


def test_an_approval_from_before_the_years_end_is_pointed_out(season):
    season.submit()
    assert not any("before the year was over" in check.says for check in read(season).checks)

    YearlyReport.objects.update(adopted_on=season.report.fiscal_year.last_day)

    assert [check.kind for check in read(season).checks if "before the year was over" in check.says] == ["risk"]


def test_a_late_report_is_said_to_be_late(season, monkeypatch):
    later = clock.now() + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    season.submit()

    assert read(season).checks[0].says.startswith("Came late")
    assert queue_page(season.person("officer"), {}).to_read[0].look_at == "Came late"


def test_a_day_that_moved_later_is_the_one_told_everywhere(season, monkeypatch):
    moved = date(2027, 6, 30)
    ReportingDate.objects.update(due_on=moved)
    coordinator = season.person("coordinator")
    drawn = day_page(coordinator)
    assert [line.on for group in drawn.groups for line in group.items if "Yearly report" in line.sentence] == [moved]
    assert moved in [mark.on for mark in drawn.year.deadlines] or not drawn.year.holds(moved)
    later = clock.now() + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    season.submit()

    assert read(season).checks[0].says.startswith("Came on time")
    assert queue_page(season.person("officer"), {}).to_read[0].look_at == "New"


def test_a_report_begun_before_its_day_was_recorded_has_one_once_it_is(season):
    ReportingDate.objects.all().delete()
    assert due_day_of(season.report) is None
    ReportingDateFactory(agreement=Agreement.objects.get(), year=2026, due_on=date(2027, 6, 1))

    (report,) = with_due_day(YearlyReport.objects.all())

    assert (report.due_on, due_day_of(season.report)) == (date(2027, 6, 1), date(2027, 6, 1))


def test_a_note_is_seen_by_the_partnership_only_once_it_is_sent(season):
    season.submit()
    season.note()
    coordinator = season.person("coordinator")
    assert not notes_visible_to(coordinator).exists()

    services.return_report(season.report, by=season.person("officer"))

    assert notes_visible_to(coordinator).count() == 1


def test_reading_costs_as_many_queries_with_many_lines(season):
    for _extra in range(3):
        new_action(season.plan, direction=season.action.direction)
    season.submit()

    with CaptureQueriesContext(connection) as counted:
        read(season)

    assert len(counted) <= 6
